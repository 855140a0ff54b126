// These tests keep the promises of the reader of YAML: places are exact, aliases and merge keys keep the places they
// came through, and no text, however made, ends the program or keeps it busy.
package specs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// at is a span as text: line:column-column.
func at(s diag.Span) string {
	return fmt.Sprintf("%d:%d-%d", s.Start.Line, s.Start.Column, s.End.Column)
}

func TestPlaces(t *testing.T) {
	tests := []struct{ line, want string }{
		{"    title: text", "5:12-16"},
		{"    title:   two words  # and a comment", "5:14-23"},
		{`    title: "quo\"ted" # c`, "5:12-22"},
		{"    title: 'it''s'", "5:12-19"},
		{"    title: é mit 🙂", "5:12-19"},
		{`    "title": x`, "5:14-15"},
		{"    title: |\n      block", "5:12-13"},
		{"    title: plain\n      that goes on", "5:12-17"},
		{"    title: \"quoted\n      and on\"", "5:12-19"},
		{"    title: {is: text, because: why}", "5:17-21"},
	}
	for _, test := range tests {
		doc := must(t, head+"tokens:\n  access:\n"+test.line+"\n    type: access_token\n")
		if got := at(doc.Tokens.Get("access").Title.At); got != test.want {
			t.Errorf("%q stands at %s, want %s", test.line, got, test.want)
		}
	}
}

func TestPlacesOfKeysAndEntries(t *testing.T) {
	doc := must(t, "tokenbook: v1\npolicy: {id: a, title: b, version: 1.0.0, owners: [identity, {team: web, contact: '#web'}]}\ntokens:\r\n  access: {type: access_token}\r\n")
	got := []string{
		at(doc.Tokenbook.At), at(doc.Policy.At), at(doc.Policy.ID.At), at(doc.Policy.Owners.At), at(doc.Policy.Owners.Items[0].Team.At),
		at(doc.Policy.Owners.Items[1].Contact.At), at(doc.Tokens.Entries[0].At), at(doc.Tokens.Entries[0].V.Type.At),
	}
	want := []string{"1:12-14", "2:9-10", "2:14-15", "2:51-52", "2:52-60", "2:83-89", "4:3-9", "4:18-30"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAliasesKeepPlaces(t *testing.T) {
	doc := must(t, headTokens+`timers:
  login: &short 5m # the short one
  consent: *short
sessions:
  web: &web {lifetime: 1h, title: Web}
  kiosk:
    <<: *web
    title: Kiosk
`)
	consent := doc.Timers.Get("consent")
	kiosk := doc.Sessions.Get("kiosk")
	got := []string{
		consent.TTL.Fixed.V.String(), at(consent.At), at(consent.Via[0]),
		kiosk.Title.V, at(kiosk.Title.At), kiosk.Lifetime.TTL.Fixed.V.String(), at(kiosk.Lifetime.At), at(kiosk.Lifetime.Via[0]),
	}
	want := []string{"5m", "6:12-18", "5:17-19", "Kiosk", "11:12-17", "1h", "8:24-26", "10:9-13"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMergeOrder(t *testing.T) {
	doc := must(t, headTokens+`sessions:
  a: &a {lifetime: 1h, title: A}
  b: &b {lifetime: 2h, title: B, csrf: b}
  c: {<<: [*a, *b], presence_signal: c}
`)
	c := doc.Sessions.Get("c")
	if got := c.Title.V + c.Lifetime.TTL.Fixed.V.String() + c.CSRF.V + c.Presence.V; got != "A1hbc" {
		t.Errorf("merged to %s", got)
	}
}

// hostile texts and a word of the finding that each must give.
func hostile() map[string]struct{ text, want string } {
	bomb := "a0: &a0 x\n"
	merges := "a0: &a0 {}\n"
	for i := 1; i <= 12; i++ {
		list := strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 12), ", ")
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, list)
		merges += fmt.Sprintf("a%d: &a%d {<<: [%s]}\n", i, i, list)
	}
	return map[string]struct{ text, want string }{
		"aliases of aliases":     {bomb, "MaxNodes"},
		"merges of merges":       {merges, "MaxNodes"},
		"an alias in itself":     {"a: &a [*a]\n", "stands inside the very thing"},
		"a merge of itself":      {"a: &a {<<: *a}\n", "merges a mapping into itself"},
		"deep nesting":           {strings.Repeat("[", 200) + strings.Repeat("]", 200), "MaxDepth"},
		"very deep nesting":      {strings.Repeat("[", 20_000), "syntax"},
		"one long line":          {"a: [" + strings.Repeat("b, ", 60_000) + "b]\n", "unknown-key"},
		"one long line of text":  {"a: [" + strings.Repeat(`"b", `, 60_000) + "b]\n", "unknown-key"},
		"a long scalar":          {"a: " + strings.Repeat("b", MaxScalarBytes+1) + "\n", "MaxScalarBytes"},
		"many keys":              {"a: {" + strings.Repeat("b: c, ", 1000) + "}\n", "duplicate"},
		"a mapping as a key":     {"{{},<<}", "key"},
		"a list as a merge":      {"{<<: [[1]], a: b}", "mapping"},
		"nothing":                {"", "empty"},
		"only a comment":         {"# nothing\n", "empty"},
		"a NUL byte":             {"a: b\x00c", "NUL"},
		"Latin-1":                {"a: b\n c: \xe9", "0xE9"},
		"UTF-16":                 {"\xff\xfea\x00:\x00 \x00b\x00", "UTF-16"},
		"UTF-16 without a mark":  {"t\x00o\x00k\x00e\x00n\x00:\x00", "UTF-16"},
		"too large":              {strings.Repeat("# text\n", MaxFileBytes/7+1), "MaxFileBytes"},
		"a tag":                  {"a: !!binary aGk=\n", "tag"},
		"a control character":    {"a: \"\x01\"\n", "control"},
		"an unknown anchor":      {"a: *b\n", "unknown anchor"},
		"an unknown directive":   {"%YAML 9.9\n---\na: b\n", "syntax"},
		"two documents":          {"a: b\n---\nc: d\n", "second document"},
		"a broken second":        {"a: b\n---\n[\n", "syntax"},
		"an alias as a key":      {"a: &a b\n*a : c\n", "alias"},
		"a key without an end":   {"? a\n", "unknown-key"},
		"a byte order mark only": {"\ufeff", "empty"},
	}
}

func TestHostileTexts(t *testing.T) {
	const enough = 20 * time.Second // on a busy machine; each takes milliseconds otherwise
	for name, h := range hostile() {
		start := time.Now()
		_, findings := read(h.text)
		if took := time.Since(start); took > enough {
			t.Errorf("%s took %v", name, took)
		}
		all := fmt.Sprint(findings)
		if !strings.Contains(all, h.want) {
			t.Errorf("%s: %.300s does not speak of %s", name, all, h.want)
		}
	}
}

// TestLimitsAreFarAway shows that an honest policy is nowhere near a limit.
func TestLimitsAreFarAway(t *testing.T) {
	text := everySetting()
	must(t, text)
	var findings diag.List
	r := parseYAML("policy.yaml", []byte(text), &findings)
	if n := countNodes(r); n*10 > MaxNodes {
		t.Errorf("a policy with every setting has %d nodes", n)
	}
}

func countNodes(n *node) int {
	total := 1
	for _, p := range n.pairs {
		total += countNodes(p.value)
	}
	for _, item := range n.items {
		total += countNodes(item)
	}
	return total
}
