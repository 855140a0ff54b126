package specs

// Token is a token type that is issued.
type Token struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Type is what the token is for. A word of the team's own is written {own: word}.
	Type Value[TokenType] `yaml:"type" req:"TYP-1" must:"true"`
	// AlsoServesAs are further purposes of the same string.
	AlsoServesAs Values[TokenType] `yaml:"also_serves_as" req:"TYP-1"`
	// Summary says in a sentence what holders do with it.
	Summary Value[Prose] `yaml:"summary"`
	// Format is how the string is built.
	Format Format `yaml:"format" req:"TYP-4"`
	// Match is how the string can be recognised.
	Match Match `yaml:"match" req:"TYP-4"`
	// Issuers are the issuers that issue it, where not all do.
	Issuers Values[IssuerID] `yaml:"issuers" req:"TYP-4"`
	// MadeBy is who makes it, where that is not the authorization server.
	MadeBy Value[string] `yaml:"made_by" req:"TYP-6"`
	// Issued says by which grant, at which endpoint, to whom and on what conditions it is issued.
	Issued List[Issuance] `yaml:"issued" req:"TYP-2 TYP-3"`
	// Lifetime is how long it lives.
	Lifetime Lifetime `yaml:"lifetime" req:"LIF-1" floor:"shorter"`
	// Rationale is the reason for the lifetime, tied to risk, exposure and user journey.
	Rationale Value[Prose] `yaml:"rationale" req:"LIF-2"`
	// OfflineLimit is the longest time without contact after which the token dies.
	OfflineLimit Value[Duration] `yaml:"offline_limit" req:"LIF-8" floor:"shorter"`
	// Audiences are the values of `aud`; the word any stands for no restriction.
	Audiences Values[string] `yaml:"audiences" req:"TYP-4 VAL-1"`
	// Subject says what `sub` identifies.
	Subject Value[SubjectType] `yaml:"subject" req:"PRV-1"`
	// Scopes are the scopes it can carry.
	Scopes Values[ScopeID] `yaml:"scopes"`
	// Claims are the claims it carries.
	Claims Map[Claim] `yaml:"claims" req:"TYP-5 PRV-1" key:"name"`
	// Header are the JOSE header members that it has, beside `alg`.
	Header Map[Value[string]] `yaml:"header" req:"TYP-4" key:"name"`
	// Keys names the key set that signs it.
	Keys Value[KeySetID] `yaml:"keys" req:"TYP-9"`
	// Encrypted is true where the content cannot be read by those who hold it.
	Encrypted Value[bool] `yaml:"encrypted" req:"PRV-3"`
	// Entropy is how unguessable an opaque string is.
	Entropy Entropy `yaml:"entropy" req:"PRV-3"`
	// Binding are the things without which the token is useless.
	Binding List[Binding] `yaml:"binding" req:"BND-1"`
	// BoundTo are the parties that the server ties the token to.
	BoundTo Values[BoundTo] `yaml:"bound_to" req:"BND-1 BND-2" floor:"superset"`
	// CrossDevice are the ways in which it may be used on another device or by another client.
	CrossDevice Map[CrossDevice] `yaml:"cross_device" req:"BND-3"`
	// Delivery is how it reaches the client.
	Delivery List[Delivery] `yaml:"delivery" req:"TYP-4 PRV-3"`
	// Transport is where it may stand in a request.
	Transport Values[Transport] `yaml:"transport" req:"PRV-3" floor:"subset"`
	// StoredAs is how the server keeps it.
	StoredAs Value[AtRest] `yaml:"stored_as" req:"ENV-8 PRV-3" floor:"stronger"`
	// Revocable says whether it can be ended before its time. Silence is not false.
	Revocable Value[bool] `yaml:"revocable" req:"REV-1"`
	// Renewal is how a new life is got.
	Renewal List[Renewal] `yaml:"renewal" req:"ROT-1 LIF-6"`
	// Rotation is what becomes of the old string.
	Rotation Rotation `yaml:"rotation" req:"ROT-1"`
	// OnReuse is what happens when a token that can be used once comes back, such as an authorization code.
	OnReuse Reuse `yaml:"on_reuse" req:"ROT-2 TYP-2"`
	// PollEvery is the shortest time between two questions of a client that waits for the user.
	PollEvery Value[Duration] `yaml:"poll_every" req:"ROT-7"`
	// ScopeOnRenewal says what a renewal may do to the scope.
	ScopeOnRenewal Value[ScopeOnRenewal] `yaml:"scope_on_renewal" req:"TYP-3" floor:"stronger"`
	// Parents are the tokens or objects with which it dies.
	Parents Values[string] `yaml:"parents" req:"REV-3" text:"path or words"`
	// Handles are other strings that stand for it, such as an accessor that can revoke but not use it.
	Handles Map[Handle] `yaml:"handles"`
	// Parts are the strings that together make the credential.
	Parts Values[string] `yaml:"parts"`
	// Attenuation says whether a holder can narrow it without the server.
	Attenuation Value[Prose] `yaml:"attenuation"`
	// InFlight is what becomes of work in progress when it expires or is revoked, by kind of work.
	InFlight Map[InFlight] `yaml:"in_flight" req:"LIF-9"`
	// Unused says what happens to a token that nobody uses.
	Unused List[Unused] `yaml:"unused" req:"LIF-1"`
	// Retention is how long the record of it is kept; this is not validity.
	Retention Anchored `yaml:"retention" req:"PRV-5"`
	// Risk is how much harm a stolen one can do.
	Risk Risk `yaml:"risk" req:"GOV-6"`
	// EdgeCases are unusual situations, each with what must happen.
	EdgeCases Map[EdgeCase] `yaml:"edge_cases" req:"TYP-8"`
	// Sample is a sample response or value.
	Sample Value[Raw] `yaml:"sample" req:"TYP-8"`
	// Limits name the limits that apply.
	Limits Values[LimitID] `yaml:"limits" req:"ROT-7 BND-4"`
	// Needs says what has to be given before it is issued at all, such as a scope or a licence.
	Needs Values[string] `yaml:"needs" req:"TYP-3"`
	// Test is the address of a test that proves what is stated here.
	Test Value[URL] `yaml:"test" req:"TST-5"`
}

// Format is how a token string is built.
type Format struct {
	Mark
	// Kind is the format.
	Kind Value[TokenFormat] `yaml:"kind,short"`
	// Versions are the versions of the content.
	Versions Values[string] `yaml:"versions"`
	// ChosenBy is who chooses the version.
	ChosenBy Value[string] `yaml:"chosen_by"`
	// OpaqueTo are the parties that must not look inside.
	OpaqueTo Values[PartyRole] `yaml:"opaque_to"`
}

// Match is how a token string is recognised.
type Match struct {
	Mark
	// Prefixes are the prefixes.
	Prefixes List[Prefix] `yaml:"prefixes,short"`
	// Pattern is a regular expression for the whole string.
	Pattern Value[Pattern] `yaml:"pattern"`
	// MaxLength is the largest number of characters.
	MaxLength Value[Int] `yaml:"max_length"`
}

// Prefix is a prefix of a token string.
type Prefix struct {
	Mark
	// Text is the prefix.
	Text Value[string] `yaml:"text,short"`
	// UntilVersion is the first product version that no longer uses it.
	UntilVersion Value[string] `yaml:"until_version"`
	// Means says what it tells, where one type has several.
	Means Value[string] `yaml:"means"`
}

// Issuance is one way in which a token is issued.
type Issuance struct {
	Mark
	// Grant is the grant type.
	Grant Value[GrantType] `yaml:"grant,short" req:"TYP-2"`
	// Endpoint is the endpoint that hands it out.
	Endpoint Value[EndpointID] `yaml:"at" req:"TYP-2"`
	// Clients are the client classes that get it.
	Clients Values[ClientID] `yaml:"to" req:"TYP-2"`
	// Requires are the conditions.
	Requires Values[Prerequisite] `yaml:"requires" req:"TYP-3"`
	// From is the token that is traded in.
	From Value[TokenID] `yaml:"from"`
	// Once says how often the trade is possible.
	Once Value[Count] `yaml:"times"`
	// Trust names the trusted device or context that is needed.
	Trust Value[TrustID] `yaml:"trust" req:"TYP-3 BND-6"`
	// Condition says in words what else must hold.
	Condition Value[Prose] `yaml:"condition"`
}

// Claim is a claim that a token carries.
type Claim struct {
	Section
	// Why is the reason why the claim is needed.
	Why Value[Prose] `yaml:"why,short" req:"TYP-5 PRV-1"`
	// Present says whether it is always there.
	Present Value[Presence] `yaml:"present" req:"TYP-5"`
	// Value is the one value, or a pattern in words.
	Value Value[string] `yaml:"value"`
	// Type is the JSON type.
	Type Value[FieldType] `yaml:"type"`
	// PersonalData says how directly it points at a person.
	PersonalData Value[PersonalData] `yaml:"personal_data" req:"PRV-1"`
	// Stored says where it is stored.
	Stored Values[string] `yaml:"stored" req:"PRV-1"`
	// Exposed are the parties that can read it.
	Exposed Values[PartyRole] `yaml:"exposed" req:"PRV-1"`
	// Resources are the resource servers that get it.
	Resources Values[ResourceID] `yaml:"resources" req:"VAL-5"`
	// Needs is the feature or scope without which it is absent.
	Needs Value[string] `yaml:"needs"`
	// Members are the members of an object claim.
	Members Map[Claim] `yaml:"members" key:"name"`
	// Sample is a sample value.
	Sample Value[Raw] `yaml:"sample"`
}

// Entropy is how unguessable a string is.
type Entropy struct {
	Mark
	// Bits is the number of random bits.
	Bits Value[Int] `yaml:"bits,short" floor:"longer"`
	// Generator is how they are made.
	Generator Value[string] `yaml:"generator"`
}

// Binding is something without which a token is useless.
type Binding struct {
	Mark
	// To is the kind of binding.
	To Value[BindingType] `yaml:"to,short"`
	// Optional is true where tokens without the binding exist.
	Optional Value[bool] `yaml:"optional"`
	// In is where the key is held.
	In Value[string] `yaml:"in" req:"BND-1"`
	// RolledAfter is how long a binding key lives.
	RolledAfter Value[Duration] `yaml:"rolled_after"`
	// Observable are the facts about the binding that the server sees and keeps.
	Observable Values[string] `yaml:"observable" req:"BND-1"`
	// OnMismatch names the error for a caller without the key.
	OnMismatch Value[CauseID] `yaml:"on_mismatch"`
}

// CrossDevice is an opt-in way to use a token elsewhere.
type CrossDevice struct {
	Mark
	// Text says how it works.
	Text Value[Prose] `yaml:"text,short"`
	// Purpose is the purpose that allows it.
	Purpose Value[CrossDevicePurpose] `yaml:"purpose"`
	// Requires are the conditions.
	Requires Values[Prerequisite] `yaml:"requires"`
	// Lifetime is how long the way is open.
	Lifetime Lifetime `yaml:"lifetime"`
}

// Delivery is how a token reaches the client.
type Delivery struct {
	Mark
	// By is the way.
	By Value[DeliveryWay] `yaml:"by,short"`
	// Field is the JSON field or the form field.
	Field Value[string] `yaml:"field"`
	// File is the path of a file that is rewritten.
	File Value[string] `yaml:"file"`
	// Cookie is the cookie.
	Cookie Cookie `yaml:"cookie"`
}

// Cookie is a cookie and its attributes.
type Cookie struct {
	Mark
	// Name is the name.
	Name Value[string] `yaml:"name,short" req:"CLI-3"`
	// Secure is true where it travels over TLS only.
	Secure Value[bool] `yaml:"secure" req:"CLI-3" floor:"same"`
	// HTTPOnly is true where scripts cannot read it.
	HTTPOnly Value[bool] `yaml:"http_only" req:"CLI-3" floor:"same"`
	// SameSite is the SameSite attribute.
	SameSite Value[SameSite] `yaml:"same_site" req:"CLI-3" floor:"same"`
	// Path is the Path attribute.
	Path Value[string] `yaml:"path"`
	// Domain is the Domain attribute.
	Domain Value[string] `yaml:"domain"`
	// MaxAge is the Max-Age attribute.
	MaxAge Value[Duration] `yaml:"max_age" floor:"shorter"`
	// Holds says what the cookie holds.
	Holds Value[CookieContent] `yaml:"holds"`
}

// Renewal is one way to get a new life.
type Renewal struct {
	Section
	// By is the kind of renewal.
	By Value[RenewalKind] `yaml:"by,short" req:"ROT-1"`
	// From is the token or credential that it is made from.
	From Value[string] `yaml:"from" text:"path or words"`
	// Endpoints are the endpoints that renew.
	Endpoints Values[EndpointID] `yaml:"at"`
	// Actor is who renews.
	Actor Value[string] `yaml:"actor"`
	// Grants are the grant types that lead to it.
	Grants Values[GrantType] `yaml:"grants"`
	// Due says when it is time.
	Due List[Due] `yaml:"due" req:"LIF-6"`
	// AtMostEvery is the shortest time between two renewals.
	AtMostEvery Value[Duration] `yaml:"at_most_every" req:"ROT-7"`
	// While is an outside condition in words.
	While Value[string] `yaml:"while"`
	// When is a condition over axes.
	When Selector `yaml:"when"`
	// Until says whether an expired token can still be renewed.
	Until Value[RenewalUntil] `yaml:"until"`
	// Yields says which tokens come back: always, maybe, the same, or never.
	Yields Map[Value[Yield]] `yaml:"yields" req:"ROT-4" key:"tokens"`
	// Request are parameters that the request needs beside the standard ones.
	Request Map[Parameter] `yaml:"request" key:"name"`
	// ReverifyDevice is true where the device is checked again.
	ReverifyDevice Value[bool] `yaml:"reverify_device" req:"LIF-5 BND-5"`
	// StepUp names the risk signals that ask for more first.
	StepUp Values[RiskSignalID] `yaml:"step_up_on" req:"BND-5"`
}

// Due is one sign that it is time to renew.
type Due struct {
	Mark
	// Left is the remaining life.
	Left Value[Share] `yaml:"left,short"`
	// Elapsed is the part of the life that has passed.
	Elapsed Value[Share] `yaml:"elapsed"`
	// Age is the age of the token.
	Age Value[Duration] `yaml:"age"`
	// Status is the HTTP status that leads to it.
	Status Value[Status] `yaml:"status"`
}

// Rotation is what becomes of the old string when a new one is issued.
type Rotation struct {
	Mark
	// Mode says when the string changes. Stated none: it never does.
	Mode Value[RotationMode] `yaml:"mode,short" req:"ROT-1"`
	// Setting names the knob that chooses the mode.
	Setting Value[KnobID] `yaml:"setting"`
	// Every is the period of rotation on a clock.
	Every Value[Duration] `yaml:"every" req:"ROT-1"`
	// Live is how many of the newest strings are valid at once.
	Live Value[Int] `yaml:"live"`
	// Previous is the life of the superseded string: the grace.
	Previous Previous `yaml:"previous" req:"ROT-2"`
	// OnReuse is what happens when a superseded string comes back after that.
	OnReuse Reuse `yaml:"on_reuse" req:"ROT-2"`
	// AlsoKills are the other credentials that a rotation ends.
	AlsoKills List[Kill] `yaml:"also_kills" req:"ROT-4"`
	// Expiry says whether the successor keeps the end of its family or starts anew.
	Expiry Value[SuccessorExpiry] `yaml:"expiry" req:"LIF-5"`
	// Shape is chain, or tree where one string may have several successors.
	Shape Value[FamilyShape] `yaml:"shape" req:"ROT-5"`
	// Concurrent is what a repeated or concurrent request gets.
	Concurrent Value[Answer] `yaml:"concurrent" req:"ROT-6"`
	// ActiveFrom says when the successor becomes active.
	ActiveFrom Value[ActiveFrom] `yaml:"active_from" req:"ROT-3"`
	// Lineage is the record of who descends from whom.
	Lineage Lineage `yaml:"lineage" req:"ROT-5"`
	// By says who may rotate: the token itself or another credential.
	By Values[string] `yaml:"by"`
	// OnSwitch says what happens to live tokens when the mode is changed.
	OnSwitch Map[Value[Prose]] `yaml:"on_switch" req:"ENV-4"`
}

// Previous is the life of a superseded string.
type Previous struct {
	Mark
	// Lifetime is how long it still works: none for not at all, unchanged for rotation without invalidation.
	Lifetime Lifetime `yaml:"lifetime,short" req:"ROT-2" floor:"shorter"`
	// Generations is how many superseded strings still work; older ones count as reuse.
	Generations Value[Int] `yaml:"generations" req:"ROT-2"`
	// Answers says what its use gets.
	Answers Value[Answer] `yaml:"answers" req:"ROT-6"`
}

// Reuse is what happens when a superseded string comes back.
type Reuse struct {
	Mark
	// Kill is what dies.
	Kill List[Kill] `yaml:"kill,short" req:"ROT-2" floor:"same"`
	// Error names the error that the caller gets.
	Error Value[CauseID] `yaml:"error"`
	// Event names the event that is recorded.
	Event Value[EventID] `yaml:"event" req:"OBS-1"`
	// Then is what the client must do.
	Then Value[ClientAction] `yaml:"then"`
	// RememberFor is how long a superseded string is known as such.
	RememberFor Value[Duration] `yaml:"remember_for" req:"ROT-2"`
	// Notify are those who are told.
	Notify Values[string] `yaml:"notify" req:"REV-4"`
}

// Lineage is the record of rotation.
type Lineage struct {
	Mark
	// Fields are what is kept for each rotation.
	Fields Values[string] `yaml:"fields,short" req:"ROT-5"`
	// Retention is how long.
	Retention Value[Duration] `yaml:"retention" req:"ROT-5"`
}

// Kill names what dies: a unit, or the intersection of several.
type Kill struct {
	Mark
	// Of are the units; several mean their intersection.
	Of Values[Unit] `yaml:"of,short" req:"REV-3" must:"true"`
	// Tokens narrows it to some token types.
	Tokens Values[TokenID] `yaml:"tokens"`
	// Spare are things inside the unit that live on.
	Spare Values[Spared] `yaml:"spare"`
	// Descend says whether what hangs on it dies too.
	Descend Value[bool] `yaml:"descend"`
	// Issued narrows it by time of issue.
	Issued Value[IssuedWhen] `yaml:"issued"`
}

// Handle is another string that stands for a token.
type Handle struct {
	Mark
	// May are the things that it can do.
	May Values[string] `yaml:"may,short"`
	// Description says what it is for.
	Description Value[Prose] `yaml:"description"`
}

// InFlight is what becomes of work in progress.
type InFlight struct {
	Mark
	// Then is the behaviour.
	Then Value[InFlightAction] `yaml:"then,short" req:"LIF-9"`
	// Within is how long it may go on.
	Within Value[Duration] `yaml:"within"`
	// OnRevocation is the behaviour on revocation, where it differs from expiry.
	OnRevocation Value[InFlightAction] `yaml:"on_revocation"`
}

// Unused is what happens to a token that nobody uses.
type Unused struct {
	Mark
	// After is the time without use.
	After Value[Duration] `yaml:"after"`
	// Do is what happens.
	Do Value[string] `yaml:"do"`
	// Notify are those who are told.
	Notify Values[string] `yaml:"notify"`
}

// Risk is how much harm a stolen token can do.
type Risk struct {
	Mark
	// Class is the class.
	Class Value[Level] `yaml:"class,short" req:"GOV-6 LIF-2"`
	// Text says why.
	Text Value[Prose] `yaml:"text"`
	// Threats are the threats of the threat model that concern it.
	Threats Values[string] `yaml:"threats" req:"GOV-6 LIF-2"`
}

// EdgeCase is an unusual situation.
type EdgeCase struct {
	Mark
	// Given is the situation.
	Given Value[Prose] `yaml:"given" req:"TYP-8"`
	// Expect is what must happen.
	Expect Value[Prose] `yaml:"expect" req:"TYP-8"`
	// Error names the error that the caller gets.
	Error Value[CauseID] `yaml:"error"`
	// Sample is a sample token or request.
	Sample Value[Raw] `yaml:"sample"`
	// Test is the address of the test that proves it.
	Test Value[URL] `yaml:"test" req:"TST-5"`
}
