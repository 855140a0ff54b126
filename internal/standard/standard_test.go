package standard

// These tests keep a promise for all tables at once: whatever is cited can be
// found, names are unique, and every text is a finished sentence of plain characters.

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// tables is every table of the package by name.
func tables() map[string]any {
	return map[string]any{
		"documents": Documents(), "surfaces": Surfaces(), "errors": Errors(), "look-alikes": LookAlikes(),
		"claims": Claims(), "headers": HeaderParameters(), "endpoints": Endpoints(), "grant requests": GrantRequests(),
		"client auth parameters": ClientAuthParams(), "grants": Grants(), "client auth": ClientAuths(), "algorithms": Algorithms(),
		"bindings": Bindings(), "profiles": Profiles(), "checks": Checks(), "triggers": Triggers(), "events": Events(),
		"log reasons": LogReasons(), "redacted fields": RedactedFields(), "metrics": Metrics(), "attributes": Attributes(),
		"alerts": Alerts(), "glossary": Glossary(), "requirements": Requirements(), "sections": Sections(),
	}
}

// walk calls visit for v and everything inside it, with a path for messages.
func walk(path string, v reflect.Value, visit func(string, reflect.Value)) {
	visit(path, v)
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	}
}

func TestEveryCiteResolves(t *testing.T) {
	cited := map[string]bool{}
	for name, table := range tables() {
		walk(name, reflect.ValueOf(table), func(path string, v reflect.Value) {
			c, ok := v.Interface().(Cite)
			if !ok || c == (Cite{}) {
				return
			}
			cited[c.Document] = true
			if c.URL() == "" {
				t.Errorf("%s: %q is not among the documents", path, c.Document)
			}
		})
	}
	if len(cited) < 40 {
		t.Errorf("only %d documents are cited; the walk does not reach the tables", len(cited))
	}
	for _, p := range Profiles() {
		if _, ok := DocumentByKey(p.Document); !ok && p.Key != "complete" {
			t.Errorf("profile %s: %q is not among the documents", p.Key, p.Document)
		}
	}
}

func TestCiteSectionsLookLikeSections(t *testing.T) {
	form := regexp.MustCompile(`^(V?\d+(\.\d+)*)?$`)
	for name, table := range tables() {
		walk(name, reflect.ValueOf(table), func(path string, v reflect.Value) {
			if c, ok := v.Interface().(Cite); ok && !form.MatchString(c.Section) {
				t.Errorf("%s: section %q", path, c.Section)
			}
		})
	}
}

func TestCiteText(t *testing.T) {
	cases := []struct {
		cite Cite
		text string
		url  string
	}{
		{Cite{"RFC 6749", "5.2"}, "RFC 6749, section 5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"},
		{Cite{"RFC 6749", ""}, "RFC 6749", "https://www.rfc-editor.org/rfc/rfc6749"},
		{Cite{"RFC 9700", "a"}, "RFC 9700, section a", "https://www.rfc-editor.org/rfc/rfc9700#appendix-A"},
		{Cite{"OIDC Core", "5.1"}, "OIDC Core, section 5.1", "https://openid.net/specs/openid-connect-core-1_0.html"},
		{Cite{"Refresh Expiration", "5"}, "Refresh Expiration, section 5", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-refresh-token-expiration-03#section-5"},
		{Cite{"RFC 0", "1"}, "RFC 0, section 1", ""},
	}
	for _, c := range cases {
		if got := c.cite.String(); got != c.text {
			t.Errorf("text of %v = %q, want %q", c.cite, got, c.text)
		}
		if got := c.cite.URL(); got != c.url {
			t.Errorf("URL of %v = %q, want %q", c.cite, got, c.url)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	names := map[string][]string{}
	add := func(table, name string) { names[table] = append(names[table], name) }
	for _, v := range Documents() {
		add("documents", v.Key)
		add("document titles and addresses", v.URL)
	}
	for _, v := range Surfaces() {
		add("surfaces", string(v.Surface))
	}
	for _, v := range Errors() {
		add("errors", v.Key())
	}
	for _, v := range LookAlikes() {
		add("look-alikes", v.Code)
	}
	for _, v := range Claims() {
		add("claims", v.Name)
	}
	for _, v := range HeaderParameters() {
		add("headers", v.Name)
	}
	for _, v := range Endpoints() {
		add("endpoints", v.Key)
	}
	for _, v := range GrantRequests() {
		add("grant requests", v.Grant)
	}
	for _, v := range Grants() {
		add("grants", v.Key)
	}
	for _, v := range ClientAuths() {
		add("client auth", v.Key)
	}
	for _, v := range Algorithms() {
		add("algorithms", v.Name)
	}
	for _, v := range Bindings() {
		add("bindings", v.Key)
	}
	for _, v := range Profiles() {
		add("profiles", v.Key)
	}
	for _, v := range Checks() {
		add("checks", v.Key)
	}
	for _, v := range Triggers() {
		add("triggers", v.Key)
	}
	for _, v := range Events() {
		add("event, metric and attribute names", v.Name)
	}
	for _, v := range Metrics() {
		add("event, metric and attribute names", v.Name)
		add("prometheus names", v.Prometheus)
	}
	for _, v := range Attributes() {
		add("event, metric and attribute names", v.Name)
	}
	for _, v := range LogReasons() {
		add("log reasons", v.Value)
	}
	for _, v := range RedactedFields() {
		add("redacted fields", v.Name)
	}
	for _, v := range Alerts() {
		add("alerts", v.Key)
	}
	for _, v := range Glossary() {
		add("glossary", v.Key)
		for _, word := range append([]string{v.Name}, v.Aliases...) {
			if strings.EqualFold(word, v.Key) || strings.EqualFold(word, v.Name) && word != v.Name {
				continue
			}
			add("glossary words", strings.ToLower(word))
		}
	}
	for _, v := range Requirements() {
		add("requirements", v.ID)
		add("requirement titles", v.Title)
		add("requirement questions", v.Question)
	}
	for table, list := range names {
		seen := map[string]bool{}
		for _, name := range list {
			if name == "" {
				t.Errorf("%s: an entry has no name", table)
			}
			if seen[name] {
				t.Errorf("%s: %q occurs twice", table, name)
			}
			seen[name] = true
		}
	}
}

func TestFeaturesAreKnownAndUsed(t *testing.T) {
	used := map[Feature]bool{}
	for name, table := range tables() {
		walk(name, reflect.ValueOf(table), func(path string, v reflect.Value) {
			f, ok := v.Interface().(Feature)
			if !ok {
				return
			}
			used[f] = true
			known := false
			for _, k := range features {
				known = known || k == f
			}
			if !known {
				t.Errorf("%s: unknown feature %q", path, f)
			}
		})
	}
	for _, f := range features {
		if !used[f] {
			t.Errorf("feature %q brings nothing", f)
		}
	}
}

// prose lists the fields that hold sentences.
var prose = map[string]bool{
	"Description": true, "Meaning": true, "Definition": true, "What": true, "Why": true, "First": true,
	"UserMessage": true, "PublicReason": true, "When": true, "Neighbours": true, "Recovery": true,
}

func TestTextsAreFinished(t *testing.T) {
	var doubt = regexp.MustCompile(`(?i)\b(todo|fixme|tbd|xxx)\b|  |[\t\n]`)
	for name, table := range tables() {
		walk(name, reflect.ValueOf(table), func(path string, v reflect.Value) {
			if v.Kind() != reflect.String {
				return
			}
			text := v.String()
			if doubt.MatchString(text) || text != strings.TrimSpace(text) {
				t.Errorf("%s: %q is not finished", path, text)
			}
			for _, r := range text {
				if r > 0x7E {
					t.Errorf("%s: %q has the character %q", path, text, r)
				}
			}
			field := path[strings.LastIndex(path, ".")+1:]
			field, _, _ = strings.Cut(field, "[")
			if !prose[field] || text == "" || name == "claims" && field == "When" {
				return
			}
			if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
				t.Errorf("%s: %q does not end like a sentence", path, text)
			}
		})
	}
}

func TestCallersGetTheirOwnSlice(t *testing.T) {
	first := Grants()
	first[0].Key = "changed"
	if Grants()[0].Key == "changed" {
		t.Error("a caller can change the table of grants")
	}
	list := Errors()
	list[0].Code = "changed"
	if Errors()[0].Code == "changed" {
		t.Error("a caller can change the table of errors")
	}
}

func TestBrowserApplicationsDocumentIsAnRFC(t *testing.T) {
	d, ok := DocumentByKey("RFC 10017")
	if !ok || d.Status != StatusBCP {
		t.Errorf("RFC 10017 = %+v, %v; want a best current practice", d, ok)
	}
	if _, ok := DocumentByKey("rfc 10017"); ok {
		t.Error("keys are compared with regard to case")
	}
}

func TestDraftsSayTheirRevision(t *testing.T) {
	for _, d := range Documents() {
		if d.Status == StatusDraft && d.Dated == "" {
			t.Errorf("%s is a draft without revision", d.Key)
		}
		if !strings.HasPrefix(d.URL, "https://") {
			t.Errorf("%s: address %q", d.Key, d.URL)
		}
	}
}
