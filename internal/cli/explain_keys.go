package cli

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
)

// keys shows the life of each signing key and what has to hold for it.
func (f *factPage) keys(_ []string) error {
	f.head("whether a good token is ever refused, or a retired key accepted")
	if len(f.facts.Keys) == 0 {
		f.line("\nThe policy states no signing keys.")
	}
	for i := range f.facts.Keys {
		k := &f.facts.Keys[i]
		f.line("")
		name := "issuers." + k.Issuer + ".keys." + k.Set
		if len(k.Environments) > 0 {
			name += " in " + strings.Join(k.Environments, ", ")
		}
		f.bold("%s  %s", name, k.At)
		for _, e := range k.Events {
			when := "after its first signature"
			switch {
			case e.Before:
				when = "before its first signature"
			case e.FromLast:
				when = "after its last signature"
			}
			f.line("  %s %s  %s", e.Term.D.String()+" "+when, e.Text, e.Term.At)
		}
		if k.AtOnce > 0 {
			f.line("  at most %d keys in the set at once", k.AtOnce)
		}
		for j := range k.Conditions {
			f.condition(&k.Conditions[j])
		}
		if len(k.GapMissing) == 0 {
			f.line("  after a rotation without notice, good tokens can be refused for %s  %s", k.Gap.D.String(), k.Gap.Path)
		}
	}
	return nil
}

func (f *factPage) condition(c *analysis.KeyCondition) {
	left := c.Have.String()
	if c.Have.At.IsZero() {
		left = "? " + c.Have.Text
	}
	f.line("  %s: %s >= %s", string(c.Verdict), left, c.Formula)
	for _, t := range append([]analysis.Term{c.Have}, c.Terms...) {
		if !t.At.IsZero() {
			f.line("      %s  %s  %s", t.String(), t.Path, t.At)
		}
	}
	f.missing("      ", c.Missing)
	if c.Repair != "" {
		f.line("      otherwise %s", c.Text)
		f.line("      repair: %s", c.Repair)
	}
}
