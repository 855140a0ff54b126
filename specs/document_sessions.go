package specs

// Session is a signed-in state that tokens hang on.
type Session struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Lifetime is how long it lasts.
	Lifetime Lifetime `yaml:"lifetime,short" req:"LIF-1" floor:"shorter"`
	// Rationale is the reason for the lifetime.
	Rationale Value[Prose] `yaml:"rationale" req:"LIF-2"`
	// Parent is the session inside which it lives.
	Parent Value[SessionID] `yaml:"parent"`
	// Assurance is the authenticator assurance level that it stands for.
	Assurance Value[Assurance] `yaml:"assurance" req:"LIF-3"`
	// Presence is the sign by which the service knows that the user is there.
	Presence Value[string] `yaml:"presence_signal"`
	// Cookie is the cookie that carries it.
	Cookie Cookie `yaml:"cookie" req:"CLI-3"`
	// Entropy is how unguessable its identifier is.
	Entropy Entropy `yaml:"entropy" req:"PRV-3"`
	// RenewedOnLogin is true where every login makes a new identifier.
	RenewedOnLogin Value[bool] `yaml:"renewed_on_login"`
	// Tokens are the tokens that end with it.
	Tokens Values[TokenID] `yaml:"tokens" req:"BND-4"`
	// MaxConcurrent is how many one user may have.
	MaxConcurrent Value[Count] `yaml:"max_concurrent" req:"BND-4"`
	// WhenFull is what happens to one more.
	WhenFull Value[LimitAction] `yaml:"when_full" req:"BND-4"`
	// Independent is true where the sessions of one user on several devices do not affect each other.
	Independent Value[bool] `yaml:"independent" req:"BND-4"`
	// SignOutEverywhere names the trigger that ends all of them.
	SignOutEverywhere Value[TriggerID] `yaml:"sign_out_everywhere" req:"BND-4"`
	// CSRF is the defence against forged requests.
	CSRF Value[string] `yaml:"csrf" req:"CLI-3"`
}
