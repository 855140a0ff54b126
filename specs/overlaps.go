package specs

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Overlap is a pair of variants that give one setting different values for some selection, without either winning.
type Overlap struct {
	Path string
	A, B diag.Span
	// Both is a condition under which both hold, as an author would write it.
	Both string
}

// Overlaps are the pairs of variants whose order nothing decides. A third variant whose condition implies both and
// that sets the same path decides between them.
func (p *Policy) Overlaps() []Overlap {
	var out []Overlap
	for i := range p.overrides {
		for j := i + 1; j < len(p.overrides); j++ {
			a, b := &p.overrides[i], &p.overrides[j]
			n := min(len(a.path), len(b.path))
			if a.variant == b.variant || !slices.Equal(a.path[:n], b.path[:n]) || a.wins(b) || b.wins(a) {
				continue
			}
			both := a.when.intersect(b.when)
			if both.empty() || sameValue(a, b) || p.decided(a, b, both) {
				continue
			}
			if len(out) > MaxFindings {
				return out
			}
			out = append(out, Overlap{Path: strings.Join(longer(a.path, b.path), "."), A: a.at, B: b.at, Both: both.String()})
		}
	}
	return out
}

func longer(a, b []string) []string {
	if len(a) > len(b) {
		return a
	}
	return b
}

func sameValue(a, b *override) bool {
	return len(a.path) == len(b.path) && a.text == b.text
}

// decided reports whether a more specific variant settles what two others dispute.
func (p *Policy) decided(a, b *override, both condition) bool {
	path := longer(a.path, b.path)
	for i := range p.overrides {
		c := &p.overrides[i]
		if len(c.path) <= len(path) && slices.Equal(c.path, path[:len(c.path)]) && both.implies(c.when) && c.wins(a) && c.wins(b) {
			return true
		}
	}
	return false
}
