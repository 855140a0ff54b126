// Keeps the promise that every reachable state of a token is matched with the errors that answer to it, and that gaps,
// overlaps, missing actions and errors that nothing leads to are found.
package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

func cellOf(table ErrorTable, token string, surface specs.Surface, state specs.TokenState) (ErrorCell, bool) {
	for _, c := range table.Cells {
		if c.Token == token && c.Surface == surface && c.State == state {
			return c, true
		}
	}
	return ErrorCell{}, false
}

const errorTokens = `
resource_servers: {orders: {audience: o, accepts: access, mode: local}}
tokens:
  access: {type: access_token, format: jwt, lifetime: 10m, audiences: o}
  refresh: {type: refresh_token, format: opaque, lifetime: 30d, revocable: true, rotation: on_use}
`

func TestErrorCells(t *testing.T) {
	for _, c := range []struct {
		name, errors string
		token        string
		surface      specs.Surface
		state        specs.TokenState
		want         string // verdict, causes, code, action
	}{
		{"adopted as it is", "{adopt: [resource]}", "access", "resource", "expired", "one invalid_token invalid_token refresh"},
		{"refined for this state", "{adopt: [resource], causes: {late: {code: invalid_token, at: resource, token_state: expired, then: stop}}}", "access", "resource", "expired", "one late invalid_token stop"},
		{"refined for another state: the standard's entry still stands", "{adopt: [resource], causes: {late: {code: invalid_token, at: resource, token_state: expired, then: stop}}}", "access", "resource", "bad_signature",
			"one resource.invalid_token invalid_token refresh"},
		{"refined for no state: it stands for all", "{adopt: [resource], causes: {bad: {code: invalid_token, at: resource, then: stop}}}", "access", "resource", "bad_signature", "one bad invalid_token stop"},
		{"two for one state", "{adopt: [resource], causes: {a: {code: invalid_token, at: resource, token_state: expired}, b: {code: invalid_token, at: resource, token_state: expired}}}", "access", "resource", "expired",
			"overlap a,b  "},
		{"two of which one speaks of another token", "{adopt: [resource], causes: {a: {code: invalid_token, at: resource, token_state: expired, tokens: access}, b: {code: invalid_token, at: resource, token_state: expired, tokens: refresh}}}", "access", "resource", "expired",
			"one a invalid_token refresh"},
		{"nothing adopted", "{causes: {late: {code: TOO_LATE, at: resource, token_state: expired, then: refresh}}}", "access", "resource", "bad_signature", "gap   "},
		{"a code of one's own", "{causes: {late: {code: TOO_LATE, at: resource, token_state: expired, then: refresh}}}", "access", "resource", "expired", "one late TOO_LATE refresh"},
		{"a code of one's own without an action", "{causes: {late: {code: TOO_LATE, at: resource, token_state: expired}}}", "access", "resource", "expired", "no action late TOO_LATE "},
		{"a dead refresh token", "{adopt: [token]}", "refresh", "token", "revoked", "one invalid_grant invalid_grant reauthenticate"},
		{"a spent refresh token", "{adopt: [token]}", "refresh", "token", "reused", "one invalid_grant invalid_grant reauthenticate"},
		{"none at all", "{adopt: [resource]}", "access", "resource", "missing", "one missing_credentials missing_credentials obtain_token"},
	} {
		table := Analyse(policy(t, errorTokens+"errors: "+c.errors+"\n")).Errors
		got, ok := cellOf(table, c.token, c.surface, c.state)
		text := strings.Join([]string{string(got.Verdict), strings.Join(got.Causes, ","), got.Code, string(got.Action)}, " ")
		if !ok || text != c.want {
			t.Errorf("%s: got %q, want %q", c.name, text, c.want)
		}
		if got.Reached == "" {
			t.Errorf("%s: nothing says why the state can be reached", c.name)
		}
	}
}

func TestReachableStates(t *testing.T) {
	for _, c := range []struct {
		name, policy, token string
		surface             specs.Surface
		want                string
	}{
		{"a signed access token", errorTokens, "access", "resource",
			"missing malformed wrong_type unknown_kid bad_signature wrong_issuer wrong_audience expired unverifiable"},
		{"a rotating refresh token", errorTokens, "refresh", "token", "missing malformed unknown wrong_client expired revoked reused"},
		{"an opaque key that never ends", "tokens: {key: {type: api_key, format: opaque, lifetime: never, revocable: true}}\nscopes: {read: read}\n", "key", "resource",
			"missing malformed unknown revoked insufficient_scope unverifiable"},
		{"a code for one use with a proof", "tokens: {code: {type: authorization_code, format: opaque, lifetime: {ttl: 60s, uses: 1}, binding: {to: dpop}}}\nvalidation: {dpop: {nonce: authorization_server}}\n", "code", "token",
			"missing malformed unknown wrong_client expired spent replay stale_nonce binding_mismatch"},
		{"operations that ask for more", "tokens: {access: {type: access_token, format: opaque, lifetime: 10m}}\nacr_values: {high: two}\noperations: {pay: {acr: high, max_age: 5m}}\n", "access", "resource",
			"missing malformed unknown expired weak_authentication stale_authentication unverifiable"},
	} {
		var got []string
		for _, cell := range Analyse(policy(t, c.policy+"errors: {adopt: [resource, token]}\n")).Errors.Cells {
			if cell.Token == c.token && cell.Surface == c.surface {
				got = append(got, string(cell.State))
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestErrorFaults(t *testing.T) {
	p := policy(t, errorTokens+`
errors:
  adopt: [resource, token]
  causes:
    late: {code: invalid_token, status: 401, at: resource, token_state: expired, then: refresh}
    alien: {code: invalid_token, status: 401, at: resource, token_state: wrong_audience, then: stop}
    early: {code: invalid_token, status: 401, at: resource, token_state: not_yet_valid, then: refresh}
    elsewhere: {code: gone, at: {own: portal}, token_state: spent, then: stop}
    other_token: {code: invalid_grant, at: token, token_state: reused, tokens: access, then: stop}
`)
	var got []string
	for _, f := range Analyse(p).Errors.Faults {
		if len(f.At) != len(f.Causes) {
			t.Errorf("%v: %d places", f.Causes, len(f.At))
		}
		got = append(got, f.Kind+" "+strings.Join(f.Causes, ",")+": "+f.Text)
	}
	want := []string{
		"unreachable early: no token that resource takes can be not yet valid",
		"unreachable other_token: no token that token takes can be reused",
		"indistinct late,alien,early: invalid_token at resource asks for several actions: refresh, stop",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSurfacesThatAPolicySaysNothingOfAreNotJudged(t *testing.T) {
	if table := Analyse(policy(t, errorTokens)).Errors; len(table.Cells)+len(table.Faults) > 0 {
		t.Errorf("got %+v", table)
	}
	for _, c := range Analyse(policy(t, errorTokens+"errors: {adopt: [token]}\n")).Errors.Cells {
		if c.Surface != specs.SurfaceToken {
			t.Errorf("%s is judged", c.Surface)
		}
	}
}

func TestEveryStateHasAStandardAnswer(t *testing.T) {
	for _, state := range []specs.TokenState{specs.TokenMissing, specs.TokenExpired, specs.TokenRevoked, specs.TokenReused, specs.TokenUnverifiable} {
		if len(covers[state]) == 0 {
			t.Errorf("no code stands for %s", state)
		}
	}
	for state, codes := range covers {
		for _, key := range codes {
			surface, code, _ := strings.Cut(key, ".")
			if _, ok := standard.ErrorByCode(code, standard.Surface(surface)); !ok {
				t.Errorf("%s: the standard has no %s", state, key)
			}
		}
	}
}
