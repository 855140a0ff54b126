package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Rule is one thing that a policy can get wrong.
type Rule struct {
	// ID is the stable name, such as LIFE002; Title says in a few words what is wrong where the rule speaks.
	ID, Title string
	// Why is the reason in a sentence or two: what goes wrong in the world.
	Why string
	// Cites are the clauses behind it, the strongest first. A rule without any is the house's own and says so.
	Cites []Cite
	// In are the profiles that ask for it, each with how grave a breach is. Empty for a rule about consistency, which
	// holds for every policy with the severity Severity.
	In []Ask
	// Severity is how grave a breach is where In is empty.
	Severity diag.Severity
	// House are the figures that no standard fixes; a policy can change them under lint.thresholds.
	House []House
	// Bad and Good are policies, laid over the minimal one: the first has the fault, the second has not.
	Bad, Good string
	// At is the setting where Bad has it.
	At string
	// Repair says what the fix does; empty where the rule has none, because only the team can know what is meant.
	Repair string
	// Check looks for it.
	Check func(p *Pass)
}

// Cite is a clause of a published text.
type Cite struct {
	// Document is the key of the text in the table of documents, such as "RFC 9700"; Clause its section.
	Document, Clause string
	// Level is the word of the clause: MUST, SHOULD NOT, shall …; empty where it only explains.
	Level string
}

// String writes the clause as messages do: RFC 9700 §2.4 MUST NOT.
func (c Cite) String() string {
	s := c.Document
	if c.Clause != "" {
		s += " §" + c.Clause
	}
	if c.Level != "" {
		s += " " + c.Level
	}
	return s
}

// Ask is a profile that asks for a rule. Those who claim a higher level of the same standard are asked too.
type Ask struct {
	Profile  Profile
	Severity diag.Severity
}

// House is a figure that no standard fixes.
type House struct {
	// Name is its name under lint.thresholds.
	Name string
	// Default is the figure, Text what it is.
	Default specs.Threshold
	Text    string
}

// All lists the rules in the order of the catalogue.
func All() []*Rule { return slices.Clone(rules) }

// RuleIDs are the names of all rules.
func RuleIDs() []string {
	out := make([]string, len(rules))
	for i, r := range rules {
		out[i] = r.ID
	}
	return out
}

// RuleByID finds a rule by its name, in any case.
func RuleByID(id string) (*Rule, bool) {
	i := slices.IndexFunc(rules, func(r *Rule) bool { return strings.EqualFold(r.ID, id) })
	if i < 0 {
		return nil, false
	}
	return rules[i], true
}

// Families are the parts of the catalogue: the letters of the rules' names, in order, each with what it is about.
var Families = []struct{ Prefix, Title string }{
	{"LIFE", "Lifetimes"},
	{"SESS", "Sessions and reauthentication"},
	{"FLOW", "Grants and clients"},
	{"ROT", "Rotation and replay"},
	{"REV", "Revocation"},
	{"VAL", "Validation, clock skew, introspection"},
	{"CLM", "Claims"},
	{"BIND", "Sender constraint"},
	{"STOR", "Storage and delivery to the client"},
	{"ERR", "Errors"},
	{"KEY", "Keys and entropy"},
	{"EP", "Endpoints and transport"},
	{"CLI", "Client refresh behaviour"},
	{"OBS", "Telemetry"},
	{"PRIV", "Privacy"},
	{"ENV", "Environments"},
	{"GOV", "Governance"},
	{"DOC", "Documentation"},
	{"EFF", "Effective values"},
	{"THR", "Threats"},
	{"PROF", "Profiles"},
	{"COV", "Coverage"},
}

// Family is the letters of the rule's name.
func (r *Rule) Family() string { return strings.TrimRight(r.ID, "0123456789") }

// Worst is the gravest severity that the rule can have.
func (r *Rule) Worst() diag.Severity {
	worst := r.Severity
	for _, a := range r.In {
		worst = max(worst, a.Severity)
	}
	return worst
}
