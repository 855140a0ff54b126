// Keeps the promise that a wait counts the lives of those whom a change concerns and of nobody else, and that a key is
// kept for every token that it signed.
package migrate

import (
	"strings"
	"testing"
)

const holders = "clients: {mobile: {type: public}, partner: {type: confidential}}\n" +
	"tokens:\n  refresh:\n    type: refresh_token\n    issued: [{grant: authorization_code, to: [mobile, partner]}]\n    lifetime: {idle: 14d, absolute: 30d}\n" +
	"    variants: [{when: {client: partner}, lifetime: {idle: 30d, absolute: 180d}}MORE]\n"

func TestLivesOfThoseConcerned(t *testing.T) {
	was := strings.Replace(holders, "MORE", "", 1)
	for _, c := range []struct{ name, is, text, want string }{
		{"one client", strings.Replace(holders, "MORE", ", {when: {client: mobile}, lifetime: {idle: 7d, absolute: 30d}}", 1), "longest life of refresh for client mobile", "30d"},
		{"the other client", strings.Replace(was, "idle: 30d", "idle: 20d", 1), "longest life of refresh for client partner", "180d"},
		{"both", strings.NewReplacer("idle: 14d", "idle: 7d", "idle: 30d", "idle: 20d").Replace(was), "longest life of refresh for client mobile; or client partner", "180d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := only(t, planned(t, small(t, was), small(t, c.is), Options{}), "lifetime")
			last := m.Steps[len(m.Steps)-1]
			if got := last.Waits[0].Terms[0]; got.Text != c.text || got.D.String() != c.want {
				t.Errorf("it waits for %s, want %s %s", got, c.want, c.text)
			}
		})
	}
}

// TestKeySignsForAll: a change of keys waits for the longest life of all tokens that they sign.
func TestKeySignsForAll(t *testing.T) {
	write := func(alg string) string {
		return "issuers: {main: {url: https://id.example.com, endpoints: {jwks: /jwks}, keys: {signing: {algorithms: " + alg + "}}}}\n" +
			"clients: {mobile: {type: public}, partner: {type: confidential}}\n" +
			"tokens: {access: {type: access_token, format: jwt, keys: signing, issued: [{grant: authorization_code, to: [mobile, partner]}], lifetime: 10m,\n" +
			"  variants: [{when: {client: partner}, lifetime: 1h}]}}\n"
	}
	m := only(t, planned(t, small(t, write("ES256")), small(t, write("EdDSA")), Options{}), "signing-algorithm")
	for i := range m.Steps {
		if s := &m.Steps[i]; s.ID == "withdraw" && s.Waits[0].Terms[0].D.String() != "1h" {
			t.Errorf("the old key is kept for %s", s.Waits[0].Terms[0])
		}
	}
}
