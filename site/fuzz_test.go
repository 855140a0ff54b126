// Keeps the promise that no prose ends a build or speaks for the page: whatever an author writes comes out as Markdown
// of a bounded size that opens no page syntax, fits into a cell where it has to, and gives the same text twice.
package site

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

func FuzzProse(f *testing.F) {
	for _, h := range hostile.Texts() {
		if len(h.Text) < 2000 {
			f.Add(h.Text)
		}
	}
	for _, text := range []string{
		"Ends after {{ tokens.access.lifetime }}.", "{{ tokens.refresh.lifetime.idle }} {{ x", "# a\n\n- b\n  1. c\n\n> d\n\n```\ne\n```",
		"| a | b |\n|---|:-:|\n| `x|y` | {{ tokens.access }} |", "[a](https://e.example \"t\") [b][c]\n\n[c]: <d>", "a\\\nb  \nc", "*a **b*** ~~c~~ <https://e.example>",
		"\x02B0\x03 ^\x02l,x\x03", "setext\n===\n\n    code\n\n***\n", strings.Repeat("> - ", 20) + "x",
	} {
		f.Add(text)
	}
	b := proseBuilder(f)
	f.Fuzz(func(t *testing.T, text string) {
		block, inline := b.blockProse(specs.Prose(text)), b.inlineProse(specs.Prose(text))
		for name, got := range map[string]string{"block": string(block), "inline": string(inline)} {
			if !utf8.ValidString(got) {
				t.Errorf("%s: not UTF-8: %q", name, got)
			}
			// A row of a table is filled up to the width of its head, so that a short row may become a long one.
			if limit := 200*len(text) + 1000; len(got) > limit {
				t.Errorf("%s: %d bytes became %d", name, len(text), len(got))
			}
		}
		if strings.ContainsAny(string(inline), "\n|") {
			t.Errorf("does not fit into a cell: %q", inline)
		}
		if again := b.blockProse(specs.Prose(text)); again != block {
			t.Errorf("came out as %q, then as %q", block, again)
		}
	})
}
