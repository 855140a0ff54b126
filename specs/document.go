package specs

// Document is a policy as an author may write it. Each field's comment is its text in the format reference.
type Document struct {
	Section
	// Tokenbook is the version of the format. Always v1.
	Tokenbook Value[FormatVersion] `yaml:"tokenbook" must:"true"`
	// Extends names the policy that this one is based on, as a path relative to this file. What is written here replaces what is written there, setting by setting.
	Extends Value[FilePath] `yaml:"extends" req:"GOV-4"`
	// Include names files that hold further parts of this policy. No setting may be written twice.
	Include Values[FilePath] `yaml:"include"`
	// Floor lists settings that a policy extending this one may only tighten. `*` stands for any one name.
	Floor Values[SettingPath] `yaml:"floor" req:"GOV-4"`
	// Policy says what this document is, who owns it and when it is reviewed.
	Policy PolicyHead `yaml:"policy" must:"true"`
	// Profiles are the standards that the policy claims to meet.
	Profiles Values[ProfileID] `yaml:"profiles" req:"PRV-5"`
	// Site says where the generated pages are published.
	Site Site `yaml:"site"`
	// Sources are texts that values were read from.
	Sources Map[SourceText] `yaml:"sources"`
	// Questions are open points of the policy, each at the setting it concerns.
	Questions List[Question] `yaml:"questions"`
	// Axes are further things that a `when` may name, beside the built-in ones.
	Axes Map[Axis] `yaml:"axes"`
	// Settings are knobs that several parties may turn, such as a lifetime that an organisation sets and an application may shorten.
	Settings Map[Knob] `yaml:"settings" req:"LIF-3"`
	// Scopes are the scopes that clients may ask for.
	Scopes Map[Scope] `yaml:"scopes" req:"TYP-3" key:"name"`
	// Tenants are customers whose rules differ.
	Tenants Map[Described] `yaml:"tenants" req:"LIF-3"`
	// Editions are editions of the product whose rules differ.
	Editions Map[Described] `yaml:"editions" req:"ENV-1"`
	// ACRValues are the authentication context classes that a client can be asked for.
	ACRValues Map[ACR] `yaml:"acr_values" req:"LIF-3 BND-5" key:"name"`
	// Issuers are the authorization servers.
	Issuers Map[Issuer] `yaml:"issuers" req:"TYP-6"`
	// Environments are the team's own deployments.
	Environments Map[Environment] `yaml:"environments" req:"ENV-1"`
	// Parties say who does what, and what none of them may do.
	Parties Map[Party] `yaml:"parties" req:"TYP-6"`
	// Clients are the client classes that tokens are issued to.
	Clients Map[Client] `yaml:"clients" req:"TYP-7 CLI-3"`
	// Sessions are the signed-in states that tokens hang on.
	Sessions Map[Session] `yaml:"sessions" req:"LIF-1 BND-4"`
	// Timers are clocks that are neither token nor session, such as a login or consent time-out.
	Timers Map[Lifetime] `yaml:"timers" req:"LIF-1"`
	// Trust says what makes a device or a context trusted, for how long, and how trust is lost.
	Trust Map[Trust] `yaml:"trust" req:"BND-6"`
	// ResourceServers are the services that accept tokens.
	ResourceServers Map[ResourceServer] `yaml:"resource_servers" req:"VAL-2 VAL-5"`
	// Operations are calls that need more than a valid token.
	Operations Map[Operation] `yaml:"operations" req:"BND-5 TYP-8"`
	// Tokens are the token types that are issued.
	Tokens Map[Token] `yaml:"tokens" req:"TYP-1" must:"true"`
	// Validation is what a service does with a token on every call.
	Validation Validation `yaml:"validation" req:"VAL-1"`
	// Revocation is how tokens die before their time.
	Revocation Revocation `yaml:"revocation" req:"REV-1"`
	// Envelopes are body shapes of responses that are not the standard ones.
	Envelopes Map[Envelope] `yaml:"envelopes" req:"ERR-1"`
	// Errors are the causes of refusal and what each looks like on the wire.
	Errors Errors `yaml:"errors" req:"ERR-1"`
	// Limits are rate limits and limits on the number of live tokens.
	Limits Map[Limit] `yaml:"limits" req:"ROT-7"`
	// ClientStrategy is how clients refresh, retry, store and fall back.
	ClientStrategy ClientStrategy `yaml:"client_strategy" req:"CLI-2"`
	// RiskSignals are signs of abuse during renewal and the graded response to each.
	RiskSignals Map[RiskSignal] `yaml:"risk_signals" req:"ROT-8"`
	// Objectives are latency, throughput and availability goals.
	Objectives Map[Objective] `yaml:"objectives" req:"VAL-4"`
	// Outages say how the system behaves while a part of it is down.
	Outages Map[Outage] `yaml:"outages" req:"ENV-7"`
	// Observability is what operators can see.
	Observability Observability `yaml:"observability" req:"OBS-1"`
	// Privacy is how personal data in tokens and logs is treated.
	Privacy Privacy `yaml:"privacy" req:"PRV-2"`
	// Incidents are playbooks and drills.
	Incidents Incidents `yaml:"incidents" req:"INC-1"`
	// Changes are dated changes of the policy with their windows, notices, stages and rollback.
	Changes List[Change] `yaml:"changes" req:"ENV-4 ENV-5"`
	// Deprecations are things on their way out.
	Deprecations Map[Deprecation] `yaml:"deprecations" req:"ENV-3"`
	// Exceptions are agreed departures from the standard, each with an end.
	Exceptions Map[Exception] `yaml:"exceptions" req:"TYP-10"`
	// Fixtures are set-up data for scenarios: roles, users, tenants, recorded responses.
	Fixtures Map[Fixture] `yaml:"fixtures" req:"TST-1 TST-6"`
	// Scenarios are test scenarios beside those derived from the policy.
	Scenarios Map[Scenario] `yaml:"scenarios" req:"TST-1 TST-2"`
	// Flows are flows of the team's own, drawn beside those that follow from the policy.
	Flows Map[OwnFlow] `yaml:"flows" req:"ART-3"`
	// Verification says how running systems are held against this policy.
	Verification Verification `yaml:"verification" req:"TST-3 ENV-6"`
	// Glossary are terms of the team's own.
	Glossary Map[Term] `yaml:"glossary" key:"name"`
	// Lint says how this policy is judged, where that differs from the rules' own measure.
	Lint Lint `yaml:"lint" req:"GOV-4"`
	// Suppressions silence findings, each with a reason, an owner and an end.
	Suppressions List[Suppression] `yaml:"suppressions" req:"TYP-10"`

	all []*Setting // every stated setting, from Link to Resolve; see Policy.Visit
}

// PolicyHead identifies the policy and says how it is governed.
type PolicyHead struct {
	Section
	// ID is the short name used in file names and generated code.
	ID Value[ID] `yaml:"id" req:"GOV-4" must:"true"`
	// Title is the name that readers see.
	Title Value[string] `yaml:"title" must:"true"`
	// Summary says in a few sentences what the policy covers.
	Summary Value[Prose] `yaml:"summary"`
	// Version is the policy's own version, as three numbers.
	Version Value[Version] `yaml:"version" req:"GOV-4" must:"true"`
	// Status is where the policy is in its life.
	Status Value[PolicyStatus] `yaml:"status" req:"GOV-1"`
	// Effective is the day from which the policy holds.
	Effective Value[Date] `yaml:"effective" req:"GOV-1"`
	// Owners are the teams that answer for the policy.
	Owners List[Owner] `yaml:"owners" req:"GOV-1"`
	// Review says how often and by whom the policy is reviewed.
	Review Review `yaml:"review" req:"GOV-1"`
	// Feedback is where developers and operators send what they noticed.
	Feedback Value[Contact] `yaml:"feedback" req:"GOV-3"`
	// Retirement says when the policy ends and what follows it.
	Retirement Retirement `yaml:"retirement" req:"GOV-1"`
	// Success are the measurable criteria by which the policy is judged.
	Success Map[Criterion] `yaml:"success" req:"GOV-5"`
	// Decisions are the recorded decisions behind the policy.
	Decisions Map[Decision] `yaml:"decisions" req:"GOV-4"`
	// Intake says how new threats and regulations enter the policy.
	Intake Intake `yaml:"intake" req:"GOV-2"`
	// ThreatModel names the threat model that the policy answers to.
	ThreatModel ThreatModel `yaml:"threat_model" req:"GOV-6"`
	// ResidualRisks are risks that somebody accepted.
	ResidualRisks Map[ResidualRisk] `yaml:"residual_risks" req:"GOV-6"`
}

// Owner is a team that answers for something.
type Owner struct {
	Mark
	// Team is the team's name.
	Team Value[string] `yaml:"team,short"`
	// Contact is where the team can be reached.
	Contact Value[Contact] `yaml:"contact"`
	// OnCall is whom to call at night.
	OnCall Value[Contact] `yaml:"on_call" req:"INC-1"`
}

// Review is the review cadence of the policy.
type Review struct {
	Mark
	// Every is the longest time between two reviews.
	Every Value[Duration] `yaml:"every,short"`
	// Last is the day of the last review.
	Last Value[Date] `yaml:"last"`
	// Next is the day of the next review, where it is fixed.
	Next Value[Date] `yaml:"next"`
	// Approvers are the roles that must approve a change.
	Approvers Values[string] `yaml:"approvers"`
	// Record is where the record of approvals is kept.
	Record Value[URL] `yaml:"record"`
}

// Retirement is the planned end of a policy.
type Retirement struct {
	Mark
	// Date is the last day on which the policy holds.
	Date Value[Date] `yaml:"date,short"`
	// Successor is the policy that follows.
	Successor Value[string] `yaml:"successor"`
	// Steps say what happens to tokens and clients at the end.
	Steps Value[Prose] `yaml:"steps"`
}

// Criterion is one measurable sign that the policy works.
type Criterion struct {
	Mark
	// Text is the criterion in words.
	Text Value[Prose] `yaml:"text,short"`
	// Metric names the metric that measures it.
	Metric Value[MetricID] `yaml:"metric"`
	// Target is the level to reach.
	Target Value[Threshold] `yaml:"target"`
	// Window is the time over which it is measured.
	Window Value[Duration] `yaml:"window"`
}

// Decision is one recorded decision.
type Decision struct {
	Mark
	// Text is what was decided.
	Text Value[Prose] `yaml:"text,short"`
	// Date is when it was decided.
	Date Value[Date] `yaml:"date"`
	// By is who decided.
	By Values[string] `yaml:"by"`
	// Record is the address of the full record.
	Record Value[URL] `yaml:"record"`
}

// Intake is how the outside world changes the policy.
type Intake struct {
	Mark
	// Watch are the sources of threats and regulations that are watched.
	Watch Values[string] `yaml:"watch"`
	// Every is how often they are looked at.
	Every Value[Duration] `yaml:"every"`
	// Text says how a new threat or rule becomes a change.
	Text Value[Prose] `yaml:"text,short"`
	// RegressionTests says which tests are added when a rule changes.
	RegressionTests Value[Prose] `yaml:"regression_tests"`
}

// ThreatModel is the threat model behind the policy.
type ThreatModel struct {
	Mark
	// URL is the address of the threat model.
	URL Value[URL] `yaml:"url,short"`
	// Reviewed is the day it was last reviewed.
	Reviewed Value[Date] `yaml:"reviewed"`
}

// ResidualRisk is a risk that is accepted.
type ResidualRisk struct {
	Mark
	// Text says what remains possible.
	Text Value[Prose] `yaml:"text,short"`
	// Level is how grave it is.
	Level Value[Level] `yaml:"level"`
	// AcceptedBy is who accepted it.
	AcceptedBy Value[string] `yaml:"accepted_by"`
	// Until is the day on which it is looked at again.
	Until Value[Date] `yaml:"until"`
	// Tokens are the tokens it concerns.
	Tokens Values[TokenID] `yaml:"tokens"`
}

// Site says where pages are published.
type Site struct {
	Mark
	// URL is the address of the published site; error pages are addressed below it.
	URL Value[URL] `yaml:"url,short" req:"ERR-6"`
	// Repository is the address of the repository that holds the policy; places on pages link to it.
	Repository Value[URL] `yaml:"repository" req:"GOV-4"`
	// Path is the policy's path inside that repository.
	Path Value[string] `yaml:"path"`
	// Name is the name in the page header, where it is not the policy's title.
	Name Value[string] `yaml:"name"`
	// Look is how the site looks.
	Look Look `yaml:"look"`
}

// Look is how the site looks: the few things by which a team's pages are told from another's.
type Look struct {
	Mark
	// Accent is the colour of links, bars and marks. Where it would be hard to read on a light or a dark page, a darker or lighter one of its kind is taken.
	Accent Value[Colour] `yaml:"accent,short"`
	// Logo is an SVG or PNG file beside the policy, shown before the name.
	Logo Value[FilePath] `yaml:"logo"`
	// Font is the list of typefaces for text, as in CSS. They are taken from the reader's machine.
	Font Value[FontList] `yaml:"font"`
	// Mono is the list of typefaces for code, as in CSS.
	Mono Value[FontList] `yaml:"mono"`
}

// SourceText is a text that values were read from.
type SourceText struct {
	Mark
	// Title is the name of the text.
	Title Value[string] `yaml:"title,short" must:"true"`
	// URL is its address.
	URL Value[URL] `yaml:"url"`
	// Grade says how far it can be trusted.
	Grade Value[SourceGrade] `yaml:"grade"`
	// Read is the day it was read.
	Read Value[Date] `yaml:"read"`
	// Edition is the edition of the product that it speaks of.
	Edition Value[EditionID] `yaml:"edition"`
}

// Question is an open point.
type Question struct {
	Mark
	// Setting is the setting it concerns.
	Setting Value[SettingPath] `yaml:"at"`
	// Text is the question.
	Text Value[Prose] `yaml:"text,short" must:"true"`
	// AskedOf is who has to answer.
	AskedOf Value[string] `yaml:"asked_of"`
	// Raised is the day it was asked.
	Raised Value[Date] `yaml:"raised"`
}

// Axis is something of the policy's own that a `when` may name.
type Axis struct {
	Section
	// Of says whose property it is.
	Of Value[AxisOwner] `yaml:"of"`
	// Values are the values it can take; a closed list.
	Values Values[string] `yaml:"values"`
	// Type is date for an axis of days, where `when` gives a range.
	Type Value[AxisType] `yaml:"type"`
	// ChosenBy is who picks the value.
	ChosenBy Value[string] `yaml:"chosen_by"`
	// Means says what the axis stands for.
	Means Value[Prose] `yaml:"means"`
}

// Knob is a setting that several parties may turn.
type Knob struct {
	Section
	// Name is the name under which the product shows it.
	Name Value[string] `yaml:"name"`
	// Default is the value where nobody turned it.
	Default Amount `yaml:"default"`
	// Range bounds what may be set.
	Range AmountRange `yaml:"range"`
	// OverLimit is what happens to a value beyond the range.
	OverLimit OverLimit `yaml:"over_limit"`
	// Levels are the places where it may be set, from the widest to the narrowest.
	Levels List[KnobLevel] `yaml:"levels"`
	// Pick says which level wins.
	Pick Value[Pick] `yaml:"pick"`
	// Unset is the setting that holds where no level is set.
	Unset Value[SettingPath] `yaml:"unset"`
	// ReadAt says when the value is looked up.
	ReadAt Value[ReadAt] `yaml:"read_at"`
	// Wire is how the product writes it.
	Wire KnobWire `yaml:"wire"`
	// Retired says what became of a knob that no longer exists.
	Retired KnobRetired `yaml:"retired"`
	// Needs says what has to be given before the knob can be turned, such as a licence.
	Needs Value[string] `yaml:"needs"`
}

// KnobLevel is one place where a knob may be set.
type KnobLevel struct {
	Mark
	// Level is the place's name.
	Level Value[string] `yaml:"at,short"`
	// Default is the value at this level.
	Default Amount `yaml:"default"`
	// May says what this level may do to the value above it.
	May Value[LevelPower] `yaml:"may"`
}

// OverLimit is what happens to a value beyond the range.
type OverLimit struct {
	Mark
	// Do is the behaviour.
	Do Value[OverLimitAction] `yaml:"do,short"`
	// Status is the HTTP status of a refusal.
	Status Value[Status] `yaml:"status"`
}

// KnobWire is how a product writes a knob.
type KnobWire struct {
	Mark
	// Unit is the unit or notation.
	Unit Value[WireUnit] `yaml:"unit,short"`
	// Unset is the number that stands for "not set here".
	Unset Value[string] `yaml:"unset"`
	// Never is the number that stands for "never expires".
	Never Value[string] `yaml:"never"`
	// Off is the number that switches the feature off.
	Off Value[string] `yaml:"off"`
}

// KnobRetired is what became of a knob that no longer exists.
type KnobRetired struct {
	Mark
	// Since is the day it went.
	Since Value[Date] `yaml:"since,short"`
	// Stored says what becomes of values that were set.
	Stored Value[string] `yaml:"stored"`
	// Issued says what becomes of tokens issued under them.
	Issued Value[string] `yaml:"issued"`
}

// Scope is a named slice of access.
type Scope struct {
	Section
	// Description says what the scope allows.
	Description Value[Prose] `yaml:"description,short"`
	// Sensitivity is how much harm a stolen token with this scope can do.
	Sensitivity Value[Level] `yaml:"sensitivity" req:"GOV-6"`
	// Consent says whether the user is asked.
	Consent Value[Consent] `yaml:"consent" req:"TYP-3"`
	// Resources are the resource servers that it makes sense for.
	Resources Values[ResourceID] `yaml:"resources" req:"VAL-1"`
}

// Described is something that has a name and a description.
type Described struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Description says what it is.
	Description Value[Prose] `yaml:"description,short"`
}

// ACR is an authentication context class.
type ACR struct {
	Mark
	// Description says how the user has authenticated.
	Description Value[Prose] `yaml:"description,short"`
	// Value is the string on the wire, where it is not the name.
	Value Value[string] `yaml:"value"`
	// Assurance is the authenticator assurance level that it meets.
	Assurance Value[Assurance] `yaml:"assurance"`
	// Methods are the authentication methods (amr) that lead to it.
	Methods Values[string] `yaml:"methods" req:"CLI-7"`
}

// Party is somebody with a task in the life of a token.
type Party struct {
	Mark
	// Role is the part it plays.
	Role Value[PartyRole] `yaml:"role,short"`
	// Name is the product or team that plays it.
	Name Value[string] `yaml:"name"`
	// Does are its tasks.
	Does Values[Prose] `yaml:"does"`
	// Never are things it must not do.
	Never Values[Prose] `yaml:"never"`
}
