package review

import "github.com/tokenbook/tokenbook/specs"

// question is a line of the checklist that every policy has. Together the questions cover every requirement but those on
// what a build writes, each once; the first one that a question covers gives it its name and its section.
type question struct {
	covers []string
	title  string
	// each are settings that every entry of their collection has to state, with one star for its name.
	each []string
	// says is the question that the policy itself answers, where several requirements are asked at once.
	says string
	// ask is what a person has to answer once everything is stated; empty where the program decides.
	ask string
	// also are requirements whose settings the answer rests on as well.
	also []string
	// page is the page of the site that shows what the policy says.
	page string
	// idle says why the question does not arise in a policy, or nothing where it does; nil for always.
	idle func(j *judge) string
	// derived are figures that the answer rests on beside settings.
	derived func(j *judge) []Rest
	// before is put before what a person is asked: a figure of this policy.
	before func(j *judge) string
}

// questions are in the order of sections. What a person is asked can be answered by looking at something that is not
// in the policy: a system, a log, a list, another person.
var questions = []question{
	{covers: []string{"TYP-1"}, title: "Every token that is issued is listed", each: []string{"tokens.*.type"}, page: "index",
		ask: "Hold the list of token types against what your systems hand out (API keys, links sent by mail, tokens of older systems). Is it complete?"},
	{covers: []string{"TYP-2", "TYP-3", "TYP-7"}, says: "For each client: which grants, which tokens, from which endpoint, after which checks?", title: "Who gets which token, from where, and on what conditions", each: []string{"clients.*.type", "clients.*.grants"}, page: "clients/index"},
	{covers: []string{"TYP-4", "TYP-5", "TYP-8"}, says: "For each token: format, claims and response, with a sample of what is unusual?", title: "What is in each token and each token response", each: []string{"tokens.*.format"}, page: "lifetimes"},
	{covers: []string{"TYP-6"}, title: "Parties and their limits", page: "issuers/index"},
	{covers: []string{"TYP-9"}, title: "Algorithms, keys and transport are closed lists", page: "keys"},
	{covers: []string{"TYP-10"}, title: "Departures have a reason, an owner and an end", page: "governance",
		idle: func(j *judge) string {
			return when(j.p.Exceptions.Len() == 0 && len(j.p.Suppressions.Items) == 0, "no exception and no suppression is stated")
		}},

	{covers: []string{"LIF-1", "LIF-3", "LIF-5", "LIF-8"}, says: "Has each token one lifetime, the cases in which it differs, and an end that use cannot move?", title: "Every token has its lifetime and its ends", each: []string{"tokens.*.lifetime"}, page: "lifetimes"},
	{covers: []string{"LIF-2"}, also: []string{"LIF-1"}, title: "Reasons for the lifetimes", page: "lifetimes",
		ask: "Read the reason beside each lifetime as if that token had just been stolen. Does each reason still justify the time?"},
	{covers: []string{"LIF-4"}, title: "Clocks", page: "validation"},
	{covers: []string{"LIF-6", "LIF-7", "LIF-9"}, says: "When does a client refresh, and what becomes of the person and of work in flight when a token ends?", title: "What clients do before, at and after expiry", page: "client-behaviour"},

	{covers: []string{"ROT-1", "ROT-2", "ROT-3", "ROT-4", "ROT-6"}, says: "Which tokens rotate, what happens to a token that comes back, and can two honest requests end a session?", title: "Rotation, reuse and repeated requests", page: "rotation", idle: nothingRenewed},
	{covers: []string{"ROT-7"}, title: "Rate limits", page: "limits",
		ask: "Take the busiest honest hour from your metrics. Does every client stay below every limit in it?"},
	{covers: []string{"ROT-8"}, title: "Signals of abuse and the answer to each", page: "rotation", idle: nothingRenewed},

	{covers: []string{"BND-1", "BND-2"}, says: "What is each token tied to, and is it refused elsewhere?", title: "What each token is bound to", page: "rotation"},
	{covers: []string{"BND-3"}, title: "Credentials that move between devices", page: "rotation",
		ask: "Was each way to move a credential between devices decided by somebody who may, and are its limits enforced by the server?"},
	{covers: []string{"BND-4", "BND-5", "BND-6"}, says: "How many devices and sessions has a person, which are trusted, and when is more proof demanded?", title: "Devices, sessions and step-up", page: "sessions"},

	{covers: []string{"REV-1", "REV-4", "REV-5", "REV-6", "REV-7"}, says: "Which mechanism ends each token early, how does a client learn of it, and how long is it remembered?", title: "How tokens die early, and how clients learn of it", page: "revocation"},
	{covers: []string{"REV-2", "VAL-3"}, title: "How long a dead token still works", page: "exposure", derived: exposed, before: worstExposure,
		ask: "Can the business bear somebody acting for that long with a token that should be dead?"},
	{covers: []string{"REV-3"}, title: "Occasions that revoke tokens", page: "revocation",
		ask: "Go through the ways in which an account, a device or a contract ends at your company. Is each of them one of the stated occasions?"},

	{covers: []string{"VAL-1", "VAL-2"}, says: "Which checks does each service make, in which order, by itself or by asking?", title: "What services check on every call", page: "validation"},
	{covers: []string{"VAL-4"}, title: "Objectives and refresh storms", page: "observability"},

	{covers: []string{"ERR-1", "ERR-2", "ERR-4", "ERR-6"}, says: "Does each state of a token lead to one error with its status, code, cause, next action and address?", title: "Every refusal leads to one error and one action", page: "errors/index"},
	{covers: []string{"ERR-3"}, title: "Messages that people see", page: "errors/index",
		ask: "Read each message as a user who knows nothing of tokens, then as an attacker. Does the first know what to do, and does the second learn nothing?"},
	{covers: []string{"ERR-5"}, title: "What operators see of each error", page: "errors/index"},

	{covers: []string{"CLI-1", "CLI-2", "CLI-4", "CLI-5", "CLI-6", "CLI-7"}, says: "Do developers find requests, errors, reduced modes, messages and ways to sign in?", title: "What client developers are told", page: "client-behaviour"},
	{covers: []string{"CLI-3"}, title: "Where clients keep tokens", page: "clients/index",
		ask: "Look into one release build for each platform, its storage and its backup. Are the tokens where the policy says, and nowhere else?"},

	{covers: []string{"OBS-1", "OBS-2", "OBS-3", "OBS-4"}, says: "Are events, metrics, log format and dashboards listed?", title: "Events, metrics, logs and dashboards", page: "observability"},
	{covers: []string{"OBS-5"}, title: "Alerts reach somebody", page: "observability",
		ask: "Has each alert been set off on purpose since it was last changed, and did it reach whom it names?"},
	{covers: []string{"OBS-6", "ROT-5"}, title: "The audit trail", page: "observability",
		ask: "Try to change and to delete a record of issuance with the rights of those who run the issuer. Are both refused?"},

	{covers: []string{"PRV-1", "PRV-2", "VAL-5"}, title: "Personal data in tokens, and who sees it", page: "privacy",
		ask: "Ask the services that receive a claim with personal data. Would each of them stop working without it?"},
	{covers: []string{"PRV-3"}, title: "Protection against leaks", page: "privacy"},
	{covers: []string{"PRV-4"}, title: "Masking in logs", page: "privacy",
		ask: "Search one day of production logs for each masked field, and for the beginning of each kind of token. Is there nothing in clear?"},
	{covers: []string{"PRV-5"}, title: "Regulations and retention", page: "privacy",
		ask: "Has whoever answers for data protection confirmed these regulations as all that apply, and these periods as what they demand?"},

	{covers: []string{"ENV-1"}, title: "Differences between environments", page: "environments"},
	{covers: []string{"ENV-2"}, title: "Signing keys change without refusing a good token", page: "keys"},
	{covers: []string{"ENV-3", "ENV-4", "ENV-5"}, title: "Changes and deprecations", page: "migrations",
		ask: "Has everybody whom a dated change concerns received the notices that are due by today?",
		idle: func(j *judge) string {
			return when(j.p.Changes.State == specs.None && j.p.Deprecations.Len() == 0, "no change is planned")
		}},
	{covers: []string{"ENV-6"}, title: "Drift between policy and systems", page: "scenarios",
		ask: "Open the latest comparison of the running configuration with the policy. Is it younger than the stated interval, and was every difference dealt with?"},
	{covers: []string{"ENV-7"}, title: "Behaviour in outages", page: "services"},
	{covers: []string{"ENV-8"}, title: "Custody of keys and secrets", page: "keys",
		ask: "List who can read or export each key and secret in its store. Is everybody on the list named or meant by the policy?"},

	{covers: []string{"TST-1", "TST-2", "TST-5"}, says: "Does each scenario have steps, an expected outcome, and the settings that it proves?", title: "Scenarios and what they prove", each: []string{"scenarios.*.steps", "scenarios.*.proves"}, page: "scenarios"},
	{covers: []string{"TST-3", "TST-4", "TST-6"}, title: "Scenarios run against a real server", page: "scenarios",
		ask: "Open the latest run in the stated pipeline. Did every scenario pass, and did each leave the log line and the metric that it names?"},

	{covers: []string{"INC-1"}, title: "Playbooks exist for what can happen", each: []string{"incidents.playbooks.*.steps"}, page: "incidents"},
	{covers: []string{"INC-2"}, title: "Drills and their lessons", each: []string{"incidents.drills.*.every", "incidents.drills.*.result"}, page: "incidents"},

	{covers: []string{"GOV-1", "GOV-3", "GOV-4"}, says: "Who owns and approves the policy, when is it reviewed, how is it versioned, and where does feedback go?", title: "Owners, reviews, versions and feedback", page: "governance"},
	{covers: []string{"GOV-2"}, title: "New threats and rules", page: "governance",
		ask: "Read what the watched sources brought since the last review. Is there a change or a decision for each new threat and rule?"},
	{covers: []string{"GOV-5"}, title: "Success is measured", page: "governance",
		ask: "Open the metric of each criterion for its window. Is each target met, or is somebody working on it?"},
	{covers: []string{"GOV-6"}, title: "Threat model and accepted risks", page: "governance"},
}

// when is a reason that holds under a condition.
func when(holds bool, reason string) string {
	if holds {
		return reason
	}
	return ""
}
