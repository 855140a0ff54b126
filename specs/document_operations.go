package specs

// Observability is what operators can see.
type Observability struct {
	Section
	// Events are the events that are recorded.
	Events Map[Event] `yaml:"events" req:"OBS-1" key:"name"`
	// Metrics are the metrics.
	Metrics Map[Metric] `yaml:"metrics" req:"OBS-2" key:"name"`
	// Logs is the log format.
	Logs Logs `yaml:"logs" req:"OBS-3"`
	// Dashboards are the dashboards.
	Dashboards Map[Dashboard] `yaml:"dashboards" req:"OBS-4"`
	// Alerts are the alerts.
	Alerts Map[Alert] `yaml:"alerts" req:"OBS-5"`
	// Audit is the audit trail.
	Audit Audit `yaml:"audit" req:"OBS-6"`
}

// Event is something that is recorded.
type Event struct {
	Mark
	// When says when it is recorded.
	When Value[Prose] `yaml:"recorded_when,short" req:"OBS-1"`
	// Kind is the step of the life that it stands for.
	Kind Value[EventKind] `yaml:"kind" req:"OBS-1"`
	// Level is the log level.
	Level Value[LogLevel] `yaml:"level" req:"OBS-1"`
	// Fields are its fields.
	Fields Values[string] `yaml:"fields" req:"OBS-1 OBS-3"`
	// Audit is true where it goes into the audit trail.
	Audit Value[bool] `yaml:"audit" req:"OBS-6"`
	// Code is the code under which the product logs it.
	Code Value[string] `yaml:"code"`
}

// Metric is something that is measured.
type Metric struct {
	Mark
	// Counts says what it measures.
	Counts Value[Prose] `yaml:"measures,short" req:"OBS-2"`
	// Type is the kind of instrument.
	Type Value[MetricType] `yaml:"type" req:"OBS-2"`
	// Unit is the unit.
	Unit Value[string] `yaml:"unit" req:"OBS-2"`
	// Labels are its labels.
	Labels Values[string] `yaml:"labels" req:"OBS-2"`
	// Name is the name on the wire, where it is not its key.
	Name Value[string] `yaml:"name" req:"OBS-2"`
}

// Logs is the log format.
type Logs struct {
	Mark
	// Format is the format.
	Format Value[LogFormat] `yaml:"format,short" req:"OBS-3"`
	// Time is the notation of times.
	Time Value[string] `yaml:"time" req:"OBS-3"`
	// Correlation are the fields that join client and server.
	Correlation Values[string] `yaml:"correlation" req:"OBS-3"`
	// Trace is the trace context header.
	Trace Value[string] `yaml:"trace" req:"OBS-3"`
	// Tokens is how a token shows in a log.
	Tokens Value[TokenInLog] `yaml:"tokens" req:"PRV-4" floor:"stronger"`
	// Redact are the fields that are never written.
	Redact Values[string] `yaml:"redact" req:"PRV-4" floor:"superset"`
	// PersonalData says how personal data in logs is treated.
	PersonalData Value[Prose] `yaml:"personal_data" req:"PRV-2"`
	// Retention is how long logs are kept.
	Retention Value[Duration] `yaml:"retention" req:"PRV-5"`
	// Sample is a sample line.
	Sample Value[string] `yaml:"sample" req:"OBS-3"`
}

// Dashboard is a dashboard.
type Dashboard struct {
	Mark
	// Panels are its panels: what each shows.
	Panels Map[Panel] `yaml:"panels" req:"OBS-4"`
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// URL is its address.
	URL Value[URL] `yaml:"url,short" req:"OBS-4"`
}

// Panel is one panel of a dashboard.
type Panel struct {
	Mark
	// Metric names the metric.
	Metric Value[MetricID] `yaml:"metric,short" req:"OBS-4"`
	// Shows is what is computed from it.
	Shows Value[PanelShows] `yaml:"shows" req:"OBS-4"`
	// By are the labels it is split by.
	By Values[string] `yaml:"by" req:"OBS-4"`
}

// Alert is an alert.
type Alert struct {
	Mark
	// Metric names the metric.
	Metric Value[MetricID] `yaml:"metric" req:"OBS-5"`
	// Over is the level beyond which it fires.
	Over Value[Threshold] `yaml:"over" req:"OBS-5"`
	// Of names the metric that the first is divided by.
	Of Value[MetricID] `yaml:"of" req:"OBS-5"`
	// Where are label values that it looks at.
	Where Map[Value[string]] `yaml:"where" req:"OBS-5" key:"name"`
	// Window is the time over which it is judged.
	Window Value[Duration] `yaml:"window" req:"OBS-5"`
	// Severity is how urgent it is.
	Severity Value[AlertSeverity] `yaml:"severity" req:"OBS-5"`
	// Signal says what pattern it stands for.
	Signal Value[Prose] `yaml:"signal,short" req:"OBS-5"`
	// Owner is the team to call.
	Owner Value[string] `yaml:"owner" req:"OBS-5"`
	// Playbook names the playbook.
	Playbook Value[PlaybookID] `yaml:"playbook" req:"INC-1"`
	// Runbook is the first thing to do.
	Runbook Value[Prose] `yaml:"runbook" req:"OBS-5"`
}

// Audit is the audit trail.
type Audit struct {
	Mark
	// Fields are what every record holds.
	Fields Values[string] `yaml:"fields,short" req:"OBS-6"`
	// Store is where it is kept.
	Store Value[string] `yaml:"store" req:"OBS-6"`
	// Immutable is true where records cannot be changed.
	Immutable Value[bool] `yaml:"immutable" req:"OBS-6" floor:"same"`
	// Retention is how long records are kept.
	Retention Value[Duration] `yaml:"retention" req:"OBS-6 PRV-5"`
	// Access says who can read it.
	Access Value[Prose] `yaml:"access" req:"OBS-6"`
}

// Privacy is how personal data is treated.
type Privacy struct {
	Section
	// Minimisation says how claims and logs are kept small.
	Minimisation Value[Prose] `yaml:"minimisation,short" req:"PRV-2"`
	// SubjectIdentifiers says how users are named to resource servers and clients.
	SubjectIdentifiers Value[SubjectType] `yaml:"subject_identifiers" req:"PRV-1 PRV-2"`
	// Leakage says how tokens are kept from leaking.
	Leakage Map[Value[Prose]] `yaml:"leakage" req:"PRV-3"`
	// Masking says how sensitive fields are shown.
	Masking Map[Value[MaskRule]] `yaml:"masking" req:"PRV-4" key:"name"`
	// Retention is how long each kind of record is kept.
	Retention Map[Value[Duration]] `yaml:"retention" req:"PRV-5"`
	// Regulations are the rules of law that apply.
	Regulations Map[Regulation] `yaml:"regulations" req:"PRV-5"`
	// Audits says how often compliance is audited.
	Audits AuditCycle `yaml:"audits" req:"PRV-5"`
	// Requests says how people get or erase what is kept about them.
	Requests Value[Prose] `yaml:"subject_requests" req:"PRV-5"`
}

// Regulation is a rule of law and how it is met.
type Regulation struct {
	Mark
	// Title is its name.
	Title Value[string] `yaml:"title"`
	// Articles are the articles that bear on tokens.
	Articles Values[string] `yaml:"articles" req:"PRV-5"`
	// How says how it is met.
	How Value[Prose] `yaml:"how,short" req:"PRV-5"`
	// URL is its address.
	URL Value[URL] `yaml:"url"`
}

// AuditCycle is a cycle of audits.
type AuditCycle struct {
	Mark
	// Every is the longest time between two audits.
	Every Value[Duration] `yaml:"every,short" req:"PRV-5"`
	// Last is the day of the last audit.
	Last Value[Date] `yaml:"last" req:"PRV-5"`
	// By is who audits.
	By Value[string] `yaml:"by" req:"PRV-5"`
}

// Incidents are playbooks and drills.
type Incidents struct {
	Section
	// Playbooks say what to do.
	Playbooks Map[Playbook] `yaml:"playbooks" req:"INC-1"`
	// Drills are rehearsals of the playbooks.
	Drills Map[Drill] `yaml:"drills" req:"INC-2"`
	// Review says how a post-incident review feeds a policy change.
	Review Value[Prose] `yaml:"review" req:"INC-2"`
}

// Playbook is what to do in an incident.
type Playbook struct {
	Mark
	// For is the kind of incident.
	For Value[IncidentKind] `yaml:"for" req:"INC-1"`
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Signs says how the incident is noticed.
	Signs Value[Prose] `yaml:"signs" req:"INC-1"`
	// Steps are the steps, in order.
	Steps List[PlaybookStep] `yaml:"steps,short" req:"INC-1"`
	// Owner is the team that leads.
	Owner Value[string] `yaml:"owner" req:"INC-1"`
	// Notify are those who are told.
	Notify List[IncidentNotice] `yaml:"notify" req:"INC-1"`
	// URL is the address of the full playbook.
	URL Value[URL] `yaml:"url"`
}

// PlaybookStep is one step.
type PlaybookStep struct {
	Mark
	// Do is what to do.
	Do Value[Prose] `yaml:"do,short" req:"INC-1"`
	// Kind is the kind of step.
	Kind Value[StepKind] `yaml:"kind" req:"INC-1"`
	// Within is how soon it is done, from the start.
	Within Value[Duration] `yaml:"within" req:"INC-1"`
	// By is who does it.
	By Value[string] `yaml:"by" req:"INC-1"`
	// Kill is what dies.
	Kill List[Kill] `yaml:"kill" req:"INC-1"`
	// Command is the command to run.
	Command Value[string] `yaml:"command"`
}

// IncidentNotice is who is told of an incident.
type IncidentNotice struct {
	Mark
	// Who is told.
	Who Value[string] `yaml:"who,short" req:"INC-1"`
	// Within is how soon.
	Within Value[Duration] `yaml:"within" req:"INC-1"`
	// Regulation names the regulation that asks for it.
	Regulation Value[string] `yaml:"regulation"`
}

// Drill is a rehearsal.
type Drill struct {
	Mark
	// Playbook names the playbook.
	Playbook Value[PlaybookID] `yaml:"playbook,short" req:"INC-2"`
	// Every is the longest time between two drills.
	Every Value[Duration] `yaml:"every" req:"INC-2"`
	// Last is the day of the last one.
	Last Value[Date] `yaml:"last" req:"INC-2"`
	// Result is what came of it.
	Result Value[Prose] `yaml:"result" req:"INC-2"`
	// FollowUp is the change that it led to.
	FollowUp Value[string] `yaml:"follow_up" req:"INC-2"`
}

// Change is a dated change of the policy.
type Change struct {
	Mark
	// Version is the version of the policy that brings it.
	Version Value[Version] `yaml:"version" req:"ENV-5"`
	// Date is the day of that version.
	Date Value[Date] `yaml:"date" req:"ENV-5"`
	// Kind says what kind of change it is.
	Kind Value[ChangeKind] `yaml:"kind" req:"ENV-5"`
	// Title is the change in a line.
	Title Value[string] `yaml:"title,short" req:"ENV-5" must:"true"`
	// Text is the change in full.
	Text Value[Prose] `yaml:"text" req:"ENV-5"`
	// Settings are the settings that change.
	Settings Values[SettingPath] `yaml:"settings" req:"ENV-5"`
	// Affects are those who are affected.
	Affects Values[Audience] `yaml:"affects" req:"ENV-5"`
	// Breaks says what stops working; none where nothing does.
	Breaks Value[Prose] `yaml:"breaks" req:"ENV-5"`
	// Window is the time in which old and new both work.
	Window DateRange `yaml:"window" req:"ENV-4"`
	// Notices are the notices that are given.
	Notices List[ChangeNotice] `yaml:"notices" req:"ENV-4"`
	// Stages are the stages, from optional to mandatory.
	Stages List[Stage] `yaml:"stages" req:"ENV-4"`
	// Flag is the feature flag that switches it.
	Flag Value[string] `yaml:"flag" req:"ENV-4"`
	// Rollback says how it is taken back.
	Rollback Value[Prose] `yaml:"rollback" req:"ENV-4"`
}

// DateRange is a range of days; the last one is the first that is no longer in it.
type DateRange struct {
	Mark
	// From is the first day.
	From Value[Date] `yaml:"from"`
	// Until is the first day after it.
	Until Value[Date] `yaml:"until"`
}

// ChangeNotice is a notice of a change.
type ChangeNotice struct {
	Mark
	// Date is the day.
	Date Value[Date] `yaml:"date"`
	// To are those who get it.
	To Values[Audience] `yaml:"to"`
	// By is the way.
	By Value[string] `yaml:"by,short"`
}

// Stage is a stage of a change.
type Stage struct {
	Mark
	// From is the first day.
	From Value[Date] `yaml:"from"`
	// Need is how binding the new behaviour is.
	Need Value[StageState] `yaml:"state,short"`
	// Text says what holds.
	Text Value[Prose] `yaml:"text"`
}

// Deprecation is something on its way out.
type Deprecation struct {
	Mark
	// What is the kind of thing.
	What Value[DeprecatedKind] `yaml:"what" req:"ENV-3"`
	// Name is its name: an algorithm, a token, a grant, an endpoint, an address.
	Name Value[string] `yaml:"name" req:"ENV-3" must:"true"`
	// Announced is the day it was announced.
	Announced Value[Date] `yaml:"announced" req:"ENV-3"`
	// Cutoff is the first day on which it no longer works.
	Cutoff Value[Date] `yaml:"cutoff,short" req:"ENV-3"`
	// Replacement is what to use.
	Replacement Value[Prose] `yaml:"replacement" req:"ENV-3"`
	// MovedTo is the new address of something that moved.
	MovedTo Value[URL] `yaml:"moved_to" req:"ENV-3"`
}

// Exception is an agreed departure from the standard.
type Exception struct {
	Mark
	// Setting is the setting that departs.
	Setting Value[SettingPath] `yaml:"at" req:"TYP-10" must:"true"`
	// Reason is the reason.
	Reason Value[Prose] `yaml:"reason,short" req:"TYP-10"`
	// Owner is who answers for it.
	Owner Value[string] `yaml:"owner" req:"TYP-10"`
	// Approver is who agreed.
	Approver Value[string] `yaml:"approver" req:"TYP-10"`
	// Expires is the first day on which it no longer holds.
	Expires Value[Date] `yaml:"expires" req:"TYP-10"`
	// Standard is the clause that is departed from.
	Standard Value[string] `yaml:"standard" req:"TYP-10"`
}

// Fixture is set-up data for scenarios.
type Fixture struct {
	Mark
	// Kind says what it is.
	Kind Value[FixtureKind] `yaml:"kind" req:"TST-1 TST-6"`
	// Environment is the environment it lives in.
	Environment Value[EnvironmentID] `yaml:"environment" req:"TST-1"`
	// Data is the data.
	Data Value[Raw] `yaml:"data,short" req:"TST-1 TST-6"`
	// Compare are the fields that must stay equal when a recording is replayed.
	Compare Values[string] `yaml:"compare" req:"TST-6"`
}

// Scenario is a test scenario.
type Scenario struct {
	Mark
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Kind is the outcome that is tested.
	Kind Value[ScenarioKind] `yaml:"kind" req:"TST-2"`
	// Given is the situation.
	Given Value[Prose] `yaml:"given" req:"TST-1"`
	// Fixtures are the data that it needs.
	Fixtures Values[FixtureID] `yaml:"fixtures" req:"TST-1"`
	// Steps are the steps.
	Steps List[ScenarioStep] `yaml:"steps,short" req:"TST-1 TST-3"`
	// Proves are the settings that it proves.
	Proves Values[SettingPath] `yaml:"proves" req:"TST-5"`
	// Observe are the events or metrics that must show it.
	Observe Values[string] `yaml:"observe" req:"TST-4"`
	// Test is the address of the test.
	Test Value[URL] `yaml:"test" req:"TST-5"`
}

// ScenarioStep is one step of a scenario.
type ScenarioStep struct {
	Mark
	// Do is what is done.
	Do Value[Prose] `yaml:"do,short" req:"TST-1"`
	// Call is the endpoint or resource server that is called.
	Call Value[string] `yaml:"call" req:"TST-3"`
	// With are the parameters.
	With Map[Value[Raw]] `yaml:"with" req:"TST-3" key:"name"`
	// Wait is the time that passes first.
	Wait Value[Duration] `yaml:"wait" req:"TST-1"`
	// Expect is what must happen.
	Expect Value[Prose] `yaml:"expect" req:"TST-2"`
	// Status is the HTTP status that must come back.
	Status Value[Status] `yaml:"status" req:"TST-3"`
	// Error names the error that must come back.
	Error Value[CauseID] `yaml:"error" req:"TST-2"`
}

// Verification is how running systems are held against the policy.
type Verification struct {
	Mark
	// Against is what is tested.
	Against Value[EnvironmentID] `yaml:"against,short" req:"TST-3"`
	// Every is how often.
	Every Value[Duration] `yaml:"every" req:"ENV-6"`
	// Owner is the team that looks at the result.
	Owner Value[string] `yaml:"owner" req:"ENV-6"`
	// Drift says how drift between policy and deployment is found.
	Drift Value[Prose] `yaml:"drift" req:"ENV-6"`
	// OnDrift says what happens then.
	OnDrift Value[Prose] `yaml:"on_drift" req:"ENV-6"`
	// Pipeline is the address of the pipeline.
	Pipeline Value[URL] `yaml:"pipeline" req:"TST-3"`
}

// Term is a word of the team's own.
type Term struct {
	Mark
	// Means is what it means.
	Means Value[Prose] `yaml:"means,short"`
	// See are related terms.
	See Values[string] `yaml:"see"`
	// Cite is where it is defined.
	Cite Value[string] `yaml:"cite"`
}
