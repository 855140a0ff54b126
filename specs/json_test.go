// These tests keep the promise of the policy's hash: a document written as JSON and read again is the same document,
// and the hash changes with what a policy says and with nothing else.
package specs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// reread reads a document's JSON. JSON cannot tell the words for states from text, so they are taken for states.
func reread(t testing.TB, data []byte) *Document {
	t.Helper()
	var findings diag.List
	root := parseYAML("policy.json", data, &findings)
	unquote(root)
	doc := decodeDocument(root, &findings)
	if findings.Count(diag.Error) > 0 {
		t.Fatalf("the JSON of a document is refused: %v", findings)
	}
	return doc
}

func unquote(n *node) {
	if n.text == wordNone || n.text == wordUndecided {
		n.quoted = false
	}
	for _, p := range n.pairs {
		unquote(p.value)
	}
	for _, item := range n.items {
		unquote(item)
	}
}

func TestJSONComesBack(t *testing.T) {
	texts := []string{headTokens, everySetting()}
	for _, p := range places(t) {
		if p.field.name == "extends" || p.field.name == "include" {
			continue
		}
		for _, v := range []string{sample(p.info, p.field.key), "none", "undecided", "{is: none, because: why}", "{is: " + sample(p.info, p.field.key) + ", because: why, but: {is: other}}"} {
			if _, findings := read(p.wrap(v)); len(findings) == 0 {
				texts = append(texts, p.wrap(v))
			}
		}
	}
	for _, text := range texts {
		first := must(t, text).JSON()
		if !json.Valid(first) {
			t.Fatalf("not JSON: %s", first)
		}
		if diff := cmp.Diff(string(first), string(reread(t, first).JSON())); diff != "" {
			t.Fatalf("%s\ncomes back changed:\n%s", text, diff)
		}
	}
	if len(texts) < 3000 {
		t.Errorf("only %d texts", len(texts))
	}
}

func TestJSONOfExamplesComesBack(t *testing.T) {
	for _, name := range exampleFiles(t) {
		source, findings := Load(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		if source == nil {
			t.Fatalf("%s: %v", name, findings)
		}
		doc, _ := Parse(source)
		first := doc.JSON()
		if diff := cmp.Diff(string(first), string(reread(t, first).JSON())); diff != "" {
			t.Errorf("%s comes back changed:\n%s", name, diff)
		}
	}
}

// TestVariantsComeBack writes variants, which have no place of their own in the format's table.
func TestVariantsComeBack(t *testing.T) {
	text := head + fleet + `tokens:
  access:
    type: access_token
    lifetime: {ttl: 10m}
    variants:
      - {id: a, when: {client: spa, user: {not: [x, y]}, date: {from: 2026-01-01}}, lifetime.ttl: 5m, revocable: none, because: why, beats: [b]}
      - {id: b, when: {environment: [staging, production], date: {until: 2027-01-01}}, lifetime: {idle: 1m}, claims.sub.why: x}
`
	first := must(t, text).JSON()
	if diff := cmp.Diff(string(first), string(reread(t, first).JSON())); diff != "" {
		t.Error(diff)
	}
}

func hashOf(t *testing.T, text string) string {
	t.Helper()
	return Resolve(must(t, text), nil, Date{}).Hash()
}

func TestHash(t *testing.T) {
	base := head + "tokens:\n  access: {type: access_token, title: A, lifetime: 10m}\n"
	same := []string{
		"# a comment\n" + base,
		strings.ReplaceAll(base, "\n", "\r\n"),
		head + "tokens: {access: {lifetime: {ttl: {default: PT10M}}, title: 'A', type: access_token}}\n",
		"tokens: {access: {type: access_token, title: A, lifetime: 600s}}\n" + head,
	}
	other := []string{
		head + "tokens: {access: {type: access_token, title: B, lifetime: 10m}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: 11m}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: none}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: undecided}}\n",
		head + "tokens: {access: {type: access_token, title: A}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: {is: 10m, because: why}}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: {idle: 10m}}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: 10m}, other: {type: access_token}}\n",
		head + "tokens: {access: {type: access_token, title: A, lifetime: 10m, variants: [{when: {user: x}, lifetime: 10m}]}}\n",
	}
	want := hashOf(t, base)
	for _, text := range same {
		if got := hashOf(t, text); got != want {
			t.Errorf("the hash changes with what says the same:\n%s", text)
		}
	}
	seen := []string{want}
	for _, text := range other {
		got := hashOf(t, text)
		if slices.Contains(seen, got) {
			t.Errorf("the hash is that of another policy:\n%s", text)
		}
		seen = append(seen, got)
	}
	if len(want) != 64 {
		t.Errorf("%q is not a SHA-256 in hexadecimal", want)
	}
}

func TestRaw(t *testing.T) {
	doc := must(t, head+`tokens:
  access:
    type: access_token
    sample: {s: text, quoted: "5", n: 5, f: 1.50, big: 123456789012345678901234567890, octal: 010, t: true, z: null, list: [1, two], "<script>": "&"}
`)
	raw := doc.Tokens.Get("access").Sample.V
	want := `{"s":"text","quoted":"5","n":5,"f":1.50,"big":123456789012345678901234567890,"octal":"010","t":true,"z":null,"list":[1,"two"],"\u003cscript\u003e":"\u0026"}`
	if got := string(raw.JSON()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !json.Valid(raw.JSON()) || !strings.Contains(raw.Indented(), "\n  \"n\": 5,") {
		t.Errorf("not JSON, or not indented: %s", raw.Indented())
	}
	if _, ok := raw.Text(); ok {
		t.Error("a mapping is given as text")
	}
}
