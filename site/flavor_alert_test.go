// Promise: what stands in a call-out cannot end it, in any flavour.
package site

import (
	"strings"
	"testing"
)

func TestCallOutsHoldTheirText(t *testing.T) {
	const text = "Before.\n\n```\n:::\n::::\n!!! note\n{process.exit(1)}\n```\n\nBehind."
	for _, tt := range []struct{ flavor, first, inner, last string }{
		{"docusaurus", ":::::note", "", ":::::"},
		{"hugo", "> [!NOTE]", ">", "> Behind."},
		{"mkdocs", `!!! note "Note"`, "    ", "    Behind."},
	} {
		out := flavorOf(tt.flavor).alert("NOTE", text)
		lines := strings.Split(out, "\n")
		if lines[0] != tt.first || lines[len(lines)-1] != tt.last {
			t.Errorf("%s: from %q to %q", tt.flavor, lines[0], lines[len(lines)-1])
		}
		for _, line := range lines[1 : len(lines)-1] {
			if line != "" && !strings.HasPrefix(line, tt.inner) || tt.inner == "" && line == tt.last {
				t.Errorf("%s: the line %q is outside", tt.flavor, line)
			}
		}
	}
}

func TestEveryCallOutHasItsWord(t *testing.T) {
	for _, f := range flavors {
		words := map[string]bool{}
		for kind := range alertTitles {
			first, _, _ := strings.Cut(f.alert(kind, "x"), "\n")
			if strings.TrimRight(first, ": !") == "" || words[first] {
				t.Errorf("%s: %s is %q", f.name, kind, first)
			}
			words[first] = true
		}
	}
}
