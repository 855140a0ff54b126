// This file keeps the promise of the Mermaid text: one statement per line,
// whatever the labels say, and nothing in a label that Mermaid would act on.
// The grammar below is what Mermaid 11 was found to take by trying it.
package draw

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A label as the escaping leaves it: entities, line breaks, and no character
// that opens, closes or ends anything.
const mermaidLabel = `(?P<label>(?:[^#;&<>"` + "`" + `\\%$\{\}\[\]*~\x00-\x1f\x7f]|#[0-9]+;|<br/>)+)`

var mermaidLines = []*regexp.Regexp{
	regexp.MustCompile(`^(---|title: "(?:[^"\\\x00-\x1f]|\\["\\])*"|sequenceDiagram|stateDiagram-v2)$`),
	regexp.MustCompile(`^  (participant|actor) p[0-9]+ as ` + mermaidLabel + `$`),
	regexp.MustCompile(`^ +p[0-9]+--?>>p[0-9]+: ` + mermaidLabel + `$`),
	regexp.MustCompile(`^ +Note over p[0-9]+: ` + mermaidLabel + `$`),
	regexp.MustCompile(`^ +(alt|else|opt|loop) ` + mermaidLabel + `$`),
	regexp.MustCompile(`^ +(end|rect rgba\(127, 127, 127, 0\.12\))$`),
	regexp.MustCompile(`^  state "` + mermaidLabel + `" as s[0-9]+$`),
	regexp.MustCompile(`^  (\[\*\]|s[0-9]+) --> (\[\*\]|s[0-9]+)(: ` + mermaidLabel + `)?$`),
	regexp.MustCompile(`^  (classDef danger stroke:#[0-9a-f]{6},stroke-width:2px|class s[0-9]+(,s[0-9]+)* danger)$`),
}

func checkMermaid(t *testing.T, m Model) {
	t.Helper()
	text := m.Mermaid()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		fits := 0
		for _, re := range mermaidLines {
			match := re.FindStringSubmatch(line)
			if match == nil {
				continue
			}
			fits++
			if i := re.SubexpIndex("label"); i > 0 {
				label := match[i]
				if mermaidWords.MatchString(label) || strings.HasSuffix(label, ":") || strings.Contains(label, "::") {
					t.Errorf("label %q means something to Mermaid", label)
				}
			}
		}
		if fits != 1 {
			t.Errorf("line %q is of %d kinds, want 1", line, fits)
		}
	}
	if strings.Count(text, "\n    ") > 0 && strings.Count(text, "end\n") == 0 {
		t.Errorf("a group without an end in %q", text)
	}
}

func TestMermaidText(t *testing.T) {
	for _, m := range []Model{refreshSequence(), codeSequence(), familyMachine(), accessMachine()} {
		checkMermaid(t, m)
	}
	for _, text := range hostile {
		for _, m := range around(text) {
			checkMermaid(t, m)
		}
	}
}

// TestMermaidLabels pins the escapes that were found by trying.
func TestMermaidLabels(t *testing.T) {
	text := &mermaidText{}
	for in, want := range map[string]string{
		"a;b":          "a#59;b",
		"#1":           "#35;1",
		"#59;":         "#35;59#59;",
		"<b>":          "#60;b#62;",
		"a & b":        "a #38; b",
		`say "x"`:      "say #34;x#34;",
		"%%{init}%%":   "#37;#37;#123;init#125;#37;#37;",
		"a\nb":         "a b",
		"x:":           "x#58;",
		"a::b":         "a#58;#58;b",
		"error: x":     "error: x",
		"wrap: x":      "#119;rap: x",
		"No direction": "No direction",
		"Direction LR": "#68;irection LR",
		"":             "#160;",
	} {
		if got := text.label(in, 40); got != want {
			t.Errorf("label %q is %q, want %q", in, got, want)
		}
	}
}

func TestMermaidGroups(t *testing.T) {
	m := &Sequence{
		ID: "g", Title: "Groups", Actors: []Actor{{ID: "end", Label: "end"}},
		Steps: []Step{
			Group{Kind: Opt, Label: "retry", Branches: []Branch{{Label: "allowed", Steps: []Step{Note{Over: "end", Label: "x"}}}}},
			Group{Label: "All", Branches: []Branch{{Steps: []Step{Message{From: "end", To: "end", Label: "y", Failed: true}}}}},
		},
	}
	want := `---
title: "Groups"
---
sequenceDiagram
  participant p1 as end
  opt retry: allowed
    Note over p1: x
  end
  rect rgba(127, 127, 127, 0.12)
    Note over p1: All
    p1->>p1: ✗ y
  end
`
	if diff := cmp.Diff(want, m.Mermaid()); diff != "" {
		t.Error(diff)
	}
}

func FuzzMermaid(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range around(s) {
			checkMermaid(t, m)
		}
	})
}

// ExampleMachine_Mermaid shows what the text looks like.
func ExampleMachine_Mermaid() {
	fmt.Print(accessMachine().Mermaid())
	// Output:
	// ---
	// title: "Life of an access token"
	// ---
	// stateDiagram-v2
	//   state "Active" as s1
	//   state "Suspended" as s2
	//   state "Expired" as s3
	//   state "Revoked" as s4
	//   [*] --> s1
	//   s1 --> s1: used
	//   s1 --> s2: account locked
	//   s2 --> s1: unlocked
	//   s1 --> s3: 5 minutes
	//   s1 --> s4: ✗ stolen
	//   s3 --> [*]
	//   classDef danger stroke:#b3261e,stroke-width:2px
	//   class s4 danger
}
