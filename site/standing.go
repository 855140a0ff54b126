package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// standing is a line on how things stand with the policy: version, status, since when, last reviewed.
func (b *builder) standing() Markdown {
	p := &b.policy.Document.Policy
	var parts []string
	add := func(before string, m *specs.Mark, x any) {
		if m.State == specs.Set {
			parts = append(parts, before+string(b.text(x)))
		}
	}
	add("Version ", &p.Version.Mark, &p.Version)
	if p.Status.IsSet() {
		parts = append(parts, string(b.level(&p.Status)))
	}
	add("in effect since ", &p.Effective.Mark, &p.Effective)
	add("reviewed ", &p.Review.Last.Mark, &p.Review.Last)
	return Markdown(strings.Join(parts, " · "))
}
