package generator

// Promise: the sample of a header is a value that could be sent: what the policy says in words of a wait or a nonce
// becomes a description, and the wait in the sample is one that the policy makes clients keep.

import (
	"cmp"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestHeaderSamples(t *testing.T) {
	const head = "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\n" + sparseToken
	cause := func(header, more string) string {
		return head + "errors: {causes: {busy: {code: busy, status: 429, at: token, headers: {" + header + "}" + more + "}}}\n"
	}
	for _, c := range []struct {
		name, policy, header string
		want                 any // the sample, or nil
		says                 string
	}{
		{"words for a wait", cause("Retry-After: as long as it takes", ", retry: {attempts: 2, base: 3s}"), "Retry-After", 3, " The policy says: as long as it takes."},
		{"less than a second", cause("Retry-After: a moment", ", retry: {attempts: 2, base: 200ms}"), "Retry-After", 1, " The policy says: a moment."},
		{"a wait for all", cause("Retry-After: a moment", "") + "client_strategy: {retry: {attempts: 2, base: 5s}}\n", "Retry-After", 5, " The policy says: a moment."},
		{"no wait anywhere", cause("Retry-After: a moment", ""), "Retry-After", nil, " The policy says: a moment."},
		{"seconds", cause("Retry-After: '60'", ", retry: {attempts: 2, base: 3s}"), "Retry-After", 60, ""},
		{"a date", cause("Retry-After: 'Fri, 31 Dec 1999 23:59:59 GMT'", ""), "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT", ""},
		{"words for a nonce", cause("DPoP-Nonce: a fresh one", ""), "DPoP-Nonce", sampleNonce, " The policy says: a fresh one."},
		{"a nonce", cause("DPoP-Nonce: abc-123", ""), "DPoP-Nonce", "abc-123", ""},
		{"any other header", cause("X-Reason: too much of it", ""), "X-Reason", "too much of it", ""},
	} {
		doc := contractOf(t, textBook(t, c.policy), "openapi/main.yaml")
		header, _ := at(t, doc, "paths", "/token", "post", "responses", "429", "headers", c.header).(map[string]any)
		text := cmp.Or(headerTexts[c.header], "A header that the policy states.")
		if d := gocmp.Diff([]any{text + c.says, c.want}, []any{header["description"], header["example"]}); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}
