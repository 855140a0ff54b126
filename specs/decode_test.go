// These tests keep the promises of the walker: what a setting can say is told apart (silence, none, undecided, a
// value), short and long forms mean the same, YAML's traps change nothing, and everything that is wrong is said at its
// place, with what was written and what would do.
package specs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStates(t *testing.T) {
	tests := []struct {
		written string
		state   State
		text    string
	}{
		{"", Silent, ""},
		{"title: none", None, ""},
		{"title: undecided", Undecided, ""},
		{`title: "none"`, Set, "none"},
		{`title: 'undecided'`, Set, "undecided"},
		{"title: |\n      none", Set, "none\n"},
		{"title: {is: none, because: why}", None, ""},
		{"title: {is: \"none\", because: why}", Set, "none"},
		{"title: None", Set, "None"},
		{"title: text", Set, "text"},
	}
	for _, test := range tests {
		text := head + "tokens:\n  access:\n    type: access_token\n    " + test.written + "\n"
		got := must(t, text).Tokens.Get("access").Title
		if got.State != test.state || got.Or("") != test.text {
			t.Errorf("%q is %s %q, want %s %q", test.written, got.State, got.V, test.state, test.text)
		}
		if got.Stated() != (test.state != Silent) || got.IsSet() != (test.state == Set) {
			t.Errorf("%q: Stated is %v and IsSet is %v", test.written, got.Stated(), got.IsSet())
		}
	}
}

func TestStatesOfStructuresAndCollections(t *testing.T) {
	doc := must(t, headTokens+`
scopes: none
revocation: undecided
sessions: {sso: {lifetime: none}}
privacy: {is: none, because: nobody}
validation: {is: undecided, source: handbook}
observability: {is: none, because: why}
profiles: {is: none, because: why}
sources: {handbook: Handbook}
`)
	got := map[string]State{
		"scopes": doc.Scopes.State, "revocation": doc.Revocation.State, "lifetime": doc.Sessions.Get("sso").Lifetime.State,
		"privacy": doc.Privacy.State, "validation": doc.Validation.State, "observability": doc.Observability.State, "profiles": doc.Profiles.State,
		"incidents": doc.Incidents.State,
	}
	want := map[string]State{
		"scopes": None, "revocation": Undecided, "lifetime": None, "privacy": None, "validation": Undecided, "observability": None,
		"profiles": None, "incidents": Silent,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := doc.Privacy.Because(); got != "nobody" {
		t.Errorf("the reason for none is %q", got)
	}
}

func TestNotes(t *testing.T) {
	doc := must(t, headTokens+`
sources: {cae: {title: Continuous access evaluation, url: https://docs.example/cae}}
revocation:
  objective: {is: 5m, because: the cache, source: cae, force: advised, stated: about five minutes, stable: false, was: 3m, but: [{is: 9m, source: cae}]}
  denylist: {store: redis, because: at hand}
  by: {is: [user, administrator], because: law}
`)
	note := doc.Revocation.Objective.Note
	if note == nil {
		t.Fatal("there is no note")
	}
	was, _ := note.Was.V.Text()
	says, _ := note.But.Items[0].Says.V.Text()
	got := []string{doc.Revocation.Objective.V.String(), string(note.Because.V), string(note.Source.V), string(note.Force.V), note.Stated.V,
		fmt.Sprint(note.Stable.State, note.Stable.V), was, says, string(note.But.Items[0].Note.Source.V),
		string(doc.Revocation.Denylist.Because()), doc.Revocation.Denylist.Store.V, string(doc.Revocation.By.Because()), fmt.Sprint(Plain(doc.Revocation.By))}
	want := []string{"5m", "the cache", "cae", "advised", "about five minutes", "set false", "3m", "9m", "cae", "at hand", "redis", "law", "[user administrator]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestShortForms compares what different ways of writing come to.
func TestShortForms(t *testing.T) {
	tests := []struct{ path, short, long string }{
		{"timers.login", "10m", "{ttl: {default: 10m}}"},
		{"timers.login", "10m", "{is: 10m}"},
		{"timers.login", "{default: 10m, max: 1h}", "{ttl: {default: 10m, max: 1h}}"},
		{"timers.login", "{max: 1h}", "{ttl: {max: 1h}}"},
		{"timers.login", "{random: [1m, 2m]}", "{ttl: {random: [1m, 2m]}}"},
		{"timers.login", "{absolute: {max: 1h}}", "{absolute: {of: {max: 1h}}}"},
		{"timers.login", "{absolute: 1h}", "{absolute: {of: {default: 1h}}}"},
		{"timers.login", "{is: 10m, because: why}", "{ttl: 10m, because: why}"},
		{"timers.login", "{max: 1h, because: why}", "{ttl: {max: 1h}, because: why}"},
		{"sessions.sso", "10m", "{lifetime: {ttl: {default: 10m}}}"},
		{"sessions.sso", "{idle: 1h}", "{lifetime: {idle: 1h}}"},
		{"settings.life.range", "1h", "{max: {default: 1h}}"},
		{"tokens.access.rotation", "on_use", "{mode: on_use}"},
		{"tokens.access.rotation", "{previous: 10s}", "{previous: {lifetime: {ttl: {default: 10s}}}}"},
		{"tokens.access.rotation", "{on_reuse: family}", "{on_reuse: {kill: [{of: [family]}]}}"},
		{"tokens.access.rotation", "{on_reuse: {of: family, tokens: access}}", "{on_reuse: {kill: [{of: [family], tokens: [access]}]}}"},
		{"tokens.access.format", "jwt", "{kind: jwt}"},
		{"tokens.access.format", "{own: biscuit}", "{kind: {own: biscuit}}"},
		{"tokens.access.match", "sk_", "{prefixes: [{text: sk_}]}"},
		{"tokens.access.match", "{text: sk_, means: live}", "{prefixes: [{text: sk_, means: live}]}"},
		{"tokens.access.issued", "authorization_code", "[{grant: authorization_code}]"},
		{"tokens.access.issued", "{grant: authorization_code, to: spa}", "[{grant: authorization_code, to: [spa]}]"},
		{"tokens.access.audiences", "any", "[any]"},
		{"validation", "signature", "{checks: [signature]}"},
		{"errors", "[token, resource]", "{adopt: [token, resource]}"},
		{"policy.owners", "identity", "[{team: identity}]"},
		{"revocation.triggers.logout", "session", "{kill: [{of: [session]}]}"},
		{"revocation.triggers.logout", "{of: [client, user]}", "{kill: [{of: [client, user]}]}"},
		{"issuers.main.keys.signing", "{own: EdX}", "{algorithms: [{own: EdX}]}"},
		{"revocation.mechanisms.access", "expiry", "[expiry]"},
	}
	for _, test := range tests {
		short, long := must(t, written(test.path, test.short)), must(t, written(test.path, test.long))
		if diff := cmp.Diff(string(long.JSON()), string(short.JSON())); diff != "" {
			t.Errorf("%s: %s is not what %s is (-long +short):\n%s", test.path, test.short, test.long, diff)
		}
	}
}

// written is a policy that has a value at a path.
func written(path, value string) string {
	keys := strings.Split(path, ".")
	text := value
	for i := len(keys) - 1; i >= 0; i-- {
		extra := ""
		switch {
		case i == 0 && keys[0] != "policy":
			return headWithout(keys[0]) + keys[0] + ": " + text + "\n"
		case i == 0:
			return "tokenbook: v1\npolicy: " + text + "\ntokens: none\n"
		case i == 1 && keys[0] == "policy":
			extra = "id: a, title: b, version: 1.0.0, "
		case i == 2 && keys[0] == "tokens":
			extra = "type: access_token, "
		case i == 2 && keys[0] == "issuers":
			extra = "url: https://id.example, "
		}
		text = "{" + extra + keys[i] + ": " + text + "}"
	}
	return text
}

func headWithout(key string) string {
	if key == "tokens" {
		return head
	}
	return headTokens
}

func TestYAMLTraps(t *testing.T) {
	tests := []struct{ written, want string }{
		{"title: on", "on"},
		{"title: yes", "yes"},
		{"title: 010", "010"},
		{"title: 3.10", "3.10"},
		{"title: 12:30:00", "12:30:00"},
		{"title: 1e3", "1e3"},
		{"title: 0x10", "0x10"},
		{"title: .inf", ".inf"},
		{"title: 2026-10-01", "2026-10-01"},
		{"title: 1_000", "1_000"},
		{"title: =", "="},
		{"title: NO", "NO"},
		{`title: "{{ tokens.access.lifetime }}"`, "{{ tokens.access.lifetime }}"},
	}
	for _, test := range tests {
		text := head + "tokens:\n  access:\n    type: access_token\n    " + test.written + "\n"
		if got := must(t, text).Tokens.Get("access").Title.V; got != test.want {
			t.Errorf("%s is read as %q, want %q", test.written, got, test.want)
		}
	}
	doc := must(t, headTokens+"observability: {events: {on: {recorded_when: x}, yes: x, 010: x}}\n")
	if diff := cmp.Diff([]string{"on", "yes", "010"}, doc.Observability.Events.IDs()); diff != "" {
		t.Error(diff)
	}
}

func TestPresenceTakesTheWordNull(t *testing.T) {
	for written, want := range map[string]Presence{"null": "null", `"null"`: "null", "{is: null, because: why}": "null", "always": "always"} {
		doc := must(t, head+"tokens: {access: {type: access_token, claims: {act: {present: "+written+"}}}}\n")
		if got := doc.Tokens.Get("access").Claims.Get("act").Present; got.V != want || got.State != Set {
			t.Errorf("%s is read as %s %q", written, got.State, got.V)
		}
	}
}

func TestKeepsOrder(t *testing.T) {
	doc := must(t, head+"tokens: {zeta: {type: access_token}, alpha: {type: access_token}, mid: {type: access_token}}\n")
	if diff := cmp.Diff([]string{"zeta", "alpha", "mid"}, doc.Tokens.IDs()); diff != "" {
		t.Error(diff)
	}
	if doc.Tokens.Len() != 3 || doc.Tokens.Get("alpha") == nil || doc.Tokens.Get("beta") != nil {
		t.Error("Get or Len does not fit the entries")
	}
}

func TestPlainAndHas(t *testing.T) {
	doc := must(t, headTokens+"clients: {spa: {type: public, grants: [authorization_code, none, refresh_token]}}\n")
	grants := doc.Clients.Get("spa").Grants
	if diff := cmp.Diff([]GrantType{"authorization_code", "refresh_token"}, Plain(grants)); diff != "" {
		t.Error(diff)
	}
	if !Has(grants, GrantType("refresh_token")) || Has(grants, GrantType("none")) || Has(grants, GrantType("implicit")) {
		t.Error("Has does not fit the list")
	}
}
