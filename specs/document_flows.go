package specs

// OwnFlow is a flow that the policy describes itself, beside those that follow from its settings. It is drawn like
// them.
type OwnFlow struct {
	Mark
	// Title is the name that readers see.
	Title Value[string] `yaml:"title" must:"true" req:"ART-3"`
	// Description says in a sentence or two what it shows.
	Description Value[Prose] `yaml:"description" req:"ART-3"`
	// Tokens are the tokens that it is about; their pages lead to it.
	Tokens Values[TokenID] `yaml:"tokens" req:"ART-3"`
	// Actors are those who take part, each with the name that readers see, from left to right.
	Actors Map[Value[string]] `yaml:"actors" must:"true" req:"ART-3" key:"name"`
	// Steps are what happens, in order.
	Steps List[FlowStep] `yaml:"steps" must:"true" req:"ART-3"`
}

// FlowStep is a message from one actor to another, something that one actor does, or ways that things can go.
type FlowStep struct {
	Mark
	// From is the actor who speaks or acts.
	From Value[string] `yaml:"from" req:"ART-3"`
	// To is the actor who is spoken to; without it, From acts alone.
	To Value[string] `yaml:"to" req:"ART-3"`
	// Says is what is said or done. References such as {{ tokens.access.lifetime }} show the value.
	Says Value[Prose] `yaml:"says" req:"ART-3"`
	// Answer is true where it answers an earlier message.
	Answer Value[bool] `yaml:"answer" req:"ART-3"`
	// Fails is true where it belongs to something that goes wrong.
	Fails Value[bool] `yaml:"fails" req:"ART-3"`
	// Either are the ways that things can go; exactly one happens. One alone may happen or not.
	Either List[FlowWay] `yaml:"either" req:"ART-3"`
}

// FlowWay is one way that things can go.
type FlowWay struct {
	Mark
	// When is what makes it happen.
	When Value[Prose] `yaml:"when" must:"true" req:"ART-3"`
	// Fails is true where it is the way that goes wrong.
	Fails Value[bool] `yaml:"fails" req:"ART-3"`
	// Steps are what happens then.
	Steps List[FlowStep] `yaml:"steps" must:"true" req:"ART-3"`
}
