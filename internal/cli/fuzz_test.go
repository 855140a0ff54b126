// Keeps the promise that what is found good can be built: whatever is changed in a valid policy, either it gets a finding
// or every emitter and the site make their files of it, none outside the folder and none twice.
package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// bases are the policies that are changed: those that a newcomer starts from, and the smallest example.
func bases(t testing.TB) [][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "templates", "starters", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no starters: %v", err)
	}
	names = append(names, filepath.Join("..", "..", "examples", "minimal", "policy.yaml"))
	out := make([][]byte, len(names))
	for i, name := range names {
		if out[i], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// change is one edit of a policy's tree: three bytes say what is done to which node.
func change(root *yaml.Node, what, high, low byte, text string) {
	type place struct {
		node, holder *yaml.Node
		at           int
	}
	var places []place
	var collect func(n *yaml.Node)
	collect = func(n *yaml.Node) {
		for i, c := range n.Content {
			if n.Kind != yaml.MappingNode || i%2 == 1 {
				places = append(places, place{c, n, i})
			}
			collect(c)
		}
	}
	collect(root)
	if len(places) == 0 {
		return
	}
	number := int(high)<<8 | int(low)
	p, other := places[number%len(places)], places[number/7%len(places)]
	scalar := func(s string, style yaml.Style) {
		*p.node = yaml.Node{Kind: yaml.ScalarNode, Value: s, Style: style}
	}
	switch what % 9 {
	case 0: // take out
		from := p.at
		if p.holder.Kind == yaml.MappingNode {
			from--
		}
		p.holder.Content = append(p.holder.Content[:from:from], p.holder.Content[p.at+1:]...)
	case 1:
		scalar(text, yaml.DoubleQuotedStyle)
	case 2:
		scalar("none", 0)
	case 3:
		scalar("undecided", 0)
	case 4: // what stands elsewhere
		*p.node = *copyOf(other.node)
	case 5: // a name of one's own
		if p.holder.Kind == yaml.MappingNode {
			p.holder.Content[p.at-1].Value, p.holder.Content[p.at-1].Style = text, yaml.DoubleQuotedStyle
		}
	case 6: // once more
		if p.holder.Kind == yaml.SequenceNode {
			p.holder.Content = append(p.holder.Content, copyOf(p.node))
		}
	case 7:
		p.holder.Content = append(p.holder.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: text}, copyOf(other.node))
		if p.holder.Kind != yaml.MappingNode {
			p.holder.Content = p.holder.Content[:len(p.holder.Content)-1]
		}
	case 8: // a reason beside the value
		inner := *p.node
		*p.node = yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
			{Kind: yaml.ScalarNode, Value: "is"}, &inner,
			{Kind: yaml.ScalarNode, Value: "because"}, {Kind: yaml.ScalarNode, Value: text, Style: yaml.DoubleQuotedStyle},
		}}
	}
}

// copyOf shares nothing with a node, so that no tree comes to hold itself.
func copyOf(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		out.Content[i] = copyOf(c)
	}
	return &out
}

// line takes the text of a policy to its files, unless something is wrong with it, and reports whether it did.
func line(t *testing.T, text []byte) (built bool) {
	t.Helper()
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: text}}, "policy.yaml")
	if source == nil {
		if len(findings) == 0 {
			t.Fatal("nothing was read and nothing was said")
		}
		return false
	}
	doc, parsed := specs.Parse(source)
	findings = append(findings, parsed...)
	findings = append(findings, specs.Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		return false
	}
	files, err := generate(book.New(specs.Resolve(doc, source, specs.Date{}), findings), looks{}, func(string) {})
	if err != nil {
		t.Fatalf("found good, and then: %v\n%s", err, text)
	}
	taken := map[string]bool{}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || taken[f.Path] {
			t.Fatalf("the path %q leads out or is taken\n%s", f.Path, text)
		}
		taken[f.Path] = true
	}
	return true
}

func FuzzLine(f *testing.F) {
	for i, base := range bases(f) {
		f.Add(byte(i), []byte{}, "")
		f.Add(byte(i), []byte{1, 0, 9, 8, 0, 12}, "<script>`{{ tokens.access.lifetime }}")
		f.Add(byte(i), []byte{0, 0, byte(len(base)), 2, 1, 3, 3, 0, 40}, "x")
		f.Add(byte(i), []byte{4, 0, 17, 6, 0, 21, 5, 0, 30, 7, 0, 50}, "another")
	}
	all := bases(f)
	f.Fuzz(func(t *testing.T, base byte, script []byte, text string) {
		var root yaml.Node
		if err := yaml.Unmarshal(all[int(base)%len(all)], &root); err != nil {
			t.Fatal(err)
		}
		for i := 0; i+2 < len(script) && i < 24; i += 3 {
			change(&root, script[i], script[i+1], script[i+2], text)
		}
		data, err := yaml.Marshal(&root)
		if err != nil {
			return // a change may make a tree that is no YAML
		}
		line(t, data)
	})
}

// What the fuzzer found: a setting or an entry that is stated to be none, or is undecided, is not there for any emitter.
func TestWhatIsNoneIsNotThere(t *testing.T) {
	const tokens = "tokens: {access: {type: access_token, lifetime: 5m, variants: [{when: {environment: live}, lifetime: 1m}]}}\n"
	const environments = "environments: {live: {issuer: main}, staging: none}\n"
	const issuer = "issuers: {main: {url: https://id.example.com, endpoints: {token: /token}}}\n"
	for name, text := range map[string]string{
		"the version":             "policy: {id: p, title: P, version: none}\n" + issuer + environments + tokens,
		"the version is open":     "policy: {id: p, title: P, version: undecided}\n" + issuer + environments + tokens,
		"the title":               "policy: {id: p, title: none, version: 1.0.0}\n" + issuer + environments + tokens,
		"an issuer":               "policy: {id: p, title: P, version: 1.0.0}\nissuers: {main: none}\n" + environments + tokens,
		"an issuer is open":       "policy: {id: p, title: P, version: 1.0.0}\nissuers: {main: undecided}\n" + environments + tokens,
		"the address of one":      "policy: {id: p, title: P, version: 1.0.0}\nissuers: {main: {url: none, endpoints: {token: /token}}}\n" + environments + tokens,
		"an environment":          "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + environments + tokens,
		"a client":                "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + environments + "clients: {a: none, b: undecided, c: {type: public}}\n" + tokens,
		"a token":                 "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + "tokens: {access: {type: access_token, lifetime: 5m}, refresh: none, id: undecided}\n",
		"the only token":          "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + "tokens: {access: none}\n",
		"all tokens and clients":  "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + "tokens: none\nclients: none\n",
		"a scope and an audience": "policy: {id: p, title: P, version: 1.0.0}\n" + issuer + tokens + environments + "scopes: {a: none}\nresource_servers: {b: none}\n",
	} {
		t.Run(name, func(t *testing.T) {
			if !line(t, []byte("tokenbook: v1\n"+text)) {
				t.Errorf("is not found good:\n%s", text)
			}
		})
	}
}

// A field that has one value has it in every example, as the type that its clock gives it.
func TestAFieldOfOneValue(t *testing.T) {
	const text = "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token, lifetime: 5m, issued: client_credentials}}\n" +
		"clients: {c: {type: confidential, grants: client_credentials}}\n" +
		"issuers: {main: {url: https://id.example.com, endpoints: {token: /token}, responses: {token: {fields: {expires_in: {of: access, clock: expires_in, present: always, value: %q}}}}}}\n"
	for _, value := range []string{"300", "28800", "soon"} {
		if !line(t, fmt.Appendf(nil, text, value)) {
			t.Errorf("%s is not found good", value)
		}
	}
}
