package lint

import (
	"slices"
	"strings"
)

// Check is one of the format's own checks: what keeps a text from being a policy, whatever it says of tokens. Their findings
// bear its name as those of a rule do.
type Check struct {
	// ID is the name, Title what is wrong where it speaks.
	ID, Title string
	// Why says what to do about it, and why it is asked.
	Why string
}

// checks are the format's own, in the order in which a text is read.
var checks = []Check{
	{"file", "a file that cannot be read", "A policy may reach files in its own folder, or in the one that --root names, so that what it says does not depend on the machine."},
	{"syntax", "text that is not YAML, or YAML that readers disagree about", "Quotes and brackets have to be closed, and tags, several documents and repeated anchors mean different things to different programs."},
	{"secret", "a secret that was pasted into the policy", "Whoever reads the policy could use it. Take it out and revoke it. A made-up one is marked at the end of its line, as the message says."},
	{"limit", "more than the program looks through", "The bounds keep a run short whatever it is given. Split the text, or describe what is alike as one."},
	{"duplicate", "a name that is written twice", "YAML readers keep one of the two, and not all the same one."},
	{"unknown-key", "a setting that the format does not have", "A slip of the finger would otherwise be a setting that nobody states. tokenbook explain SETTING lists what a setting takes."},
	{"format", "a value that the setting cannot take", "The message says what it takes; tokenbook explain SETTING says more."},
	{"reference", "a name or a path that names nothing", "Names lead to entries that the policy declares, so that a renamed token or client is not lost silently."},
	{"selector", "a condition that cannot be met or understood", "The axes and their values are those that tokenbook explain --axis knows; own ones are declared under axes."},
	{"overlap", "two variants that disagree where both hold", "Which one wins would depend on their order, and order means nothing here. Write the variant for both, or say which one beats the other."},
	{"cycle", "settings that lead back to themselves", "There is no value at the end of such a chain. Write one of them out."},
	{"amount", "bounds of a time that contradict each other", "No duration is shorter than the shortest and longer than the longest."},
	{"floor", "a setting looser than the policy it extends allows", "The base lists it under floor, so that policies which extend it may only tighten it."},
	{"flow", "a flow of the policy's own that cannot be drawn", "Each step names who acts and what is said, by actors that the flow lists, or ways that things can go; and a picture has only so much room."},
	{"name-collision", "two names that become one in generated code", "Languages write names in their own case, and two constants cannot share one."},
	{"prose-reference", "prose that shows a setting which is not there", "What {{ … }} shows is looked up, so that text and policy cannot differ."},
	{"prose-duration", "a length of time written out in prose", "It would stay when the setting changes. Show the setting with {{ … }}."},
	{"lint", "a change of the rules that fits none", "lint.severity names rules and lint.thresholds their figures; tokenbook explain RULE shows both."},
	{suppressRule, "a suppression that says too little, has ended, or silences nothing", "What is silenced needs a reason, somebody who answers for it and an end, or nobody looks at it again. It cannot be silenced itself."},
}

// Checks lists the format's own checks.
func Checks() []Check { return slices.Clone(checks) }

// CheckByID finds a check by its name, in any case.
func CheckByID(id string) (Check, bool) {
	i := slices.IndexFunc(checks, func(c Check) bool { return strings.EqualFold(c.ID, id) })
	if i < 0 {
		return Check{}, false
	}
	return checks[i], true
}
