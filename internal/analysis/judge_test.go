// Keeps the promise that values which can never hold and limits which are never reached are found, and nothing else.
package analysis

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func judged(t *testing.T, rest string) []string {
	t.Helper()
	var out []string
	for _, j := range Analyse(policy(t, rest)).Judgements {
		if j.At.IsZero() || j.Winner.IsZero() {
			t.Errorf("%s has no place: %+v", j.Path, j)
		}
		out = append(out, j.Kind+" "+j.Path+": "+j.Text)
	}
	return out
}

func TestVariantsThatNeverWin(t *testing.T) {
	const never = "never_wins tokens.access.lifetime: whatever meets this condition meets that of a variant that wins over it"
	for _, c := range []struct{ name, variants, want string }{
		{"every client has its own", "- {when: {client: [spa, worker]}, lifetime: 9m}\n      - {when: {client: spa}, lifetime: 5m}\n      - {when: {client: worker}, lifetime: 6m}", never},
		{"one client is left", "- {when: {client: [spa, worker]}, lifetime: 9m}\n      - {when: {client: spa}, lifetime: 5m}", ""},
		{"beaten by name everywhere", "- {id: a, when: {client: spa}, lifetime: 9m}\n      - {when: {environment: [production, staging]}, beats: a, lifetime: 5m}", never},
		{"beaten by name in one environment", "- {id: a, when: {client: spa}, lifetime: 9m}\n      - {when: {environment: staging}, beats: a, lifetime: 5m}", ""},
		{"a leaf does not replace the whole", "- {when: {client: spa}, lifetime: {ttl: 5m, idle: 1m}}\n      - {when: {client: spa, environment: [production, staging]}, lifetime.idle: 2m}", ""},
		{"the whole replaces a leaf", "- {when: {client: spa}, lifetime.idle: 2m}\n      - {when: {client: spa, environment: production}, lifetime: 5m}\n      - {when: {client: spa, environment: staging}, lifetime: 6m}",
			"never_wins tokens.access.lifetime.idle: whatever meets this condition meets that of a variant that wins over it"},
	} {
		got := judged(t, "tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n      "+c.variants+"\n")
		want := []string{c.want}
		if c.want == "" {
			want = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestLimitsThatAreNeverReached(t *testing.T) {
	const sessions = "sessions: {sso: {lifetime: {idle: 1h, absolute: 24h}}, web: {parent: sso, lifetime: 8h}}\n"
	for _, c := range []struct{ name, rest, want string }{
		{"absolute beyond the session", sessions + "tokens: {refresh: {type: refresh_token, lifetime: {idle: 2h, absolute: 90d, ends_with: sessions.sso}}}\n",
			"cut tokens.refresh.lifetime.absolute: it is 90d, but sessions.sso.lifetime, with which it ends, ends after 1d"},
		{"the same as the session", sessions + "tokens: {refresh: {type: refresh_token, lifetime: {idle: 2h, absolute: 1d, ends_with: sessions.sso}}}\n", ""},
		{"one second more", sessions + "tokens: {refresh: {type: refresh_token, lifetime: {idle: 2h, absolute: 24h0m1s, ends_with: sessions.sso}}}\n",
			"cut tokens.refresh.lifetime.absolute: it is 1d1s, but sessions.sso.lifetime, with which it ends, ends after 1d"},
		{"beyond its only parent", sessions + "tokens: {refresh: {type: refresh_token, lifetime: 90d, parents: sessions.sso}}\n",
			"cut tokens.refresh.lifetime: it is 90d, but sessions.sso.lifetime, with which it dies, ends after 1d"},
		{"of several parents the longest-living counts", sessions + "tokens: {access: {type: access_token, lifetime: 12h, parents: [sessions.web, sessions.sso]}}\n", ""},
		{"an access token beyond its refresh token", "tokens: {refresh: {type: refresh_token, lifetime: 1h}, access: {type: access_token, lifetime: 2h, parents: refresh}}\n",
			"cut tokens.access.lifetime: it is 2h, but tokens.refresh.lifetime, with which it dies, ends after 1h"},
		{"ttl beyond absolute", "tokens: {refresh: {type: refresh_token, lifetime: {ttl: 31d, absolute: 30d}}}\n",
			"cut tokens.refresh.lifetime.ttl: it is 31d, but tokens.refresh.lifetime.absolute ends after 30d"},
		{"absolute from issue beyond ttl", "tokens: {refresh: {type: refresh_token, lifetime: {ttl: 29d, absolute: 30d}}}\n",
			"cut tokens.refresh.lifetime.absolute: it is 30d, but tokens.refresh.lifetime.ttl ends after 29d"},
		{"absolute of the family beyond ttl", "tokens: {refresh: {type: refresh_token, lifetime: {ttl: 29d, absolute: {of: 30d, from: family}}}}\n", ""},
		{"absolute beyond a ttl that is renewed in place", "tokens: {refresh: {type: refresh_token, renewal: in_place, lifetime: {ttl: 29d, absolute: 30d}}}\n", ""},
		{"idle beyond absolute", "tokens: {refresh: {type: refresh_token, lifetime: {idle: 31d, absolute: 30d}}}\n",
			"cut tokens.refresh.lifetime.idle: it is 31d, but tokens.refresh.lifetime.absolute ends after 30d"},
		{"offline beyond the end", "tokens: {refresh: {type: refresh_token, lifetime: 30d, offline_limit: 31d}}\n",
			"cut tokens.refresh.offline_limit: it is 31d, but tokens.refresh.lifetime ends after 30d"},
		{"a session beyond its parent", "sessions: {sso: 8h, web: {parent: sso, lifetime: 9h}}\ntokens: {access: {type: access_token, lifetime: 1m}}\n",
			"cut sessions.web.lifetime: it is 9h, but sessions.sso.lifetime, inside which it lives, ends after 8h"},
		{"what was merely observed cuts nothing", "tokens: {refresh: {type: refresh_token, lifetime: {ttl: 31d, absolute: {of: {default: {is: 30d, force: observed}}}}}}\n", ""},
		{"what may be shorter is not cut", "settings: {life: {default: 40d, range: {min: 1d, max: 60d}}}\ntokens: {refresh: {type: refresh_token, lifetime: {idle: {setting: life}, absolute: 30d}}}\n", ""},
	} {
		got := judged(t, c.rest)
		want := []string{c.want}
		if c.want == "" {
			want = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestUndecidedVariantsNameTheMissingCondition(t *testing.T) {
	p := resolveUnlinked(t, head+`
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client: spa}, lifetime: 9m}
      - {when: {environment: staging}, lifetime: 8m}
`)
	got := Analyse(p).Judgements
	if len(got) != 1 || got[0].Kind != JudgedUndecided || got[0].Condition != "{client: spa, environment: staging}" || got[0].Winner.IsZero() {
		t.Errorf("got %+v", got)
	}
}
