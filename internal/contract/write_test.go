package contract

// Promise: what is written as YAML or JSON is read back as the same tree by independent readers, whatever texts stand
// in it, as values and as keys; and the order is the one in which members were set.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"gopkg.in/yaml.v3"
)

func TestHostileTextsComeBack(t *testing.T) {
	for _, h := range hostile.Texts() {
		text := escape.Valid(h.Text)
		doc := new(Object).Set("value", h.Text).Set("list", Of(h.Text, "b")).
			Set("inner", new(Object).Set("key "+h.Text, Of(new(Object).Set("x", h.Text).Set("y", 1))))
		want := map[string]any{"value": text, "list": []any{text, "b"},
			"inner": map[string]any{"key " + text: []any{map[string]any{"x": text, "y": 1}}}}
		t.Run(h.Name, func(t *testing.T) {
			for _, o := range []*Object{doc, doc.Object("inner")} {
				for _, key := range o.Keys() {
					o.Note(key, h.Text)
				}
			}
			var got map[string]any
			if err := yaml.Unmarshal(doc.YAML(h.Text), &got); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("YAML: %s", d)
			}
			for _, data := range [][]byte{doc.JSON(), doc.Compact()} {
				back, err := FromJSON(data)
				if err != nil {
					t.Fatal(err)
				}
				if !Same(back, doc) {
					t.Errorf("JSON: %s", data)
				}
			}
		})
	}
}

func TestShapes(t *testing.T) {
	empty := new(Object)
	for _, c := range []struct {
		name string
		doc  *Object
		yaml string
	}{
		{"plain values", new(Object).Set("a", true).Set("b", 3).Set("c", int64(4)).Set("d", 1.5).Set("e", nil).Set("f", "x y"), "a: true\nb: 3\nc: 4\nd: 1.5\ne: null\nf: x y\n"},
		{"texts that look like something else", new(Object).Set("no", "no").Set("400", "1.0"), "\"no\": \"no\"\n\"400\": \"1.0\"\n"},
		{"order of setting", new(Object).Set("z", 1).Set("a", 2).Set("z", 3), "z: 3\na: 2\n"},
		{"nothing inside", new(Object).Set("o", empty).Set("l", Array{}).Set("m", Of[any](empty, Array{})), "o: {}\nl: []\nm: [{}, []]\n"},
		{"short list", new(Object).Set("l", Of("a", "b")), "l: [a, b]\n"},
		{"comments", new(Object).Set("a", 1).Set("b", new(Object).Set("c", Of("d"))).Set("e", Array{}).Note("a", "one\ntwo").Note("b", "# x").Note("e", "none").Note("gone", "z"),
			"a: 1 # one two\nb: # # x\n  c: [d]\ne: [] # none\n"},
		{"list of objects", new(Object).Set("l", Of(new(Object).Set("a", 1).Set("b", Of(new(Object).Set("c", 2))))), "l:\n  - a: 1\n    b:\n      - c: 2\n"},
		{"list of lists", new(Object).Set("l", Of(Of(new(Object).Set("a", 1)))), "l:\n  -\n    - a: 1\n"},
		{"no number", new(Object).Set("none", struct{}{}), "none: null\n"},
	} {
		if d := cmp.Diff(c.yaml, string(c.doc.YAML(""))); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		var fromYAML, fromJSON any
		if err := yaml.Unmarshal(c.doc.YAML("head\nof it"), &fromYAML); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := json.Unmarshal(c.doc.JSON(), &fromJSON); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if x, y := fmt.Sprint(fromYAML), fmt.Sprint(fromJSON); x != y {
			t.Errorf("%s: YAML reads as %s, JSON as %s", c.name, x, y)
		}
	}
}

func TestLongListsAndKeys(t *testing.T) {
	long := strings.Repeat("k", 3000)
	list := Array{}
	for range 40 {
		list = append(list, "value")
	}
	doc := new(Object).Set(long, "v").Set("inner", new(Object).Set(long, Of(new(Object).Set(long, "w")))).Set("list", list)
	var got map[string]any
	if err := yaml.Unmarshal(doc.YAML(""), &got); err != nil {
		t.Fatal(err)
	}
	if got[long] != "v" || len(got["list"].([]any)) != 40 {
		t.Errorf("read back %v", got)
	}
	if strings.Contains(string(doc.YAML("")), "[value, value") {
		t.Error("a long list stands on one line")
	}
}

func TestFromJSONRefuses(t *testing.T) {
	for _, text := range []string{"", "{", "[1,", `{"a":1} x`, "1e999", strings.Repeat("[", 1000), `{"a"}`, "nul"} {
		if v, err := FromJSON([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, v)
		}
	}
}

func TestFill(t *testing.T) {
	o := new(Object).Fill("a", "").Fill("b", false).Fill("c", nil).Fill("d", Array{}).Fill("e", new(Object)).Fill("f", 0).Fill("g", "x")
	if d := cmp.Diff([]string{"f", "g"}, o.Keys()); d != "" {
		t.Error(d)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ text, pascal, snake string }{
		{"access_token", "AccessToken", "access_token"},
		{"urn:ietf:params:oauth:grant-type:jwt-bearer", "UrnIetfParamsOauthGrantTypeJwtBearer", "urn_ietf_params_oauth_grant_type_jwt_bearer"},
		{"2fa", "N2fa", "2fa"},
		{"", "Unnamed", "unnamed"},
		{"élan", "Lan", "lan"},
		{"../x", "X", "x"},
	} {
		if got := Pascal(c.text); got != c.pascal {
			t.Errorf("Pascal(%q) is %s", c.text, got)
		}
		if got := Snake(c.text); got != c.snake {
			t.Errorf("Snake(%q) is %s", c.text, got)
		}
	}
	if got := Camel("call", "renew-self"); got != "callRenewSelf" {
		t.Errorf("Camel is %s", got)
	}
	var n Names
	if got := []string{n.Unique("A"), n.Unique("a"), n.Unique("A")}; !cmp.Equal(got, []string{"A", "a2", "A3"}) {
		t.Errorf("names %v", got)
	}
}

// Same is true exactly where both values are written with the same bytes.
func TestSame(t *testing.T) {
	values := append(someValues(t), int(3), int64(3), 3.0, "null", "3", "true", (*Object)(nil), new(Object),
		new(Object).Set("a", 1).Set("b", 2), new(Object).Set("b", 2).Set("a", 1), Array(nil), Array{}, Of("a", "b"), Of("b", "a"))
	for _, a := range values {
		for _, b := range values {
			if got, want := Same(a, b), bytes.Equal(textOf(a), textOf(b)); got != want {
				t.Errorf("%s and %s: %v", textOf(a), textOf(b), got)
			}
		}
	}
}
