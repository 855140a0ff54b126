package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Threat is an attack that a published text describes.
type Threat struct {
	// ID names it where a policy answers it in words; Title is its name.
	ID, Title string
	// Cite is where it is described.
	Cite Cite
	// Text says what the attacker does.
	Text string
	// Browser is true for the attacks that only applications in a browser know.
	Browser bool
	// applies reports whether the policy has what is attacked; nil for always.
	applies func(p *Pass) bool
	// answers are the controls that answer it: all of one row together.
	answers [][]*Control
}

// Control is a setting, or several, that stand in an attacker's way.
type Control struct {
	// ID is its short name, Title what it does.
	ID, Title string
	// Settings are the paths that state it, with stars for names.
	Settings []string
	// holds looks for it: held is true where it is stated and nothing departs from it; spots are where it is stated,
	// or where something departs from it.
	holds func(p *Pass) (held bool, spots []Spot)
}

// Answer is how a policy answers one threat.
type Answer struct {
	*Threat
	// Applies is false where the policy has nothing that could be attacked so.
	Applies bool
	// By are the controls that answer it, with the places; empty where nothing does.
	By []Held
	// Words is where the policy answers it in words: an accepted risk, or a text about leakage.
	Words []Spot
	// Open are the rows of controls of which any would answer it, where nothing does.
	Open [][]*Control
}

// Held is a control that the policy has.
type Held struct {
	*Control
	Spots []Spot
}

// Answered reports whether anything answers the threat.
func (a *Answer) Answered() bool { return len(a.By) > 0 || len(a.Words) > 0 }

// Answers judges how a policy answers each threat, in the order of the texts that describe them.
func Answers(p *specs.Policy) []Answer {
	return (&Pass{judgement: &judgement{Policy: p}}).answers()
}

func (p *Pass) answers() []Answer {
	memory := map[*Control]Held{}
	failed := map[*Control]bool{}
	has := func(c *Control) bool {
		if _, known := memory[c]; known || failed[c] {
			return !failed[c]
		}
		held, spots := c.holds(p)
		if !held {
			failed[c] = true
			return false
		}
		memory[c] = Held{c, spots}
		return true
	}
	out := make([]Answer, len(threats))
	for i, t := range threats {
		a := Answer{Threat: t, Applies: t.applies == nil || t.applies(p)}
		for _, row := range t.answers {
			if !slices.ContainsFunc(row, func(c *Control) bool { return !has(c) }) {
				for _, c := range row {
					a.By = append(a.By, memory[c])
				}
			}
		}
		a.Words = p.inWords(t.ID)
		if !a.Answered() {
			a.Open = t.answers
		}
		out[i] = a
	}
	return out
}

// inWords are the places where a policy names a threat: an accepted risk, a text on leakage, a token's threats.
func (p *Pass) inWords(id string) []Spot {
	var out []Spot
	name := strings.ReplaceAll(id, "-", "_")
	for _, holder := range []string{"policy.residual_risks", "privacy.leakage"} {
		for _, place := range p.Places(holder + ".*") {
			if key := place.Names[0]; key == id || key == name {
				out = append(out, p.Spot(place.Path))
			}
		}
	}
	return out
}

// Threats lists the attacks.
func Threats() []*Threat { return slices.Clone(threats) }

// Controls lists the controls, in the order in which threats first name them.
func Controls() []*Control {
	var out []*Control
	for _, t := range threats {
		for _, row := range t.answers {
			for _, c := range row {
				if !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// unansweredThreat speaks of attacks that nothing in the policy answers.
var unansweredThreat = &Rule{
	ID: "THR001", Title: "a known attack that nothing in the policy answers",
	Why: "The published texts describe how token systems are attacked. An attack for which the policy names no control, no accepted risk and no reason is one that nobody thought of.",
	Cites: []Cite{
		{"RFC 9700", "4", ""},
		{"RFC 10017", "5.1", ""},
	},
	In:   []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}},
	Bad:  "profiles: oauth-bcp\n",
	Good: "profiles: oauth-bcp\ntokens:\n  access: {type: access_token, lifetime: 10m, audiences: https://api.example.com, transport: header}\nobservability: {logs: {tokens: never}}\n",
	At:   "profiles",
	Check: func(p *Pass) {
		c := p.claimed.of(nil)
		if c.none {
			return
		}
		for _, a := range p.answers() {
			asked := c.Has(BCP) && !a.Browser || c.Has(Browser)
			if !asked || !a.Applies || a.Answered() {
				continue
			}
			found := p.Report(p.Spot("profiles"), "nothing answers the attack %q (%s): %s; %ssay under policy.residual_risks.%[5]s why it may stay, or under privacy.leakage.%[5]s how it is met",
				a.Title, a.Cite, lowerFirst(strings.TrimSuffix(a.Text, ".")), rowsText(a.Open), strings.ReplaceAll(a.ID, "-", "_")).Cite(a.Cite)
			for _, row := range a.Open {
				for _, control := range row {
					if held, departs := control.holds(p); !held && len(departs) > 0 {
						found.Related(departs[0].At, "%s does not show that %s", departs[0].Path, lowerFirst(control.Title))
					}
				}
			}
		}
	},
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// rowsText names the controls of which a row would answer a threat, with the settings that state them; empty where words
// alone do.
func rowsText(rows [][]*Control) string {
	parts := make([]string, len(rows))
	for i, row := range rows {
		var controls []string
		for _, c := range row {
			controls = append(controls, lowerFirst(c.Title)+" ("+c.Settings[0]+")")
		}
		parts[i] = strings.Join(controls, " and ")
	}
	if len(parts) == 0 {
		return ""
	}
	return "answer it: " + diag.OneOf(parts) + "; or "
}
