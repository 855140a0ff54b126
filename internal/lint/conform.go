package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// Conformance is what one profile makes of a policy, as if the policy claimed that one alone. Rules of consistency,
// which hold for every policy, are no part of it.
type Conformance struct {
	standard.Profile
	// Short is the name for the column of a table.
	Short string
	// Claimed is true where the policy claims it, itself or by a higher level of the same standard; Clients are those
	// that claim it where the policy does not.
	Claimed bool
	Clients []string
	// Rules are how many rules the profile asks for. Each is counted once: Met where nothing speaks against the policy,
	// NotMet where something that it states does, NotStated where only its silence does.
	Rules, Met, NotMet, NotStated int
	// Findings are those behind NotMet, in their one order; Silences those behind NotStated.
	Findings, Silences diag.List
}

// Conforms judges a policy by each profile, in the order of tables and without `complete`, which is no standard. Only
// what rules can judge is judged. What the policy silences does not count.
func Conforms(p *specs.Policy, facts *analysis.Facts) []Conformance {
	var out []Conformance
	j := &judgement{Policy: p, facts: facts, thresholds: thresholdsOf(p)}
	held := claimsOf(p)
	for _, one := range profileOrder {
		profile, ok := standard.ProfileByKey(string(one.Profile))
		if !ok || one.Profile == Complete {
			continue
		}
		c := Conformance{Profile: profile, Short: one.Short, Claimed: slices.Contains(held.policy, one.Profile)}
		for _, id := range p.Clients.IDs() {
			if !c.Claimed && slices.Contains(held.clients[id], one.Profile) {
				c.Clients = append(c.Clients, id)
			}
		}
		claim := specs.Values[specs.ProfileID]{Items: []specs.Value[specs.ProfileID]{{Mark: specs.Mark{State: specs.Set}, V: specs.ProfileID(one.Profile)}}}
		j.claimed = claims{policy: profilesOf(claim)}
		c.judge(j)
		out = append(out, c)
	}
	return out
}

func (c *Conformance) judge(j *judgement) {
	asked := slices.DeleteFunc(All(), func(r *Rule) bool {
		_, ok := r.SeverityUnder(Profile(c.Key))
		return !ok || len(r.In) == 0
	})
	var all diag.List
	for _, r := range asked {
		pass := &Pass{judgement: j, rule: r}
		r.Check(pass)
		all = append(all, pass.merged()...)
	}
	all = applySuppressions(j.Policy, all, j.Date)
	for _, r := range asked {
		c.Rules++
		stated, silent := diag.List{}, diag.List{}
		for _, f := range all {
			switch {
			case f.Rule != r.ID || !f.Counts():
			case f.Severity == diag.Info: // worth knowing, and no breach
			case ofSilence(f):
				silent = append(silent, f)
			default:
				stated = append(stated, f)
			}
		}
		c.Findings, c.Silences = append(c.Findings, stated...), append(c.Silences, silent...)
		switch {
		case len(stated) > 0:
			c.NotMet++
		case len(silent) > 0:
			c.NotStated++
		default:
			c.Met++
		}
	}
}

// ofSilence reports whether a finding is about something that is not stated.
func ofSilence(f diag.Finding) bool {
	return slices.ContainsFunc([]specs.State{specs.Silent, specs.Undecided, specs.Set}, func(s specs.State) bool {
		return strings.HasPrefix(f.Message, f.Setting+": "+silences[s])
	})
}
