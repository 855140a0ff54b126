// These tests keep the promise that the documentation of the format is complete and true: every setting has a comment
// that reads as a sentence, every example is accepted, every link leads somewhere, and every requirement is stated by
// a setting that a program can compare.
package specs

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/standard"
)

func TestReferenceFilesAreCurrent(t *testing.T) {
	golden(t, "../docs/format.md", []byte(Reference()))
	golden(t, "../docs/coverage.md", []byte(Coverage()))
}

// structures are all structures of the format, notes included.
func structures(t *testing.T) []*typeInfo {
	t.Helper()
	out := []*typeInfo{noteInfo}
	for _, p := range places(t) {
		if !slices.Contains(out, p.of) {
			out = append(out, p.of)
		}
	}
	return out
}

func TestEverySettingHasAComment(t *testing.T) {
	sentence := regexp.MustCompile("^([A-Z`]).*\\.$")
	for _, s := range structures(t) {
		if comments().types[s.name] == "" {
			t.Errorf("%s has no comment", s.name)
		}
		for i := range s.fields {
			f := &s.fields[i]
			raw, text := comments().fields[[2]string{s.name, f.goName}], f.text(s)
			if !sentence.MatchString(text) || strings.Contains(text, "|") {
				t.Errorf("%s.%s: the comment does not read as a sentence of a table: %q", s.name, f.goName, text)
			}
			if !strings.HasPrefix(raw, f.goName+" ") {
				t.Errorf("%s.%s: the comment begins with another name: %q", s.name, f.goName, raw)
			}
		}
	}
}

func TestEveryVocabularyHasAComment(t *testing.T) {
	for name := range documentEnums(t) {
		if text := readable(comments().types[name], name, name); text == "" || !strings.HasSuffix(text, ".") {
			t.Errorf("%s has no comment that is a sentence: %q", name, text)
		}
	}
}

func TestReadable(t *testing.T) {
	tests := []struct{ comment, goName, name, want string }{
		{"ID is the short name used in file names.", "ID", "id", "The short name used in file names."},
		{"Owners are the teams that answer.", "Owners", "owners", "The teams that answer."},
		{"Review says how often it is reviewed.", "Review", "review", "How often it is reviewed."},
		{"Parties say who does what.", "Parties", "parties", "Who does what."},
		{"Summary says in a sentence what it is.", "Summary", "summary", "Says in a sentence what it is."},
		{"Extends names the base.", "Extends", "extends", "Names the base."},
		{"Who is told.", "Who", "who", "`who` is told."},
		{"SingleFlight is true where one goes at a time.", "SingleFlight", "single_flight", "True where one goes at a time."},
	}
	for _, test := range tests {
		if got := readable(test.comment, test.goName, test.name); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.comment, got, test.want)
		}
	}
}

// TestNamesDoNotClash keeps embedded marks reachable, and what may stand beside a value unmistakable.
func TestNamesDoNotClash(t *testing.T) {
	for _, s := range structures(t) {
		for _, f := range s.fields {
			if _, shadows := reflect.TypeFor[Section]().FieldByName(f.goName); shadows && s != noteInfo {
				t.Errorf("%s.%s hides a field of Section or Mark", s.name, f.goName)
			}
			if s == noteInfo {
				continue
			}
			if noteInfo.byName[f.name] != nil || f.name == keyIs || f.name == keyVariants || f.name == keyOwn {
				t.Errorf("%s.%s: %q is a key that any value may have", s.name, f.goName, f.name)
			}
		}
		names := map[string]bool{}
		for _, f := range s.fields {
			if names[f.name] {
				t.Errorf("%s: %q is given to two settings", s.name, f.name)
			}
			names[f.name] = true
		}
	}
}

func TestShortFormsAndFloorsAreKnown(t *testing.T) {
	for _, s := range structures(t) {
		shorts := 0
		for _, f := range s.fields {
			if f.short {
				shorts++
			}
			if f.floor != "" && floorTexts[f.floor] == "" {
				t.Errorf("%s.%s: there is no floor %q", s.name, f.goName, f.floor)
			}
		}
		if shorts > 1 {
			t.Errorf("%s has %d short forms", s.name, shorts)
		}
	}
}

func TestGuideExamplesAreAccepted(t *testing.T) {
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```")
	found := 0
	for _, m := range block.FindAllStringSubmatch(Reference(), -1) {
		text := m[1]
		if !strings.HasPrefix(text, "tokenbook:") {
			text = head + text
		}
		source := loaded(t, map[string]string{"policy.yaml": text})
		doc := must(t, text)
		if findings := Link(doc, source); len(findings) > 0 {
			t.Errorf("%v in\n%s", findings, text)
		}
		found++
	}
	if found < 5 {
		t.Errorf("only %d examples found", found)
	}
}

func TestReferenceLinksLeadSomewhere(t *testing.T) {
	text := Reference()
	headings := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^#+ (.*)$").FindAllStringSubmatch(text, -1) {
		a := anchor(strings.ReplaceAll(m[1], "`", ""))
		if headings[a] {
			t.Errorf("two headings have the address #%s", a)
		}
		headings[a] = true
	}
	links := regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(text, -1)
	for _, m := range links {
		if !headings[m[1]] {
			t.Errorf("#%s leads nowhere", m[1])
		}
	}
	if len(links) < 100 {
		t.Errorf("only %d links", len(links))
	}
	for _, p := range places(t) {
		if !strings.Contains(text, "| `"+p.field.name+"`") {
			t.Errorf("%s is not in the reference", p.path)
		}
	}
}

func TestDescribeKnowsEverySetting(t *testing.T) {
	for _, p := range places(t) {
		doc, ok := Describe(p.path)
		if !ok || doc.Means == "" || doc.Takes == "" || doc.Example == "" || doc.Text() == "" {
			t.Errorf("%s is not described: %+v", p.path, doc)
		}
		if _, findings := read(p.wrap(strings.TrimPrefix(doc.Example, p.field.name+": "))); len(findings) > 0 {
			t.Errorf("%s: the example %q is refused: %v", p.path, doc.Example, findings)
		}
	}
}

func TestDescribe(t *testing.T) {
	tests := []struct {
		path, canonical, takes string
		ok                     bool
	}{
		{"tokens.access.lifetime", "tokens.*.lifetime", "an amount, or settings", true},
		{"tokens.*.lifetime", "tokens.*.lifetime", "an amount, or settings", true},
		{"tokens.access", "tokens.*", "settings", true},
		{"tokens.access.type", "tokens.*.type", "a word", true},
		{"scopes.orders.read.consent", "scopes.*.consent", "a word", true},
		{"tokens.access.lifetime.because", "tokens.*.lifetime.because", "prose", true},
		{"tokens.access.variants", "tokens.*.variants", "a list of variants", true},
		{"tokens.access.issued.0.grant", "tokens.*.issued.*.grant", "a word", true},
		{"revocation.triggers", "revocation.triggers", "named entries, each a list, each entry a list of words, or settings", true},
		{"revocation.by_whom", "revocation.by_whom", "a list, each entry a list of texts, or settings", true},
		{"revocation.mechanisms", "revocation.mechanisms", "named entries, each a list of words", true},
		{"suppressions", "suppressions", "a list, each entry with settings", true},
		{"axes", "axes", "named entries, each with settings", true},
		{"errors.causes.a.retry.statuses", "errors.causes.*.retry.statuses", "a list of statuses", true},
		{"floor", "floor", "a list of paths of settings", true},
		{"tokens.access.issued.0.to", "tokens.*.issued.*.to", "a list of names from `clients`", true},
		{"tokens.access.issued.first.grant", "", "", false},
		{"tokens.access.lifetimes", "", "", false},
		{"", "", "", false},
	}
	for _, test := range tests {
		doc, ok := Describe(test.path)
		if ok != test.ok || ok && (doc.Path != test.canonical || doc.Takes != test.takes) {
			t.Errorf("%q: %v %q takes %q, want %v %q %q", test.path, ok, doc.Path, doc.Takes, test.ok, test.canonical, test.takes)
		}
	}
}

// TestDescribeMarksWhatIsNeeded keeps apart what an entry needs and what it may have.
func TestDescribeMarksWhatIsNeeded(t *testing.T) {
	doc, _ := Describe("policy")
	text := doc.Text()
	for _, want := range []string{"\n    id * ", "\n    summary ", "\n    * must be there"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if doc, _ = Describe("revocation"); strings.Contains(doc.Text(), "*") {
		t.Errorf("nothing is needed there:\n%s", doc.Text())
	}
}

func TestEveryRequirementIsStated(t *testing.T) {
	stated := statements()
	for _, r := range standard.Requirements() {
		if made := artifacts[r.ID] != ""; made != strings.HasPrefix(r.ID, "ART-") {
			t.Errorf("%s: a requirement is either generated or stated", r.ID)
		}
		if artifacts[r.ID] == "" && !slices.ContainsFunc(stated[r.ID], func(s statement) bool { return s.typed }) {
			t.Errorf("%s (%s) is stated by no typed setting: %v", r.ID, r.Title, stated[r.ID])
		}
	}
	for id, at := range stated {
		if _, ok := standard.RequirementByID(id); !ok {
			t.Errorf("%v state %s, which is no requirement", at, id)
		}
	}
	for id := range artifacts {
		if _, ok := standard.RequirementByID(id); !ok {
			t.Errorf("%s is no requirement", id)
		}
	}
}
