// These tests keep the promise that the JSON Schema agrees with the walker: over the examples, over a policy that
// uses every setting, and over many values at every setting, right and wrong, the schema accepts exactly what Parse
// accepts. The deliberate differences are listed in the comment of Schema and tried here too.
package specs

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// update says whether goldens are written rather than compared: TOKENBOOK_UPDATE=1 go test ./...
func update() bool { return os.Getenv("TOKENBOOK_UPDATE") != "" }

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if update() {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s is not what the source says; run TOKENBOOK_UPDATE=1 go test ./specs", name)
	}
}

func TestSchemaFileIsCurrent(t *testing.T) {
	golden(t, "tokenbook.schema.json", Schema())
}

// compiled is the schema, compiled once for all tests.
var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(SchemaID, doc); err != nil {
		return nil, err
	}
	return c.Compile(SchemaID)
})

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// instance is a text as a program sees it that reads YAML and knows nothing of the format.
func instance(t testing.TB, text string) any {
	t.Helper()
	var ignored diag.List
	return anyOfNode(t, parseYAML("policy.yaml", []byte(text), &ignored))
}

func anyOfNode(t testing.TB, root *node) any {
	t.Helper()
	var b bytes.Buffer
	root.json(&b)
	v, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// probes are values that are tried at every setting, whether they belong there or not.
var probes = []string{
	"null", "~", `""`, "[]", "{}", "none", "undecided", "text", `"two words"`, "5", "-1", "1.5", "true", "10m", "5 minutes", "3 months",
	"1m1h", "P1D", "P", "2026-10-01", "2026-13-01", "[10m]", "[text, none]", "[text, text]", "[null]", "[[text]]", "[{is: text}]",
	"{is: text}", "{is: 10m, because: why}", "{is: 10m, because: why, source: s, force: required, stated: x, stable: true, was: {a: 1}, but: {is: 9m, source: s}}",
	"{is: none, because: why}", "{is: none}", "{is: null}", "{is: {is: 10m}}", "{is: [text, text], because: why}", "{is: []}",
	"{because: why}", "{because: none}", "{is: 10m, nope: 1}", "{is: 10m, because: why, nope: 1}", "{nope: 1}", "{nope: 1, because: why}",
	"{own: word}", "{own: word, because: why}", "{is: {own: word}, because: why}", "{own: [word]}", "[{own: word}]",
	"{key: text}", "{Bad Key: text}", "{key: null}", "{key: {}}", "{client: spa}", "{client: [spa, cli]}", "{client: {not: spa}}", "{client: {not: [spa]}}",
	"{client: {}}", "{date: {from: 2026-01-01}}", "{date: {from: 2026-01-01, until: 2026-02-01}}", "{date: {not: {from: 2026-01-01}}}", "{date: {since: 2026-01-01}}",
	"{ttl: 10m}", "{ttl: {max: 1h}}", "{max: 1h}", "{max: 1h, min: 1m}", "{min: 1m, random: [1m, 2m]}", "{is: 10m, max: 1h}", "{of: 1h}", "{of: 1h, from: family}",
	"{max: 1h, from: family}", "{idle: 1h, absolute: {of: 2h, from: session}}", "{tokens: access}", "{variants: []}", "{variants: none}", "99%", "101%", "p99 50ms", "99p 50ms",
	"https://id.example", "/path", "no/path", "//host", "1.2", "1.2.0", "A B",
}

// collectionProbes are the values that are tried at maps, whose entries are tried by themselves.
var collectionProbes = []string{"null", "~", "[]", "{}", "undecided", "text", "5", "[text]", "[{key: text}]", "{is: text}", "{because: why}",
	"{key: text}", "{Bad Key: text}", "{key: null}", "{key: none}", "{key: {}}", "{\"\": text}", "{key: {nope: 1}}"}

// agree compares the two verdicts on a text.
func agree(t *testing.T, schema *jsonschema.Schema, text string) (accepted bool) {
	t.Helper()
	var findings diag.List
	root := parseYAML("policy.yaml", []byte(text), &findings)
	if root == nil {
		t.Fatalf("%v in\n%s", findings, text)
	}
	decodeDocument(root, &findings)
	err := schema.Validate(anyOfNode(t, root))
	if (err == nil) != (len(findings) == 0) {
		t.Errorf("Parse and the schema disagree on\n%s\nParse: %v\nschema: %v", text, findings, err)
	}
	return len(findings) == 0
}

// withEntries adds, to each setting that is a collection, its entry as a place of its own.
func withEntries(all []place) []place {
	var out []place
	for _, p := range all {
		out = append(out, p)
		if p.info.kind == mapType {
			outer, key := p.wrap, sampleKey(p.field.key)
			out = append(out, place{path: p.path + ".*", info: p.info.mapElem(), field: &fieldInfo{}, of: p.of,
				wrap: func(v string) string { return outer("{" + key + ": " + v + "}") }})
		}
	}
	return out
}

func TestSchemaAgreesAtEverySetting(t *testing.T) {
	schema := compileSchema(t)
	accepted, refused := 0, 0
	type written struct {
		info *typeInfo
		key  string
	}
	tried := map[written]bool{}
	for _, p := range withEntries(places(t)) {
		values := []string{sample(p.info, p.field.key), "null", "{nope: 1}", "none"}
		if as := (written{p.info, p.field.key}); !tried[as] { // all settings of one type are written alike
			tried[as] = true
			if p.info.kind == mapType {
				values = append(values, collectionProbes...)
			} else {
				values = append(values, probes...)
			}
		}
		values = slices.DeleteFunc(values, func(v string) bool { // two of the deliberate differences
			return v == "~" && p.info.kind == valueType && p.info.elem.takes("null") || p.info.kind == selectorType && strings.Contains(v, ": none")
		})
		if e := p.info; e.kind == valueType && e.elem.words != nil {
			for _, w := range e.elem.words.words {
				values = append(values, w.Name, "{own: "+w.Name+"x}", "{is: "+w.Name+", because: why}")
			}
		}
		if e := p.info; e.kind == valueType && e.elem.shape != nil {
			for _, x := range e.elem.shape.examples {
				values = append(values, jsonText(x))
			}
			if e.elem.shape.integer {
				values = values[:len(values)-len(e.elem.shape.examples)]
			}
		}
		for _, v := range values {
			if agree(t, schema, p.wrap(v)) {
				accepted++
			} else {
				refused++
			}
			if t.Failed() {
				t.Fatalf("at %s, a setting that takes %s", p.path, takes(p.info))
			}
		}
	}
	if accepted < 3000 || refused < 10_000 {
		t.Errorf("%d accepted and %d refused: the probes do not probe", accepted, refused)
	}
}

func TestSchemaAgreesOnWholePolicies(t *testing.T) {
	schema := compileSchema(t)
	if !agree(t, schema, everySetting()) {
		t.Error("the policy with every setting is refused")
	}
	for _, name := range exampleFiles(t) {
		source, findings := Load(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		if source == nil || len(findings) > 0 {
			t.Errorf("%s: %v", name, findings)
			continue
		}
		for _, file := range source.Files { // each file by itself, as an editor sees it
			if err := schema.Validate(instance(t, file.Text)); err != nil {
				t.Errorf("%s: %v", file.Name, err)
			}
		}
		if _, findings := Parse(source); findings.Count(diag.Error) > 0 {
			t.Errorf("%s: %v", name, findings)
		}
	}
}

func TestSchemaAcceptsTheJSONOfAPolicy(t *testing.T) {
	schema := compileSchema(t)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(must(t, everySetting()).JSON()))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
}

func TestSchemaAgreesOnVariants(t *testing.T) {
	schema := compileSchema(t)
	token := func(variant string) string {
		return head + "tokens: {access: {type: access_token, variants: " + variant + "}}\n"
	}
	session := func(variant string) string {
		return headTokens + "sessions: {sso: {lifetime: 1h, variants: [" + variant + "]}}\n"
	}
	tests := []struct {
		text string
		ok   bool
	}{
		{token("[{when: {client: spa}, lifetime: 5m}]"), true},
		{token("[{when: {client: spa}, lifetime: 5m, because: why, id: short, beats: [other]}]"), true},
		{token("[{when: {client: spa}, lifetime.idle: 5m}]"), true},
		{token("[{when: {client: spa}, lifetime.idle: soon}]"), false},
		{token("[{when: {client: spa}, lifetime.idel: 5m}]"), false},
		{token("[{when: {client: spa}, lifetime.absolute.of: 5m}]"), true},
		{token("[{when: {client: spa}, claims.sub: why}]"), true},
		{token("[{when: {client: spa}, claims.sub.present: always}]"), true},
		{token("[{when: {client: spa}, revocable: maybe}]"), false},
		{token("[{when: {client: spa}, revocable: none}]"), true},
		{token("[{when: {client: spa}, revocable: null}]"), false},
		{token("[{when: {client: spa}, audiences.0: x}]"), false},
		{token("[{when: {client: spa}, rotaton.mode: on_use}]"), false},
		{token("[{when: {client: spa}}]"), false},
		{token("[{when: {client: spa}, because: why}]"), false},
		{token("[{when: {client: spa}, is: 5m}]"), false},
		{token("[{lifetime: 5m}]"), false},
		{token("[{when: none, lifetime: 5m}]"), false},
		{token("[{when: {}, lifetime: 5m}]"), false},
		{token("[{when: spa, lifetime: 5m}]"), false},
		{token("{when: {client: spa}, lifetime: 5m}"), false},
		{token("[text]"), false},
		{token("[]"), false},
		{session("{when: {client: spa}, lifetime: 5m}"), true},
		{session("{when: {client: spa}, idle: 5m}"), true},
		{session("{when: {client: spa}, lifetime.idle: 5m}"), true},
		{session("{when: {client: spa}, idel: 5m}"), false},
		{headTokens + "variants: [{when: {client: spa}, tokens.access.lifetime: 5m}]\n", true},
		{headTokens + "variants: [{when: {client: spa}, tokens.access: {type: refresh_token}}]\n", true},
		{headTokens + "variants: [{when: {client: spa}, tokns.access: {type: refresh_token}}]\n", false},
		{headTokens + "variants: [{when: {client: spa}, revocation.objective: 5m}]\n", true},
	}
	for _, test := range tests {
		if got := agree(t, schema, test.text); got != test.ok {
			t.Errorf("accepted is %v, want %v:\n%s", got, test.ok, test.text)
		}
	}
}

func TestSchemaAsksForWhatMustBeThere(t *testing.T) {
	schema := compileSchema(t)
	for _, text := range []string{
		"tokenbook: v1\n",
		"tokenbook: v1\ntokens: {access: {type: access_token}}\n",
		"tokenbook: v2\npolicy: {id: a, title: b, version: 1.0.0}\ntokens: none\n",
		"tokenbook: v1\npolicy: {id: a, title: b}\ntokens: none\n",
		head + "tokens: {access: {lifetime: 5m}}\n",
		headTokens + "issuers: {main: {title: Main}}\n",
		headTokens + "issuers: {main: {url: https://id.example, endpoints: {token: {method: POST}}}}\n",
		headTokens + "issuers: {main: {url: https://id.example, keys: {signing: {use: sig}}}}\n",
		headTokens + "environments: {staging: {purpose: test}}\n",
		headTokens + "clients: {spa: {platform: browser}}\n",
		headTokens + "suppressions: because I say so\n",
		headTokens + "suppressions: [{rule: LIF001}]\n",
		headTokens + "suppressions: [{rule: LIF001, is: why}]\n",
		headTokens + "deprecations: {old: 2026-01-01}\n",
		"tokenbook: v1\npolicy: none\ntokens: none\n",
		head + "tokens: none\n",
		head + "tokens: {access: {is: none, because: not yet}}\n",
		headTokens + "issuers: {main: https://id.example}\n",
		headTokens + "issuers: {main: {is: https://id.example, because: why}}\n",
	} {
		agree(t, schema, text)
	}
}

// TestSchemaDiffersOnPurpose tries the differences that the comment of Schema lists, so that the list stays true.
func TestSchemaDiffersOnPurpose(t *testing.T) {
	schema := compileSchema(t)
	tests := []struct {
		name          string
		text          string
		parse, schema bool
	}{
		{"a state in quotes is text", headTokens + "site: {name: {is: \"none\"}}\nvalidation: {mode: \"none\"}\n", false, true},
		{"a state in a condition", headTokens + "variants: [{when: {client: none}, timers.login: 5m}]\n", false, true},
		{"a number in quotes", headTokens + "limits: {live: {max: \"5\"}}\n", true, false},
		{"true in quotes", headTokens + "clients: {spa: {type: public, first_party: \"true\"}}\n", true, false},
		{"another notation of a number", headTokens + "limits: {live: {max: 5.0}}\n", false, true},
		{"more than a century", headTokens + "limits: {live: {max: 5, per: 99999999w}}\n", false, true},
		{"a day that is none", headTokens + "policy.effective: 1\n", false, false},
		{"a day that the month does not have", "tokenbook: v1\npolicy: {id: a, title: b, version: 1.0.0, effective: 2026-02-30}\ntokens: none\n", false, true},
		{"a known word as one's own", head + "tokens: {access: {type: {own: access_token}}}\n", false, true},
		{"a pattern that does not compile", head + "tokens: {access: {type: access_token, match: {pattern: \"(\"}}}\n", false, true},
		{"a control character", head + "tokens: {access: {type: access_token, title: \"a\\u0007\"}}\n", false, true},
		{"an address that no page may link to", headTokens + "site: javascript:alert(1)\n", false, true},
		{"an address with a password", headTokens + "site: https://me:secret@docs.example\n", false, true},
		{"an address without a host", headTokens + "site: https:///docs\n", false, true},
		{"a deep key of a variant", head + "tokens: {access: {type: access_token, variants: [{when: {client: spa}, lifetime.absolute.off: 5m}]}}\n", false, true},
		{"nothing, for the word null", head + "tokens: {access: {type: access_token, claims: {sub: {present: ~}}}}\n", false, true},
		{"a part of a policy", "tokens: {access: {lifetime: 5m}}\n", false, true},
		{"a policy with a base", "tokenbook: v1\nextends: base.yaml\ntokens: {access: {lifetime: 5m}}\n", false, true},
	}
	for _, test := range tests {
		_, findings := read(test.text)
		err := schema.Validate(instance(t, test.text))
		if (len(findings) == 0) != test.parse || (err == nil) != test.schema {
			t.Errorf("%s: Parse accepts %v (%v), the schema %v (%v); want %v and %v", test.name, len(findings) == 0, findings, err == nil, err, test.parse, test.schema)
		}
	}
}

func TestSchemaSaysWhatThingsMean(t *testing.T) {
	var schema struct {
		Properties map[string]struct{ Description string }
		Defs       map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	described := 0
	check := func(where string, properties map[string]struct{ Description string }) {
		for name, p := range properties {
			if noteInfo.byName[name] != nil {
				continue
			}
			if described++; p.Description == "" || strings.Contains(p.Description, "\n") {
				t.Errorf("%s.%s has no description: %q", where, name, p.Description)
			}
		}
	}
	check("the policy", schema.Properties)
	for name, d := range schema.Defs {
		if strings.HasSuffix(name, longForm) {
			check(name, d.Properties)
		}
	}
	if described < 800 {
		t.Errorf("only %d settings described", described)
	}
	if got, want := schema.Properties["tokens"].Description, "The token types that are issued."; got != want {
		t.Errorf("tokens is described as %q, want %q", got, want)
	}
}
