package specs

// Revocation is how tokens die before their time.
type Revocation struct {
	Section
	// Objective is the longest time in which a dead token may still be accepted.
	Objective Value[Duration] `yaml:"objective" req:"REV-2" floor:"shorter"`
	// Mechanisms are the ways in which each token can be ended; `any` speaks of all tokens.
	Mechanisms Map[Values[Mechanism]] `yaml:"mechanisms" req:"REV-1" key:"tokens,=any"`
	// Propagation is how long the news takes along each way.
	Propagation Map[Delay] `yaml:"propagation" req:"REV-2"`
	// Denylist is the list of revoked tokens.
	Denylist Denylist `yaml:"denylist" req:"REV-1 REV-7"`
	// Columns are sets of tokens that triggers treat alike; the name of a token is a column too.
	Columns Map[Column] `yaml:"columns" req:"REV-3"`
	// Triggers are the events that end tokens.
	Triggers Map[Trigger] `yaml:"triggers" req:"REV-3"`
	// By says who may revoke.
	By Values[Revoker] `yaml:"by" req:"REV-1"`
	// ByWhom narrows that for some cases.
	ByWhom List[RevokerRule] `yaml:"by_whom" req:"REV-1"`
	// Notify says how clients and services learn of it.
	Notify Map[Notice] `yaml:"notify" req:"REV-4"`
	// Grace is a time in which a client may sign in again without losing work. It never means that the token is accepted.
	Grace RevocationGrace `yaml:"grace" req:"REV-6"`
	// RememberFor is how long a revocation is remembered.
	RememberFor Lifetime `yaml:"remember_for" req:"REV-7"`
	// Cutoffs refuse all tokens issued before a moment.
	Cutoffs Map[Cutoff] `yaml:"cutoffs" req:"REV-1"`
	// Cascade says what else dies with a token: `refresh: [access]`.
	Cascade Map[Values[TokenID]] `yaml:"cascade" req:"REV-3" key:"tokens"`
	// Reporters are endpoints where third parties report leaked tokens.
	Reporters Map[Reporter] `yaml:"reporters" req:"REV-1"`
	// SessionCookie says whether revoking a token ends the session cookie too.
	SessionCookie Value[Fate] `yaml:"session_cookie"`
}

// Denylist is the list of revoked tokens that services consult.
type Denylist struct {
	Mark
	// EntryLifetime is how long an entry is kept.
	EntryLifetime Lifetime `yaml:"entry_lifetime,short" req:"REV-7"`
	// Key is what entries are found by.
	Key Values[string] `yaml:"key" req:"REV-1"`
	// Poll is how often services fetch it.
	Poll Value[Duration] `yaml:"poll" req:"REV-2" floor:"shorter"`
	// Store is where it is kept.
	Store Value[string] `yaml:"store" req:"REV-1"`
}

// Delay is how long something takes.
type Delay struct {
	Mark
	// Worst is the longest time.
	Worst Value[DelayTime] `yaml:"worst,short" floor:"shorter"`
	// Best is the shortest time.
	Best Value[DelayTime] `yaml:"best"`
}

// Column is a set of tokens that triggers treat alike.
type Column struct {
	Mark
	// Tokens are the tokens.
	Tokens Values[TokenID] `yaml:"tokens,short"`
	// When narrows them.
	When Selector `yaml:"when"`
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
}

// Trigger is an event that ends tokens.
type Trigger struct {
	Section
	// Description says what happens.
	Description Value[Prose] `yaml:"description"`
	// Kill is what dies.
	Kill List[Kill] `yaml:"kill,short" req:"REV-3"`
	// Cells give the fate of single tokens or columns, where it is not what `kill` says.
	Cells Map[Cell] `yaml:"cells" req:"REV-3" key:"tokens,revocation.columns"`
	// Within is how soon, by token or column.
	Within Map[Delay] `yaml:"within" req:"REV-2" key:"tokens,revocation.columns,=any"`
	// When narrows the trigger.
	When Selector `yaml:"when"`
	// By says who can set it off.
	By Values[Revoker] `yaml:"by"`
	// Event names the event that is recorded.
	Event Value[EventID] `yaml:"event" req:"OBS-1"`
	// Error names the error that callers get afterwards.
	Error Value[CauseID] `yaml:"error" req:"REV-4"`
	// Reversible says whether it can be undone.
	Reversible Value[bool] `yaml:"reversible"`
	// Then is what the client must do.
	Then Value[ClientAction] `yaml:"then" req:"REV-4"`
}

// Cell is the fate of a token under a trigger.
type Cell struct {
	Mark
	// Fate is whether it dies.
	Fate Value[Fate] `yaml:"fate,short" req:"REV-3"`
	// Within is how soon.
	Within Delay `yaml:"within" req:"REV-2"`
	// Mechanism is the mechanism.
	Mechanism Value[Mechanism] `yaml:"via"`
	// When narrows it.
	When Selector `yaml:"when"`
}

// RevokerRule narrows who may revoke.
type RevokerRule struct {
	Mark
	// When is the case.
	When Selector `yaml:"when"`
	// Only are those who may.
	Only Values[string] `yaml:"only,short"`
}

// Notice is how somebody learns of a revocation.
type Notice struct {
	Mark
	// To is who is told.
	To Value[string] `yaml:"to" req:"REV-4"`
	// By is the way.
	By Value[NoticeWay] `yaml:"by,short" req:"REV-4"`
	// Event is the event type that is sent.
	Event Value[string] `yaml:"event" req:"REV-4"`
	// Within is how soon.
	Within Delay `yaml:"within" req:"REV-4"`
}

// RevocationGrace is a time in which work is kept, not token acceptance.
type RevocationGrace struct {
	Mark
	// Lifetime is how long.
	Lifetime Lifetime `yaml:"lifetime,short" req:"REV-6"`
	// Keeps is what is kept.
	Keeps Value[Prose] `yaml:"keeps" req:"REV-6"`
	// Accepts are tokens that are still taken during the grace. It should be none.
	Accepts Values[TokenID] `yaml:"accepts" req:"REV-6" floor:"subset"`
	// Reversible says whether the revocation can be taken back in that time.
	Reversible Value[bool] `yaml:"reversible" req:"REV-6"`
	// DeviceSwitch is true where work may move to another device in that time.
	DeviceSwitch Value[bool] `yaml:"device_switch" req:"REV-6"`
}

// Cutoff refuses tokens issued before a moment.
type Cutoff struct {
	Mark
	// Levels are the places where it may be set.
	Levels Values[string] `yaml:"levels,short"`
	// Pick says which one counts.
	Pick Value[Pick] `yaml:"pick"`
	// Compares is the claim that is compared.
	Compares Value[string] `yaml:"compares"`
	// Delivery is how verifiers learn of it.
	Delivery Value[string] `yaml:"delivery"`
}

// Reporter is an endpoint for third parties.
type Reporter struct {
	Section
	// Endpoint is the endpoint.
	Endpoint Value[EndpointID] `yaml:"at,short" req:"REV-1"`
	// Accepts are the tokens that can be reported.
	Accepts Values[TokenID] `yaml:"accepts"`
	// Authenticated says whether the reporter shows who it is.
	Authenticated Value[Need] `yaml:"authenticated"`
	// Then is what happens to a reported token.
	Then Value[Prose] `yaml:"then"`
}

// Errors are the causes of refusal.
type Errors struct {
	Section
	// Adopt are the surfaces whose standard errors the policy takes over.
	Adopt Values[Surface] `yaml:"adopt,short" req:"ERR-1"`
	// Envelope is the body shape of errors, where it is not that of the standard.
	Envelope Value[EnvelopeID] `yaml:"envelope" req:"ERR-1"`
	// Expose are the details that callers see.
	Expose Values[ErrorDetail] `yaml:"expose" req:"ERR-3" floor:"subset"`
	// LogsReason is true where the exact reason is logged although callers see one public code.
	LogsReason Value[bool] `yaml:"logs_reason" req:"ERR-2 ERR-5"`
	// Causes are the causes, own ones or refined standard ones.
	Causes Map[Cause] `yaml:"causes" req:"ERR-1 ERR-2"`
}

// Cause is one reason of refusal and what it looks like on the wire.
type Cause struct {
	Section
	// Code is the code on the wire; several causes may share one.
	Code Value[string] `yaml:"code" req:"ERR-1"`
	// Number is a number on the wire beside or in place of the code.
	Number Value[Int] `yaml:"number" req:"ERR-1"`
	// Status is the HTTP status.
	Status Value[Status] `yaml:"status" req:"ERR-1"`
	// Surfaces are the surfaces or endpoints where it appears.
	Surfaces Values[Surface] `yaml:"at" req:"ERR-1"`
	// TokenState is the state of the token that leads to it.
	TokenState Value[TokenState] `yaml:"token_state" req:"ERR-2"`
	// Tokens are the tokens that it speaks of.
	Tokens Values[TokenID] `yaml:"tokens"`
	// Meaning is what it means.
	Meaning Value[Prose] `yaml:"meaning" req:"ERR-1"`
	// Trigger is what leads to it.
	Trigger Value[Prose] `yaml:"trigger" req:"ERR-1"`
	// Neighbours says how to tell it from errors that look alike.
	Neighbours Value[Prose] `yaml:"neighbours" req:"ERR-2"`
	// Then is what the client does.
	Then Then `yaml:"then" req:"ERR-4"`
	// Retry is how it is retried, where not as `client_strategy` says.
	Retry Retry `yaml:"retry" req:"ERR-4"`
	// Headers are response headers.
	Headers Map[Value[string]] `yaml:"headers" req:"ERR-1" key:"name"`
	// Envelope names the body shape.
	Envelope Value[EnvelopeID] `yaml:"envelope"`
	// Description is the text of `error_description`.
	Description Value[string] `yaml:"description" req:"ERR-3"`
	// UserMessage is a text that clients may show.
	UserMessage Value[string] `yaml:"user_message" req:"ERR-3"`
	// Masked are fields that are masked in the response and the log.
	Masked Values[string] `yaml:"masked" req:"ERR-3"`
	// Log is the log line that operators see.
	Log LogLine `yaml:"log" req:"ERR-5"`
	// Metric names the metric that counts it.
	Metric Value[MetricID] `yaml:"metric" req:"ERR-5"`
	// Event names the event that is recorded.
	Event Value[EventID] `yaml:"event" req:"ERR-5"`
	// Page is the last part of its documentation address, where it is not its name.
	Page Value[ID] `yaml:"page" req:"ERR-6"`
	// StableCode is false where the code may change without notice.
	StableCode Value[bool] `yaml:"stable_code"`
	// Owner is the team to call.
	Owner Value[string] `yaml:"owner"`
	// Runbook is what an operator does.
	Runbook Value[Prose] `yaml:"runbook"`
	// Challenge are the values that a client has to replay.
	Challenge Values[string] `yaml:"challenge"`
}

// Then is what a client does about an error.
type Then struct {
	Mark
	// Do is the action.
	Do Value[ClientAction] `yaml:"do,short" req:"ERR-4"`
	// Times is how often.
	Times Value[Int] `yaml:"times" req:"ERR-4"`
	// ReplayTo is the endpoint to which a challenge is replayed.
	ReplayTo Value[EndpointID] `yaml:"replay_to"`
	// BypassCache is true where a cached token must not be used.
	BypassCache Value[bool] `yaml:"bypass_cache"`
	// GiveUp is what happens when that fails.
	GiveUp Value[ClientAction] `yaml:"give_up" req:"ERR-4"`
}

// LogLine is a log line.
type LogLine struct {
	Mark
	// Level is the level.
	Level Value[LogLevel] `yaml:"level" req:"ERR-5"`
	// Sample is a sample line.
	Sample Value[string] `yaml:"sample,short" req:"ERR-5"`
	// Reason is the bounded reason that is logged.
	Reason Value[string] `yaml:"reason" req:"ERR-5"`
}

// Envelope is the shape of a body.
type Envelope struct {
	Mark
	// Type is the kind of body.
	Type Value[EnvelopeType] `yaml:"type,short"`
	// ContentType is the media type.
	ContentType Value[string] `yaml:"content_type"`
	// Fields are the fields.
	Fields Map[EnvelopeField] `yaml:"fields" key:"name"`
	// Status is the HTTP status of every response, where failure is told by the body alone.
	Status Value[Status] `yaml:"status"`
}

// EnvelopeField is a field of a body.
type EnvelopeField struct {
	Mark
	// Type is the type.
	Type Value[FieldType] `yaml:"type,short"`
	// Holds says which fact stands there.
	Holds Value[EnvelopeFact] `yaml:"holds"`
	// Present says whether it is always there.
	Present Value[Presence] `yaml:"present"`
	// Value is the one value that it has.
	Value Value[string] `yaml:"value"`
	// ListOf is the type of the members of a list.
	ListOf Value[FieldType] `yaml:"list_of"`
	// Fields are the fields of an object.
	Fields Map[EnvelopeField] `yaml:"fields" key:"name"`
}

// Limit is a rate limit or a limit on live things.
type Limit struct {
	Section
	// Max is the largest number.
	Max Value[Int] `yaml:"max,short" req:"ROT-7" floor:"shorter"`
	// Per is the time over which it is counted; silent for a limit on live things.
	Per Value[Duration] `yaml:"per" req:"ROT-7"`
	// Key is what is counted separately.
	Key Values[string] `yaml:"key" req:"ROT-7"`
	// Counts says what is counted.
	Counts Value[string] `yaml:"counts"`
	// Tokens are the tokens that are counted.
	Tokens Values[TokenID] `yaml:"tokens"`
	// Then is what happens beyond it.
	Then Value[LimitAction] `yaml:"then" req:"ROT-7"`
	// Lock is how long a lock lasts.
	Lock Value[Duration] `yaml:"lock"`
	// Error names the error that callers get.
	Error Value[CauseID] `yaml:"error"`
	// Endpoints are the endpoints it applies to.
	Endpoints Values[EndpointID] `yaml:"endpoints"`
}

// RiskSignal is a sign of abuse and the graded response.
type RiskSignal struct {
	Section
	// Detect says what is seen.
	Detect Value[Prose] `yaml:"detect,short" req:"ROT-8"`
	// Score is the level from which the response applies.
	Score Value[Threshold] `yaml:"from"`
	// Then are the steps of the response, from the mildest.
	Then Values[RiskResponse] `yaml:"then" req:"ROT-8 BND-5"`
	// Delay is the delay where the response is to delay.
	Delay Value[Duration] `yaml:"delay" req:"ROT-8"`
	// ACR is the authentication context that a step-up asks for.
	ACR Value[ACRID] `yaml:"acr" req:"BND-5"`
	// Kill is what dies where the response is to revoke.
	Kill List[Kill] `yaml:"kill"`
	// Event names the event that is recorded.
	Event Value[EventID] `yaml:"event" req:"OBS-1"`
	// Error names the error that callers get.
	Error Value[CauseID] `yaml:"error"`
}

// Objective is a goal for a service.
type Objective struct {
	Mark
	// Latency is the latency that a share of requests stays below, such as "p99 50ms".
	Latency Value[Latency] `yaml:"latency,short" req:"VAL-4"`
	// Availability is the share of requests that succeed.
	Availability Value[Share] `yaml:"availability" req:"VAL-4"`
	// Throughput is the number of requests a second that must be served.
	Throughput Value[Int] `yaml:"throughput" req:"VAL-4"`
	// Window is the time over which it is measured.
	Window Value[Duration] `yaml:"window" req:"VAL-4"`
	// Spread says how a storm of requests is spread.
	Spread Value[Prose] `yaml:"spread" req:"VAL-4"`
}

// Outage is how the system behaves while a part of it is down.
type Outage struct {
	Mark
	// Of is the part that is down.
	Of Value[string] `yaml:"of" req:"ENV-7"`
	// Then is the behaviour.
	Then Value[FallbackAction] `yaml:"then,short" req:"ENV-7"`
	// For is how long the behaviour is kept up.
	For Value[Duration] `yaml:"for" req:"ENV-7"`
	// Queue says what is queued and replayed afterwards.
	Queue Value[Prose] `yaml:"queue" req:"ENV-7"`
	// Users says what users notice.
	Users Value[Prose] `yaml:"users_see" req:"ENV-7"`
}
