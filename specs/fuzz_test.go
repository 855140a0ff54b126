// These targets keep the promise that no text ends the program or makes it inconsistent: a policy of any bytes is
// read, decoded, linked and resolved without a panic, and a duration that is written back means the same.
package specs

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/tokenbook/tokenbook/internal/diag"
)

func FuzzParse(f *testing.F) {
	for _, name := range exampleFiles(f) {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, h := range hostile() {
		if len(h.text) < 10_000 && h.want != "MaxNodes" { // those that cost most are tried once, by TestHostileTexts
			f.Add([]byte(h.text))
		}
	}
	f.Add([]byte(headTokens + "sessions: {a: {parent: a, lifetime: {min_of: [1h, {sum: [1m, 2m]}]}}}\n"))
	f.Add([]byte(head + fleet + "tokens: {access: {type: access_token, variants: [{when: {client: {not: spa}}, lifetime.ttl: 5m}, {when: {date: {from: 2027-01-01}}, claims.x.why: y}]}}\n"))
	f.Add([]byte("tokenbook: v1\nextends: policy.yaml\ninclude: [policy.yaml, a]\nfloor: [tokens.*.lifetime, '*']\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		source, findings := Load(inMemory(map[string]string{"policy.yaml": string(data)}), "policy.yaml")
		if source == nil {
			if len(findings) == 0 {
				t.Fatal("nothing was read and nothing was said")
			}
			return
		}
		doc, more := Parse(source)
		findings = append(findings, more...)
		findings = append(findings, Link(doc, source)...)
		if !json.Valid(doc.JSON()) {
			t.Fatalf("not JSON: %s", doc.JSON())
		}
		if findings.Count(diag.Error) > 0 {
			return
		}
		p := Resolve(doc, source, Date{})
		for _, path := range p.VariedPaths() {
			p.EffectiveText(path, Selection{"client": "spa"})
			p.AxisValues(path)
		}
		again := reread(t, doc.JSON())
		if string(again.JSON()) != string(doc.JSON()) {
			t.Fatalf("comes back changed:\n%s\n%s", doc.JSON(), again.JSON())
		}
	})
}

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"10m", "1h30m", "14d", "2w", "PT15M", "P1DT12H", "6 months", "1m1h", "", "0s", "36600d", "250ms"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d, again Duration
		if err := d.parse(text); err != nil {
			return
		}
		if d < 0 || d > maxDuration {
			t.Fatalf("%q is %d", text, d)
		}
		if err := again.parse(d.String()); err != nil || again != d {
			t.Fatalf("%q is written %s, which is %d and not %d (%v)", text, d, again, d, err)
		}
	})
}
