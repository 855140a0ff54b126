package specs

// Lifetime is how long something lives: bounds that all apply, of which the earliest ends it. Written short, it is the
// time from issue: `lifetime: 10m` is `{ttl: 10m}`.
type Lifetime struct {
	Mark
	// TTL is the time from issue, or from the last renewal in place.
	TTL Amount `yaml:"ttl,short" req:"LIF-1" floor:"shorter"`
	// Idle is the longest time without use.
	Idle Amount `yaml:"idle" req:"LIF-1 LIF-5" floor:"shorter"`
	// Absolute is the end that no activity moves, with the moment it counts from.
	Absolute Anchored `yaml:"absolute" req:"LIF-1 LIF-5" floor:"shorter"`
	// Uses is how often it can be used.
	Uses Value[Count] `yaml:"uses" req:"LIF-1"`
	// EndsWith are things with which it ends: a path in this policy, or an outside event in words.
	EndsWith Values[string] `yaml:"ends_with" req:"LIF-1" text:"path or words"`
	// Reported is the life that clients are told, where it is not the real one.
	Reported Amount `yaml:"reported"`
}

// Amount is an amount of time: fixed, random, set by somebody, or computed. Written short, it is fixed.
type Amount struct {
	Mark
	// Fixed is a duration, never, until_revoked, unlimited or unchanged.
	Fixed Value[Extent] `yaml:"default,short" req:"LIF-1" floor:"shorter"`
	// Min is the shortest that can be asked for.
	Min Value[Extent] `yaml:"min" req:"LIF-1"`
	// Max is the longest that can be asked for.
	Max Value[Extent] `yaml:"max" req:"LIF-1" floor:"shorter"`
	// Random is the range from which it is drawn at random.
	Random List[Value[Duration]] `yaml:"random" req:"LIF-1"`
	// Mean is the mean of a random life.
	Mean Value[Duration] `yaml:"mean"`
	// Setting names the knob that sets it.
	Setting Value[KnobID] `yaml:"setting" req:"LIF-3"`
	// Ref is the setting whose value it takes.
	Ref Value[SettingPath] `yaml:"ref"`
	// TimeOfDay is the time of day, in UTC, at which it ends, such as 00:00Z.
	TimeOfDay Value[TimeOfDay] `yaml:"at"`
	// MinOf is the shortest of several.
	MinOf List[Amount] `yaml:"min_of"`
	// MaxOf is the longest of several.
	MaxOf List[Amount] `yaml:"max_of"`
	// Sum is the sum of several.
	Sum List[Amount] `yaml:"sum"`
	// Part is an amount that is multiplied by `times`.
	Part Value[SettingPath] `yaml:"part_of"`
	// Times is the share of `part_of` that counts.
	Times Value[Share] `yaml:"times"`
	// Slack is life that is added without being told.
	Slack Value[Duration] `yaml:"slack"`
	// ResetBy are the events that start it anew.
	ResetBy Values[string] `yaml:"reset_by" req:"LIF-5"`
	// AtMostEvery is the shortest time between two such starts.
	AtMostEvery Value[Duration] `yaml:"reset_at_most_every" req:"LIF-5"`
	// SetBy is who may set it; nobody for a constant.
	SetBy Value[string] `yaml:"set_by"`
}

// Anchored is an amount of time and the moment it counts from. Written short, it counts from issue.
type Anchored struct {
	Mark
	// Of is the amount.
	Of Amount `yaml:"of,short" req:"LIF-1" floor:"shorter"`
	// From is the moment.
	From Value[Anchor] `yaml:"from" req:"LIF-1"`
}

// AmountRange bounds an amount of time.
type AmountRange struct {
	Mark
	// Min is the shortest.
	Min Amount `yaml:"min"`
	// Max is the longest.
	Max Amount `yaml:"max,short"`
}

// Anchor is the moment from which an absolute limit counts.
type Anchor string

// The anchors.
const (
	FromIssue         Anchor = "issue"
	FromFirstUse      Anchor = "first_use"
	FromFamily        Anchor = "family"
	FromGrant         Anchor = "grant"
	FromAuthorization Anchor = "authorization"
	FromConsent       Anchor = "consent"
	FromSession       Anchor = "session"
	FromLogin         Anchor = "login"
)

func (Anchor) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FromIssue), "the token itself was issued"},
		{string(FromFirstUse), "it was used for the first time"},
		{string(FromFamily), "the first token of its family was issued"},
		{string(FromGrant), "the grant behind it was made"},
		{string(FromAuthorization), "the user authorized the client"},
		{string(FromConsent), "the user consented"},
		{string(FromSession), "the session began"},
		{string(FromLogin), "the user signed in"},
	}}
}
