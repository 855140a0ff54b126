// Keeps the promise that breaking a setting which a rule guards is noticed: acme, which is clean, is broken one setting
// at a time, each as the rule's own bad example has it, and the rule has to speak of the broken place.
package lint

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// mutationEnv asks for all mutants: TOKENBOOK_MUTATION=all, as `make mutation` does. Otherwise a sample is tried.
const mutationEnv = "TOKENBOOK_MUTATION"

// mutationSample is the number of mutants of a test run, drawn with a fixed seed.
const mutationSample = 24

// covered are mutants that are no fault in acme, since something else there answers for it: by rule and setting, with what
// does. An entry that is not needed fails the test.
var covered = map[string]string{
	"LIFE002 tokens.access.lifetime":                "an hour is asked of bearer tokens; these are bound to a key",
	"LIFE002 tokens.partner_access.lifetime":        "an hour is asked of bearer tokens; these are bound to a certificate",
	"LIFE008 tokens.partner_access.lifetime":        "its refresh token lives 30 days",
	"SESS004 tokens.refresh.lifetime.ends_with":     "the refresh token is bound to the session",
	"SESS009 operations.change_email.max_age":       "acr asks for a stronger sign-in",
	"SESS009 operations.change_sign_in.max_age":     "acr asks for a stronger sign-in",
	"SESS009 operations.refund.max_age":             "acr asks for a stronger sign-in",
	"SESS009 operations.place_order.max_age":        "acr asks for a stronger sign-in",
	"ROT001 tokens.refresh.rotation":                "the refresh token is bound to a key",
	"ROT004 tokens.refresh.rotation":                "acme rotates already, which is a finding under fapi2 without any change",
	"REV002 revocation.mechanisms.partner_access":   "the token is opaque, and services ask about it",
	"CLM001 tokens.partner_access.claims.aud":       "the token is opaque",
	"CLM001 tokens.partner_access.claims.client_id": "the token is opaque",
	"CLM001 tokens.partner_access.claims.iat":       "the token is opaque",
	"CLM001 tokens.partner_access.claims.jti":       "the token is opaque",
	"PRIV002 observability.events.signed_in.fields": "privacy.masking hides email",
	"GOV003 incidents.playbooks.key_exposure":       "an alert names the playbook, which is an error before any rule",
	"COV001 validation":                             "scenarios prove what is lost, which is an error before any rule",
	"ENV001 environments.production.issuer":         "it is that issuer already",
	"EFF001 tokens.access.variants":                 "the example's variants contradict those of acme, which is an error before any rule",
}

// mutant is acme with one setting broken.
type mutant struct {
	rule    *Rule
	path    string // of the setting that is broken
	broken  difference
	whole   bool              // acme has nothing to take away there: only the whole bad example breaks it
	names   map[string]string // what the names of the bad example are in acme
	profile Profile           // claimed besides what acme claims; empty for none
}

func (m mutant) String() string {
	what := "write " + m.broken.text
	if m.broken.text == "" {
		what = "take away"
	}
	if len(what) > 90 {
		what = what[:90] + "…"
	}
	return fmt.Sprintf("%s at %s: %s", m.rule.ID, m.path, strings.Join(strings.Fields(what), " "))
}

func TestBrokenSettingsOfAcmeAreNoticed(t *testing.T) {
	acme := folder(t, "../../examples/acme")
	clean := resolve(t, acme, "policy.yaml")
	var all []mutant
	for _, r := range All() {
		all = append(all, mutants(t, r, clean)...)
	}
	total := len(all)
	whole := os.Getenv(mutationEnv) == "all"
	if !whole {
		random := rand.New(rand.NewPCG(4, 8)) // the same sample in each run
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		all = all[:min(mutationSample, len(all))]
	}
	base := map[Profile]map[string]bool{} // what acme's findings are under one more profile
	noticed, joined := map[string]int{}, 0
	var elsewhere, survivors []mutant
	for _, m := range all {
		if base[m.profile] == nil {
			found, err := m.judge(acme, nil)
			if err != nil {
				t.Fatal(err)
			}
			base[m.profile] = keysOf(found)
		}
		by := byNone
		if !m.whole {
			found, err := m.judge(acme, []difference{m.broken})
			if err != nil {
				t.Fatalf("%s: %v", m, err)
			}
			by = m.notice(found, base[m.profile])
		}
		if by != byRule { // the fault may need what the bad example has around it
			found, err := m.judge(acme, renamed(t, m.rule.Bad, m.names))
			if err != nil {
				t.Fatalf("%s: %v", m, err)
			}
			if m.notice(found, base[m.profile]) == byRule {
				by = byRuleTogether
			}
		}
		switch by {
		case byRule:
			noticed[m.rule.ID]++
		case byRuleTogether:
			noticed[m.rule.ID]++
			joined++
		case byAnother:
			elsewhere = append(elsewhere, m)
		case byNone:
			survivors = append(survivors, m)
		}
	}
	sum := 0
	for _, n := range noticed {
		sum += n
	}
	t.Logf("%d of %d mutants: %d noticed at the place by their rule (%d of them with what the bad example has around it), %d by another check, %d not", len(all), total, sum, joined, len(elsewhere), len(survivors))
	for _, m := range survivors {
		if _, ok := covered[m.rule.ID+" "+m.path]; !ok {
			t.Errorf("survives: %s", m)
		}
	}
	if !whole {
		return
	}
	for key := range covered {
		if !slices.ContainsFunc(append(survivors, elsewhere...), func(m mutant) bool { return m.rule.ID+" "+m.path == key }) {
			t.Errorf("%s is noticed, or is not tried; take it off the list", key)
		}
	}
	for _, r := range All() {
		if noticed[r.ID] == 0 && untried[r.ID] == "" && !slices.ContainsFunc(slices.Collect(maps.Keys(covered)), func(key string) bool { return strings.HasPrefix(key, r.ID+" ") }) {
			t.Errorf("%s notices nothing that is broken in acme", r.ID)
		}
	}
}

// untried are rules whose fault no mutant of acme can have, with the reason.
var untried = map[string]string{
	"PROF001": "its fault is what the policy claims, which mutants leave alone",
}

// folder reads the YAML files of a folder.
func folder(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal(err, len(names))
	}
	out := fstest.MapFS{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	return out
}

func resolve(t *testing.T, fsys fstest.MapFS, entry string) *specs.Policy {
	t.Helper()
	p, findings := read(fsys, entry)
	if p == nil || findings.Count(diag.Error) > 0 {
		t.Fatalf("%s is no policy: %v", entry, findings)
	}
	return p
}

func read(fsys fstest.MapFS, entry string) (*specs.Policy, diag.List) {
	src, findings := specs.Load(fsys, entry)
	if src == nil {
		return nil, findings
	}
	doc, parsed := specs.Parse(src)
	findings = append(append(findings, parsed...), specs.Link(doc, src)...)
	if slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Severity == diag.Error && f.Rule != "prose-reference" }) {
		return nil, findings // prose that shows a broken setting keeps no rule from judging it
	}
	return specs.Resolve(doc, src, specs.Date{}), findings
}

// keysOf are what tells findings apart when line numbers move.
func keysOf(l diag.List) map[string]bool {
	out := map[string]bool{}
	for _, f := range l {
		out[f.Rule+" "+f.Setting+" "+f.Message] = true
	}
	return out
}

// judge judges acme after some settings were broken, under the mutant's profile.
func (m mutant) judge(acme fstest.MapFS, broken []difference) (diag.List, error) {
	fsys := maps.Clone(acme)
	if m.profile != "" {
		broken = append(slices.Clone(broken), difference{[]string{"profiles"}, "[oauth-bcp, asvs-l2, " + string(m.profile) + "]"})
	}
	for _, d := range broken {
		if err := write(fsys, d); err != nil {
			return nil, err
		}
	}
	p, findings := read(fsys, "policy.yaml")
	if p == nil {
		return findings, nil
	}
	return Run(p, analysis.Analyse(p), findings, Options{Today: today}), nil
}

// write states a setting otherwise, or takes it away, in the file that states it or what is nearest around it.
func write(fsys fstest.MapFS, d difference) error {
	segments := d.keys
	var (
		deepest int
		chosen  string
		doc     yaml.Node
		holder  *yaml.Node
	)
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		var root yaml.Node
		if err := yaml.Unmarshal(fsys[name].Data, &root); err != nil {
			return err
		}
		inline(&root)
		at, depth := root.Content[0], 0
		for depth < len(segments)-1 {
			next := entriesOf(at)[segments[depth]]
			if next == nil || next.Kind != yaml.MappingNode {
				break
			}
			at, depth = next, depth+1
		}
		if holder == nil || depth > deepest || depth == deepest && entriesOf(holder)[segments[depth]] == nil && entriesOf(at)[segments[depth]] != nil {
			deepest, chosen, doc, holder = depth, name, root, at
		}
	}
	for i := 0; i+1 < len(holder.Content); i += 2 {
		if holder.Content[i].Value != segments[deepest] {
			continue
		}
		old := holder.Content[i+1]
		holder.Content = slices.Delete(holder.Content, i, i+2)
		// What was written short stays beside the broken part.
		if about, ok := specs.Describe(strings.Join(segments[:deepest+1], ".")); ok && about.Short != "" && deepest < len(segments)-1 && about.Short != segments[deepest+1] && old.Kind != yaml.MappingNode {
			holder.Content = append(holder.Content, word(segments[deepest]), &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{word(about.Short), old}})
			holder, deepest = holder.Content[len(holder.Content)-1], deepest+1
		}
		break
	}
	if d.text != "" {
		var value yaml.Node
		if err := yaml.Unmarshal([]byte(d.text), &value); err != nil {
			return err
		}
		for ; deepest < len(segments)-1; deepest++ {
			inner := &yaml.Node{Kind: yaml.MappingNode}
			holder.Content = append(holder.Content, word(segments[deepest]), inner)
			holder = inner
		}
		holder.Content = append(holder.Content, word(segments[deepest]), value.Content[0])
	}
	data, err := yaml.Marshal(&doc)
	fsys[chosen] = &fstest.MapFile{Data: data}
	return err
}

func word(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// inline puts what aliases stand for in their place.
func inline(n *yaml.Node) {
	n.Anchor = ""
	for i, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			n.Content[i] = c.Alias
		}
		inline(n.Content[i])
	}
}

type noticing int

const (
	byNone noticing = iota
	byRule
	byRuleTogether
	byAnother
)

// notice says who speaks of the broken place: the setting itself, what holds it or what it holds, or the setting that the
// bad example is about.
func (m mutant) notice(found diag.List, known map[string]bool) noticing {
	about := strings.Split(m.rule.At, ".")
	for i, s := range about {
		if to, ok := m.names[s]; ok && i > 0 {
			about[i] = to
		}
	}
	out := byNone
	for _, f := range found {
		here := f.Setting == strings.Join(about, ".") || f.Setting == m.path || strings.HasPrefix(f.Setting, m.path+".") || strings.HasPrefix(m.path, f.Setting+".") ||
			strings.Contains(f.Message, m.path) || strings.Contains(f.Message, diag.Quote(m.broken.keys[len(m.broken.keys)-1])) // a reference that leads nowhere now
		if !here || known[f.Rule+" "+f.Setting+" "+f.Message] {
			continue
		}
		if f.Rule == m.rule.ID {
			return byRule
		}
		out = byAnother
	}
	return out
}

// mutants are what the bad example of a rule has and its good one has not, one setting at a time, at every like place of
// a clean policy.
func mutants(t *testing.T, r *Rule, clean *specs.Policy) []mutant {
	t.Helper()
	example := resolve(t, files(r, r.Bad), "policy.yaml")
	var profile Profile
	if len(r.In) > 0 && !slices.ContainsFunc(r.In, func(a Ask) bool { return slices.Contains([]Profile{BCP, ASVS1, ASVS2}, a.Profile) }) {
		profile = r.In[0].Profile
	}
	var out []mutant
	seen := map[string]bool{}
	add := func(a like, text string) {
		path := strings.Join(a.keys, ".")
		m := mutant{rule: r, path: path, broken: difference{a.keys, text}, names: a.names, profile: profile, whole: text == "" && !stated(clean, path)}
		if key := path + "\x00" + text; !seen[key] {
			seen[key] = true
			out = append(out, m)
		}
	}
	for _, d := range differences(t, r.Bad, r.Good) {
		if d.text == "" { // what is missing is the entry that the bad example lacks, with all that is in it
			for n := range d.keys {
				if len(example.Places(strings.Join(d.keys[:n+1], "."))) == 0 {
					d.keys = d.keys[:n+1]
					break
				}
			}
			if len(d.keys) == 2 && slices.Contains(named, d.keys[0]) {
				continue // a thing of its own, which the good example has besides
			}
		}
		if d.text == example.Issuers.Entries[0].ID {
			d.text = clean.Issuers.Entries[0].ID
		}
		for _, a := range alike(example, clean, d.keys) {
			add(a, d.text)
		}
	}
	return out
}

// stated reports whether a policy states a setting itself, not by an alias.
func stated(p *specs.Policy, path string) (ok bool) {
	p.Visit(func(s *specs.Setting) {
		ok = ok || s.Path == path && s.Variant == nil && len(s.Mark.Via) == 0
	})
	return ok
}

// difference is a setting, by the keys that lead to it, and what one snippet states there.
type difference struct {
	keys []string
	text string
}

func (d difference) path() string { return strings.Join(d.keys, ".") }

// differences are the settings that one snippet states otherwise than another. What only the other states has no text.
func differences(t *testing.T, bad, good string) []difference {
	t.Helper()
	var out []difference
	var walk func(path []string, a, b *yaml.Node)
	walk = func(path []string, a, b *yaml.Node) {
		switch {
		case a == nil && b.Kind == yaml.MappingNode:
			walk(path, &yaml.Node{Kind: yaml.MappingNode}, b)
		case a == nil:
			out = append(out, difference{path, ""})
		case b == nil || a.Kind != yaml.MappingNode || b.Kind != yaml.MappingNode:
			text, err := yaml.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			if other, err := yaml.Marshal(b); b == nil || err == nil && string(other) != string(text) {
				out = append(out, difference{path, strings.TrimSpace(string(text))})
			}
		default:
			have, want := entriesOf(a), entriesOf(b)
			for i := 0; i < len(a.Content); i += 2 {
				key := a.Content[i].Value
				walk(append(path[:len(path):len(path)], key), have[key], want[key])
			}
			for i := 0; i < len(b.Content); i += 2 {
				if key := b.Content[i].Value; have[key] == nil {
					walk(append(path[:len(path):len(path)], key), nil, want[key])
				}
			}
		}
	}
	walk(nil, mapping(t, bad), mapping(t, good))
	return slices.DeleteFunc(out, func(d difference) bool { return d.path() == "profiles" })
}

func mapping(t *testing.T, snippet string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(snippet), &doc); err != nil || len(doc.Content) != 1 {
		t.Fatal(err, snippet)
	}
	return doc.Content[0]
}

func entriesOf(n *yaml.Node) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		out[n.Content[i].Value] = n.Content[i+1]
	}
	return out
}

// named are the collections whose entries have names of the author's own, by the section; those of other collections are
// words of the format, and stand for themselves.
var named = []string{"clients", "environments", "issuers", "operations", "resource_servers", "scopes", "sessions", "tokens"}

// like is a place of acme that is to it what another is to the bad example.
type like struct {
	keys  []string
	names map[string]string
}

// alike are the places of a policy that are to it what a path is to the example: names in the path stand for any entry of
// the same kind. Where the policy has none, it is the path itself.
func alike(example, clean *specs.Policy, keys []string) []like {
	pattern := slices.Clone(keys)
	starred := -1
	for i := 1; i < len(keys); i++ {
		keyedByToken := example.Tokens.Get(keys[i]) != nil
		if i == 1 && slices.Contains(named, keys[0]) || keyedByToken && i > 1 || i == 3 && keys[2] == "keys" || i == 2 && keys[1] == "playbooks" {
			pattern[i], starred = "*", i
		}
	}
	var out []like
	if starred >= 0 {
		for _, place := range clean.Places(strings.Join(pattern[:starred+1], ".")) {
			have, names, n := slices.Clone(keys), map[string]string{}, 0
			for i := range keys {
				if pattern[i] == "*" {
					have[i], names[keys[i]] = place.Names[n], place.Names[n]
					n++
				}
			}
			if sameKind(example, clean, keys, have) {
				out = append(out, like{have, names})
			}
		}
	}
	if len(out) == 0 {
		return []like{{keys: keys}}
	}
	return out
}

// sameKind reports whether the tokens and clients that two paths name are of one type.
func sameKind(example, clean *specs.Policy, a, b []string) bool {
	for i := 1; i < len(a); i++ {
		x, y := example.Tokens.Get(a[i]), clean.Tokens.Get(b[i])
		if x != nil && (y == nil || x.Type.V != y.Type.V) {
			return false
		}
	}
	if a[0] == "incidents" && len(a) > 2 {
		x, y := example.Incidents.Playbooks.Get(a[2]), clean.Incidents.Playbooks.Get(b[2])
		return x == nil && y != nil && a[2] == "key" && y.For.V == specs.IncidentKeyExposure || x != nil && y != nil && x.For.V == y.For.V
	}
	if a[0] != "clients" {
		return true
	}
	x, y := example.Clients.Get(a[1]), clean.Clients.Get(b[1])
	return x == nil || y == nil || x.Type.V == y.Type.V && x.Platform.V == y.Platform.V
}

// renamed are the settings of a snippet with other names, those first whose type decides what others mean.
func renamed(t *testing.T, snippet string, names map[string]string) []difference {
	t.Helper()
	var out []difference
	var down func(path []string, n *yaml.Node)
	down = func(path []string, n *yaml.Node) {
		if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 || n.Kind == yaml.MappingNode && len(path) < 3 {
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				if to, ok := names[key]; ok && len(path) > 0 {
					key = to
				}
				down(append(path[:len(path):len(path)], key), n.Content[i+1])
			}
			return
		}
		rename(n, names)
		text, err := yaml.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, difference{path, strings.TrimSpace(string(text))})
	}
	down(nil, mapping(t, snippet))
	return slices.DeleteFunc(out, func(d difference) bool { return d.path() == "profiles" })
}

// rename gives the names in a value their counterparts.
func rename(n *yaml.Node, names map[string]string) {
	if to, ok := names[n.Value]; ok && n.Kind == yaml.ScalarNode {
		n.Value = to
	}
	for _, c := range n.Content {
		rename(c, names)
	}
}
