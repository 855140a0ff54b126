// Keeps the promise that sign-offs are kept as they were given: comments stay, nothing is signed that must not be, and a file
// that was tampered with or merged badly proves nothing.
package review

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

const small = "tokens: {access: {type: access_token, lifetime: 10m, rationale: It is short.}}\n"

func bookWith(t *testing.T, text, reviews string) map[string]Item {
	t.Helper()
	out := map[string]Item{}
	for _, i := range Checklist(bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + text)}}, reviews)) {
		out[i.ID] = i
	}
	return out
}

func sign(t *testing.T, text string, item Item, by string) string {
	t.Helper()
	out, err := Sign(text, &item, SignOff{By: by, On: "2026-10-05", Version: "1.0.0", Note: "looked"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSignAndRead(t *testing.T) {
	items := bookWith(t, small, "")
	text := sign(t, "", items["LIF-2"], "Ana Ruiz")
	text = strings.Replace(text, "signed:\n", "signed:\n  # those of the first review\n", 1)
	text = sign(t, text, items["TYP-1"], "Ben")
	want := fileHead[:len(fileHead)-len("signed:\n")] + `signed:
  # those of the first review
  - item: LIF-2
    by: Ana Ruiz
    on: 2026-10-05
    version: "1.0.0"
    note: "looked"
    fingerprint: "` + func() string { i := items["LIF-2"]; return i.Fingerprint() }() + `"
    rests:
      tokens.access.lifetime.ttl.default: "10m"
      tokens.access.rationale: "It is short."
  - item: TYP-1
    by: Ben
    on: 2026-10-05
    version: "1.0.0"
    note: "looked"
    fingerprint: "` + func() string { i := items["TYP-1"]; return i.Fingerprint() }() + `"
    rests:
      tokens.access.type: "access_token"
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	after := bookWith(t, small, text)
	if i := after["LIF-2"]; i.Status != Pass || i.Why != "signed by Ana Ruiz on 2026-10-05" {
		t.Errorf("signed: %+v", i)
	}
	changed := bookWith(t, strings.Replace(small, "10m", "11m", 1), text)
	if i := changed["LIF-2"]; i.Status != Person || !strings.Contains(i.Why, "before what it rests on changed") {
		t.Errorf("a value changed: %+v", i)
	}
	if i := changed["TYP-1"]; i.Status != Pass {
		t.Errorf("another item: %+v", i)
	}
	back := bookWith(t, small+"# a comment\n", text)
	if i := back["LIF-2"]; i.Status != Pass {
		t.Errorf("what says the same counts the same: %+v", i)
	}
}

func TestIndentedByHand(t *testing.T) {
	items := bookWith(t, small, "")
	text := sign(t, "", items["LIF-2"], "Ana")
	wide := strings.ReplaceAll(strings.ReplaceAll(text, "\n  ", "\n        "), "\n", "\r\n")
	signed, err := ReadSignOffs(sign(t, wide, items["TYP-1"], "Ben"))
	if err != nil || len(signed) != 2 || signed[1].By != "Ben" {
		t.Errorf("%v, %v", signed, err)
	}
}

func TestSignRefuses(t *testing.T) {
	items := bookWith(t, small, "")
	fail := bookWith(t, "tokens: {access: {type: access_token, lifetime: undecided}}\n", "")["LIF-1"]
	text := sign(t, "", items["TYP-1"], "Ana")
	again := bookWith(t, small, text)["TYP-1"]
	good := SignOff{By: "Ana", On: "2026-10-05", Note: "looked"}
	tests := []struct {
		name, text string
		item       Item
		s          SignOff
		want       string
	}{
		{"what fails", "", fail, good, "a sign-off does not repair it"},
		{"what the program decides", "", items["LIF-1"], good, "needs no person"},
		{"nobody", "", items["TYP-1"], SignOff{By: " ", Note: "x"}, "who signs"},
		{"no note", "", items["TYP-1"], SignOff{By: "Ana", Note: "\n"}, "needs a note"},
		{"a long note", "", items["TYP-1"], SignOff{By: "Ana", Note: strings.Repeat("x", 2001)}, "2000"},
		{"twice", text, again, good, "signed by Ana on 2026-10-05 already"},
		{"a list in brackets", "tokenbook_reviews: 1\nsigned: []\n", items["TYP-1"], good, "each behind a dash"},
		{"a file of something else", "a: b\n", items["TYP-1"], good, `no key "a"`},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			if out, err := Sign(c.text, &c.item, c.s); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q, %v", out, err)
			}
		})
	}
	if _, err := Sign(text, &again, SignOff{By: "Ben", On: "2026-10-06", Note: "me too"}); err != nil {
		t.Errorf("another person may sign what one has signed: %v", err)
	}
}

func TestFilesThatProveNothing(t *testing.T) {
	good := sign(t, "", bookWith(t, small, "")["LIF-2"], "Ana")
	tests := map[string]string{
		"a value changed by hand":   strings.Replace(good, `"10m"`, `"11m"`, 1),
		"a value taken out":         strings.Replace(good, "      tokens.access.rationale: \"It is short.\"\n", "", 1),
		"a conflict of a merge":     strings.Replace(good, "    by: Ana\n", "<<<<<<< HEAD\n    by: Ana\n=======\n    by: Ben\n>>>>>>> other\n", 1),
		"a key twice":               strings.Replace(good, "    by: Ana\n", "    by: Ana\n    by: Ben\n", 1),
		"no day":                    strings.Replace(good, "2026-10-05", "soon", 1),
		"a day that is none":        strings.Replace(good, "2026-10-05", "2026-13-05", 1),
		"nobody":                    strings.Replace(good, "by: Ana", `by: " "`, 1),
		"another layout":            strings.Replace(good, "tokenbook_reviews: 1", "tokenbook_reviews: 2", 1),
		"an unknown key":            strings.Replace(good, "    by: Ana\n", "    by: Ana\n    for: all\n", 1),
		"aliases":                   strings.Replace(good, "by: Ana", "by: &a Ana", 1),
		"a tag":                     strings.Replace(good, "by: Ana", "by: !!str Ana", 1),
		"two documents":             good + "---\n" + good,
		"not YAML":                  "signed: [",
		"a word":                    "hello\n",
		"a list":                    "- a\n",
		"signed is no list":         "tokenbook_reviews: 1\nsigned: yes\n",
		"a sign-off that is a word": "tokenbook_reviews: 1\nsigned:\n  - a\n",
		"deep nesting":              "tokenbook_reviews: 1\nsigned:\n  - " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "\n",
		"a value that is no text":   strings.Replace(good, `"10m"`, `[a]`, 1),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			signed, err := ReadSignOffs(text)
			if err == nil || len(signed) > 0 {
				t.Fatalf("%d sign-offs, %v", len(signed), err)
			}
			if _, ok := err.(*FileError); !ok { //nolint:errorlint // documented to be the error itself
				t.Errorf("%T", err)
			}
			if i := bookWith(t, small, text)["LIF-2"]; i.Status != Person || len(i.Signed) > 0 {
				t.Errorf("it counts: %+v", i)
			}
		})
	}
}

func TestHostileTextsAreKept(t *testing.T) {
	item := bookWith(t, small, "")["TYP-1"]
	for i, one := range hostile.Texts() {
		text := one.Text
		if strings.TrimSpace(text) == "" || len([]rune(strings.TrimSpace(text))) > maxName {
			continue
		}
		item.Rests = inOrder([]Rest{{"a", text}, {"b " + text, "1"}})
		out, err := Sign("", &item, SignOff{By: text, On: "2026-10-05", Note: text})
		if err != nil {
			t.Fatalf("%d %q: %v", i, text, err)
		}
		signed, err := ReadSignOffs(out)
		if err != nil || len(signed) != 1 {
			t.Errorf("%d %q cannot be read back: %v", i, text, err)
		}
	}
}

func TestSince(t *testing.T) {
	items := bookWith(t, small, "")
	text := sign(t, sign(t, "", items["LIF-2"], "Ana"), items["TYP-1"], "Ana")
	text = sign(t, text, items["TYP-1"], "Ben")
	b := bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + strings.Replace(small, "lifetime: 10m, rationale: It is short.", "lifetime: 11m, rationale: It is short., cross_device: {a: {text: b}}", 1))}}, text)
	signed, err := ReadSignOffs(text)
	if err != nil {
		t.Fatal(err)
	}
	news, ok := Since(Checklist(b), signed, "Ana")
	if !ok || len(news.Reopened) != 1 || len(news.Standing) != 1 || len(news.Gone) != 0 {
		t.Fatalf("%+v", news)
	}
	if diff := cmp.Diff([]ValueChange{{"tokens.access.lifetime.ttl.default", "10m", "11m"}}, news.Reopened[0].Changes); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	others := 0
	for _, i := range news.Others {
		if i.ID == "BND-3" {
			others++
		}
	}
	if others != 1 {
		t.Errorf("what is new waits: %d", others)
	}
	if _, ok := Since(Checklist(b), signed, "Cid"); ok {
		t.Error("Cid never signed")
	}
	if diff := cmp.Diff([]string{"Ana", "Ben"}, Signers(signed)); diff != "" {
		t.Error(diff)
	}
	if text := string(NewsText(news)); !strings.Contains(text, "  ~ tokens.access.lifetime.ttl.default: 10m → 11m\n") {
		t.Error(text)
	}
	gone := bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + "tokens: {access: {type: access_token, lifetime: 10m}}\n")}}, text)
	if news, _ := Since(Checklist(gone), signed, "Ana"); len(news.Gone) != 1 || news.Gone[0].Item != "LIF-2" {
		t.Errorf("%+v", news.Gone)
	}
}

func TestCompare(t *testing.T) {
	got := Compare([]Rest{{"a", "1"}, {"b", "2"}, {"c", "3"}}, []Rest{{"a", "1"}, {"b", "4"}, {"d", "5"}})
	if diff := cmp.Diff([]ValueChange{{"b", "2", "4"}, {"c", "3", ""}, {"d", "", "5"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFingerprintTellsValuesApart(t *testing.T) {
	seen := map[string]string{}
	for _, rests := range [][]Rest{{{"a", "b"}}, {{"a=b", ""}}, {{"", "a=b"}}, {{"a", "b\n1:c=1:d"}}, {{"a", "b"}, {"c", "d"}}, nil} {
		f, what := fingerprint(rests), fmt.Sprint(rests)
		if other, twice := seen[f]; twice {
			t.Errorf("%s and %s share a fingerprint", what, other)
		}
		seen[f] = what
	}
}

func TestLongAndRepeatedNames(t *testing.T) {
	long := strings.Repeat("é", 2000)
	got := inOrder([]Rest{{long + "a", "1"}, {long + "b", "1"}, {"x", "2"}, {"x", "1"}, {"x", "1"}, {"x", "3"}})
	names := map[string]bool{}
	for _, r := range got {
		if names[r.Name] || len([]rune(r.Name)) > maxRestName+20 {
			t.Errorf("%q", r.Name)
		}
		names[r.Name] = true
	}
	if len(got) != 5 || !names["x (2)"] || !names["x (3)"] {
		t.Errorf("%v", got)
	}
}
