// These tests keep the promise that every word of the format is said once: well-formed, with a meaning, with a constant,
// used by a setting, and the same as in package standard wherever a standard fixes the list.
package specs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// enumsOf collects the vocabularies of all types that can be reached from a type, by the type's name.
func enumsOf(t reflect.Type, seen map[reflect.Type]bool, into map[string]vocabulary) {
	if seen[t] {
		return
	}
	seen[t] = true
	if t.PkgPath() == reflect.TypeFor[Document]().PkgPath() && t.Implements(reflect.TypeFor[enumerated]()) {
		into[t.Name()] = reflect.Zero(t).Interface().(enumerated).vocabulary()
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		enumsOf(t.Elem(), seen, into)
	case reflect.Struct:
		for i := range t.NumField() {
			enumsOf(t.Field(i).Type, seen, into)
		}
	}
}

func documentEnums(t *testing.T) map[string]vocabulary {
	t.Helper()
	into := map[string]vocabulary{}
	enumsOf(reflect.TypeFor[Document](), map[reflect.Type]bool{}, into)
	if len(into) < 100 {
		t.Fatalf("only %d enumerated types are reached from Document; the walk is broken", len(into))
	}
	return into
}

func names(v vocabulary) []string {
	var out []string
	for _, w := range v.words {
		out = append(out, w.Name)
	}
	return out
}

// foreign are the types whose words keep the spelling of the standard that they come from.
var foreign = map[string]string{
	"HTTPMethod": `^[A-Z]+$`,
	"Algorithm":  `^[A-Za-z0-9]+$`,
	"PKCEMethod": `^(S256|plain)$`,
	"TLSVersion": `^1\.[0-3]$`,
	"ProfileID":  `^[a-z0-9]+(-[a-z0-9]+)*$`,
}

func TestWordsAreWellFormed(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	trap := regexp.MustCompile(`^(none|undecided|own|y|n|yes|no|on|off|true|false)$`)
	for name, v := range documentEnums(t) {
		form := plain
		if own, ok := foreign[name]; ok {
			form = regexp.MustCompile(own)
		}
		seen := map[string]bool{}
		for _, w := range v.words {
			switch {
			case !form.MatchString(w.Name):
				t.Errorf("%s: the word %q is not of the form %s", name, w.Name, form)
			case trap.MatchString(w.Name):
				t.Errorf("%s: the word %q is read otherwise by YAML or by the decoder", name, w.Name)
			case seen[w.Name]:
				t.Errorf("%s: the word %q stands twice", name, w.Name)
			}
			seen[w.Name] = true
			if w.Means == "" || w.Means != strings.TrimSpace(w.Means) || strings.ContainsAny(w.Means, "\n\t") || strings.HasSuffix(w.Means, ".") {
				t.Errorf("%s: the meaning of %q is no phrase: %q", name, w.Name, w.Means)
			}
		}
		if len(v.words) < 2 && name != "FormatVersion" {
			t.Errorf("%s: %d words leave nothing to choose", name, len(v.words))
		}
	}
}

func TestMeaningsCiteKnownDocuments(t *testing.T) {
	inBrackets := regexp.MustCompile(`\(((?:RFC|OIDC|SP|CIBA|UMA|FAPI|ASVS|SSF|CAEP|Token Status List|Client Attestation)\b[^()]*)\)`)
	found := 0
	for name, v := range documentEnums(t) {
		for _, w := range v.words {
			for _, m := range inBrackets.FindAllStringSubmatch(w.Means, -1) {
				found++
				document, _, _ := strings.Cut(m[1], ", ")
				if _, ok := standard.DocumentByKey(document); !ok {
					t.Errorf("%s: the meaning of %q cites %q, which package standard does not know", name, w.Name, document)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d citations found; the pattern is broken", found)
	}
}

// declared reads the source: the string constants of each type, and the types with a vocabulary.
func declared(t *testing.T) (constants map[string][]string, types []string) {
	t.Helper()
	constants = map[string][]string{}
	set := token.NewFileSet()
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil && d.Name.Name == "vocabulary" {
					types = append(types, d.Recv.List[0].Type.(*ast.Ident).Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					typ, text, ok := typedString(spec)
					if ok {
						constants[typ] = append(constants[typ], text)
					}
				}
			}
		}
	}
	slices.Sort(types)
	return constants, types
}

// typedString reads a declaration such as `RotateOnUse RotationMode = "on_use"`.
func typedString(spec ast.Spec) (typ, text string, ok bool) {
	v, isValue := spec.(*ast.ValueSpec)
	if !isValue || len(v.Values) != 1 {
		return "", "", false
	}
	name, isName := v.Type.(*ast.Ident)
	lit, isText := v.Values[0].(*ast.BasicLit)
	if !isName || !isText || lit.Kind != token.STRING {
		return "", "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return name.Name, text, err == nil
}

// fixed are the words that package standard fixes, by type. Such types need constants only for the words that code
// speaks of; all other types have one for each word.
func fixed() map[string][]string {
	return map[string][]string{
		"ProfileID":    column(standard.Profiles(), func(r standard.Profile) string { return r.Key }),
		"GrantType":    column(standard.Grants(), func(r standard.Grant) string { return r.Key }),
		"ClientAuth":   column(standard.ClientAuths(), func(r standard.ClientAuth) string { return r.Key }),
		"Surface":      column(standard.Surfaces(), func(r standard.SurfaceInfo) string { return string(r.Surface) }),
		"Algorithm":    column(standard.Algorithms(), func(r standard.Algorithm) string { return r.Name }),
		"Check":        column(standard.Checks(), func(r standard.Check) string { return r.Key }),
		"BindingType":  append(column(standard.Bindings(), func(r standard.Binding) string { return r.Key }), "cidr", "object"),
		"ClientAction": column(standard.Actions(), func(r standard.Action) string { return string(r) }),
		"LogLevel":     column(standard.Levels(), func(r standard.Level) string { return string(r) }),
		"EventKind":    column(standard.Events(), func(r standard.Event) string { return string(KindOfEvent(r.Name)) }),
		"PersonalData": {string(standard.PersonalLow), string(standard.PersonalMedium), string(standard.PersonalHigh)},
		"MetricType": {string(standard.InstrumentCounter), string(standard.InstrumentUpDown), string(standard.InstrumentGauge),
			string(standard.InstrumentHistogram)},
	}
}

// column is one field of a table, without the row none.
func column[T any](rows []T, read func(T) string) []string {
	var out []string
	for _, row := range rows {
		if s := read(row); s != "none" {
			out = append(out, s)
		}
	}
	return out
}

func TestWordsEqualStandard(t *testing.T) {
	enums := documentEnums(t)
	for name, want := range fixed() {
		if diff := cmp.Diff(want, names(enums[name])); diff != "" {
			t.Errorf("%s differs from package standard (-standard +specs):\n%s", name, diff)
		}
	}
}

func TestWordsCoverStandard(t *testing.T) {
	enums := documentEnums(t)
	kinds := column(standard.TokenKinds(), func(k standard.TokenKind) string { return string(k) })
	// Claims of an introspection response are no token, and an assertion is one whether federated or not.
	kinds = slices.DeleteFunc(kinds, func(k string) bool { return k == "introspection" || k == "federated_assertion" })
	tests := []struct {
		enum string
		why  string
		want []string
	}{
		{"TokenType", "kinds of token whose claims are fixed", kinds},
		{"TokenState", "reasons of failed checks", column(standard.Checks(), func(r standard.Check) string { return r.LogReason })},
		{"Unit", "units that triggers usually end", column(standard.Triggers(), func(r standard.Trigger) string { return r.Usual })},
		{"Audience", "audiences of requirements", column(standard.Audiences(), func(a standard.Audience) string { return string(a) })},
	}
	for _, test := range tests {
		if len(test.want) == 0 {
			t.Errorf("%s: package standard has no %s", test.enum, test.why)
		}
		for _, w := range test.want {
			if !slices.Contains(names(enums[test.enum]), w) {
				t.Errorf("%s lacks %q, one of the %s", test.enum, w, test.why)
			}
		}
	}
}

func TestEveryWordHasItsConstant(t *testing.T) {
	constants, _ := declared(t)
	tables := fixed()
	for name, v := range documentEnums(t) {
		words := names(v)
		for _, c := range constants[name] {
			if !slices.Contains(words, c) {
				t.Errorf("%s: the constant %q is no word of the vocabulary", name, c)
			}
		}
		seen := slices.Clone(constants[name])
		slices.Sort(seen)
		if len(slices.Compact(seen)) != len(constants[name]) {
			t.Errorf("%s: two constants have the same word", name)
		}
		if tables[name] != nil {
			continue
		}
		for _, w := range words {
			if !slices.Contains(constants[name], w) {
				t.Errorf("%s: the word %q has no constant", name, w)
			}
		}
	}
}

func TestEveryVocabularyIsUsed(t *testing.T) {
	_, types := declared(t)
	var used []string
	for name := range documentEnums(t) {
		used = append(used, name)
	}
	slices.Sort(used)
	if diff := cmp.Diff(types, used); diff != "" {
		t.Errorf("vocabularies and the settings that use them differ (-declared +used):\n%s", diff)
	}
}

// TestFloorsCompareWords keeps a floor that asks for something stronger answerable.
func TestFloorsCompareWords(t *testing.T) {
	found := 0
	var walk func(t reflect.Type, seen map[reflect.Type]bool)
	walk = func(typ reflect.Type, seen map[reflect.Type]bool) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(typ.Elem(), seen)
		case reflect.Struct:
			for i := range typ.NumField() {
				f := typ.Field(i)
				walk(f.Type, seen)
				if f.Tag.Get("floor") != "stronger" {
					continue
				}
				found++
				into := map[string]vocabulary{}
				enumsOf(field(f.Type, "V"), map[reflect.Type]bool{}, into)
				for name, v := range into {
					if !v.ordered {
						t.Errorf("%s.%s has a floor, but the words of %s have no order", typ.Name(), f.Name, name)
					}
				}
				if len(into) != 1 {
					t.Errorf("%s.%s has a floor that asks for something stronger, but takes no words", typ.Name(), f.Name)
				}
			}
		}
	}
	walk(reflect.TypeFor[Document](), map[reflect.Type]bool{})
	if found == 0 {
		t.Error("no such floor found; the walk is broken")
	}
}

// TestOrders pins the orders that floors and comparisons rest on: turning one round would turn a floor into a ceiling.
func TestOrders(t *testing.T) {
	enums := documentEnums(t)
	tests := map[string][2]string{ // weakest, strongest
		"Level":           {"low", "critical"},
		"Assurance":       {"aal1", "aal3"},
		"Force":           {"observed", "guaranteed"},
		"Need":            {"forbidden", "required"},
		"TLSVersion":      {"1.0", "1.3"},
		"SecretStore":     {"source_code", "hsm"},
		"AtRest":          {"plaintext", "not_kept"},
		"ScopeOnRenewal":  {"any", "same"},
		"TokenInLog":      {"raw", "never"},
		"PersonalData":    {"low", "high"},
		"RiskResponse":    {"record", "lock"},
		"LogLevel":        {"debug", "critical"},
		"AlertSeverity":   {"info", "page"},
		"FindingSeverity": {"info", "error"},
		"StageState":      {"announced", "mandatory"},
	}
	for name, v := range enums {
		ends, listed := tests[name]
		if v.ordered != listed {
			t.Errorf("%s: ordered is %v, but its ends are listed here: %v", name, v.ordered, listed)
			continue
		}
		if !listed {
			continue
		}
		if got := [2]string{v.words[0].Name, v.words[len(v.words)-1].Name}; got != ends {
			t.Errorf("%s runs from %s to %s, want %s to %s", name, got[0], got[1], ends[0], ends[1])
		}
	}
}
