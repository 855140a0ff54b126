// Keeps the promise that the time for which a dead token is still accepted is worked out as by hand, from guarantees
// alone, and that what is missing is named instead of made up.
package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exposed writes the rows of one token: place, choices, bound, verdict, what is missing.
func exposed(list []Exposure, token string) string {
	var out []string
	for _, e := range list {
		if e.Token != token {
			continue
		}
		where := e.Resource
		switch {
		case e.Issuer:
			where = "issuer"
		case where == "":
			where = "services"
		}
		for _, s := range e.Selections {
			where += " [" + SelectionText(s) + "]"
		}
		bound := "?"
		if e.Bounded {
			bound = e.Bound.String()
		}
		text := where + " " + bound + " " + string(e.Verdict)
		if e.Outlives {
			text += " outlives"
		}
		if len(e.Missing) > 0 {
			text += " needs " + strings.Join(e.Missing, " ")
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func TestExposure(t *testing.T) {
	const (
		api     = "resource_servers: {orders: {audience: o, accepts: access, mode: local}}\n"
		asks    = "resource_servers: {orders: {audience: o, accepts: access, mode: introspection}}\n"
		access  = "tokens:\n  access: {type: access_token, format: jwt, lifetime: 10m}\n"
		pair    = access + "  refresh: {type: refresh_token, format: opaque, lifetime: 30d}\n"
		skew    = "validation: {clock_skew: 60s}\n"
		kill    = ", triggers: {logout: {kill: session}}}\n"
		within5 = "revocation: {objective: 5m"
	)
	for _, c := range []struct{ name, rest, token, want string }{
		{"local validation without a denylist: the whole life and the skew", api + access + skew + "revocation: {objective: 5m, mechanisms: {access: expiry}" + kill, "access",
			"orders 11m missed"},
		{"the same within a longer objective", api + access + skew + "revocation: {objective: 11m" + kill, "access", "orders 11m met"},
		{"one second less is missed", api + access + skew + "revocation: {objective: 10m59s" + kill, "access", "orders 11m missed"},
		{"no objective", api + access + skew + "revocation: {mechanisms: {access: expiry}" + kill, "access", "orders 11m not stated"},
		{"silent skew cannot be bounded", api + access + within5 + ", mechanisms: {access: expiry}" + kill, "access",
			"orders ? unknown needs validation.clock_skew.tolerance"},
		{"skew stated none", api + access + "validation: {clock_skew: none}\n" + within5 + kill, "access", "orders 10m missed"},
		{"observed skew does not bound", api + access + "validation: {clock_skew: {tolerance: {is: 60s, force: observed}}}\n" + within5 + kill, "access",
			"orders ? unknown needs validation.clock_skew.tolerance"},
		{"denylist: propagation and poll", api + access + skew + within5 + ", mechanisms: {access: denylist}, denylist: {poll: 10s}, propagation: {denylist: 15s}" + kill, "access",
			"orders 25s met"},
		{"denylist without propagation", api + access + skew + within5 + ", mechanisms: {access: denylist}, denylist: {poll: 10s}" + kill, "access",
			"orders 11m unknown needs revocation.propagation.denylist"},
		{"an observed propagation does not bound", api + access + skew + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: {worst: {is: 15s, force: observed}}}" + kill, "access",
			"orders 11m unknown needs revocation.propagation.denylist"},
		{"an unquantified one neither", api + access + skew + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: unquantified}" + kill, "access",
			"orders 11m unknown needs revocation.propagation.denylist"},
		{"entries that are forgotten too early", api + access + skew + within5 + ", mechanisms: {access: denylist}, denylist: {entry_lifetime: 10m59s}, propagation: {denylist: 15s}" + kill, "access",
			"orders 11m unknown needs revocation.denylist.entry_lifetime"},
		{"entries that are kept just long enough", api + access + skew + within5 + ", mechanisms: {access: denylist}, denylist: {entry_lifetime: 11m}, propagation: {denylist: 15s}" + kill, "access",
			"orders 15s met"},
		{"a denylist that nobody looks at", api + access + "validation: {clock_skew: 60s, checks: [signature, expiry]}\n" + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: 15s}" + kill, "access",
			"orders 11m missed"},
		{"a slow denylist: the end of life comes first", api + access + skew + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: 1h}" + kill, "access",
			"orders 11m missed"},
		{"push", api + access + skew + within5 + ", mechanisms: {access: push_event}, propagation: {push_event: 5s}" + kill, "access", "orders 5s met"},
		{"of two ways the slower", api + access + skew + within5 + ", mechanisms: {access: [push_event, denylist]}, propagation: {push_event: 5s, denylist: 20s}" + kill, "access",
			"orders 20s met"},
		{"a cell names the way", api + access + skew + within5 + ", mechanisms: {access: [push_event, denylist]}, propagation: {push_event: 5s, denylist: 20s}, triggers: {logout: {cells: {access: {fate: dies, via: push_event}}}}}\n", "access",
			"orders 5s met"},
		{"a cut-off compares with a clock", api + access + skew + within5 + ", mechanisms: {access: cutoff}, propagation: {cutoff: 30s}" + kill, "access", "orders 1m30s met"},
		{"a status list is as old as its own life", api + access + "  list: {type: status_list_token, lifetime: 15m}\n" + skew + within5 + ", mechanisms: {access: status_list}, propagation: {status_list: 1m}" + kill, "access",
			"orders 11m missed"},
		{"a status list with a short cache", api + access + skew + within5 + ", mechanisms: {access: status_list}, propagation: {status_list: 1m, status_list_cache: 2m}" + kill, "access",
			"orders 3m met"},
		{"a status list of unknown age", api + access + skew + within5 + ", mechanisms: {access: status_list}, propagation: {status_list: 1m}" + kill, "access",
			"orders 11m unknown needs revocation.propagation.status_list_cache"},
		{"introspection: the remembered answer", asks + access + "validation: {introspection: {cache: 45s}}\n" + within5 + kill, "access", "orders 45s met"},
		{"introspection of unknown memory", asks + access + within5 + kill, "access", "orders ? unknown needs validation.introspection.cache"},
		{"introspection of unknown memory, but capped", asks + access + "validation: {introspection: {capped_at_expiry: true}}\n" + within5 + kill, "access",
			"orders 10m unknown needs validation.introspection.cache"},
		{"introspection that is never remembered", asks + access + "validation: {introspection: {cache: none}}\n" + within5 + kill, "access", "orders 0s met"},
		{"the larger of two statements of one cache", asks + access + "validation: {introspection: {cache: 45s}}\n" + within5 + ", propagation: {introspection_cache: 90s, introspection: 2s}" + kill, "access",
			"orders 1m32s met"},
		{"a gateway cache adds", asks + access + "validation: {introspection: {cache: 45s}, gateway_cache: 30s}\n" + within5 + kill, "access", "orders 1m15s met"},
		{"a gateway adds after the end as well", api + access + "validation: {clock_skew: 60s, gateway_cache: 30s}\n" + within5 + kill, "access", "orders 11m30s missed"},
		{"a gateway of unknown memory", "resource_servers: {orders: {audience: o, accepts: access}}\n" + access + "validation: {mode: gateway, clock_skew: 60s}\n" + within5 + kill, "access",
			"orders ? unknown needs validation.gateway_cache"},
		{"hybrid is as good as its weaker half", "resource_servers: {orders: {audience: o, accepts: access, mode: hybrid}}\n" + access + "validation: {clock_skew: 60s, introspection: {cache: 5s}}\n" + within5 + ", mechanisms: {access: introspection}" + kill, "access",
			"orders 11m missed"},
		{"no mode", "resource_servers: {orders: {audience: o, accepts: access}}\n" + access + skew + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: 1s}" + kill, "access",
			"orders 11m unknown needs validation.mode"},
		{"a refresh token is looked up", api + pair + skew + within5 + ", mechanisms: {refresh: endpoint}" + kill, "refresh", "issuer 0s met"},
		{"a refresh token without a mechanism", api + pair + skew + within5 + kill, "refresh", "issuer 30d unknown needs revocation.mechanisms.refresh"},
		{"a refresh token with a replicated record", api + pair + skew + within5 + ", mechanisms: {refresh: endpoint}, propagation: {endpoint: 20s}" + kill, "refresh", "issuer 20s met"},
		{"only the refresh token dies: access lives on", api + strings.ReplaceAll(pair, "lifetime: 10m", "lifetime: 10m, issued: {grant: refresh_token, from: refresh}") + skew + within5 + ", mechanisms: {refresh: endpoint}, triggers: {logout: {kill: {of: session, tokens: refresh}}}}\n", "access",
			"orders 11m missed outlives"},
		{"access issued while the news was on its way", api + strings.ReplaceAll(pair, "lifetime: 10m", "lifetime: 10m, issued: {grant: refresh_token, from: refresh}") + skew + within5 + ", mechanisms: {refresh: endpoint}, propagation: {endpoint: 20s}" + kill, "access",
			"orders 11m20s missed"},
		{"a cascade ends it", api + pair + skew + within5 + ", mechanisms: {refresh: endpoint, access: denylist}, propagation: {denylist: 3s}, cascade: {refresh: access}, triggers: {logout: {kill: {of: session, tokens: refresh}}}}\n", "access",
			"orders 3s met"},
		{"a kill that does not descend", api + strings.ReplaceAll(pair, "lifetime: 10m", "lifetime: 10m, parents: refresh") + skew + within5 + ", mechanisms: {refresh: endpoint, access: denylist}, propagation: {denylist: 3s}, triggers: {logout: {kill: {of: session, tokens: refresh, descend: false}}}}\n", "access", ""},
		{"a cell says that it lives", api + access + skew + within5 + ", triggers: {logout: {kill: session, cells: {access: lives}}}}\n", "access", ""},
		{"the promise of the trigger is tighter", api + access + skew + "revocation: {objective: 20m, triggers: {logout: {kill: session, within: {any: 10m}}}}\n", "access", "orders 11m missed"},
		{"so is that of the service", "resource_servers: {orders: {audience: o, accepts: access, mode: local, refuses_within: 2m}}\n" + access + skew + "revocation: {objective: 20m" + kill, "access", "orders 11m missed"},
		{"and that of all services", api + access + "validation: {clock_skew: 60s, refuses_within: 3m}\nrevocation: {objective: 20m" + kill, "access", "orders 11m missed"},
		{"a knob without an upper bound", api + "settings: {life: {default: 10m}}\ntokens: {access: {type: access_token, lifetime: {setting: life}}}\n" + skew + within5 + kill, "access",
			"orders ? unknown needs tokens.access.lifetime"},
		{"a knob up to a day", api + "settings: {life: {default: 10m, range: {max: 1d}}}\ntokens: {access: {type: access_token, lifetime: {setting: life}}}\n" + skew + within5 + kill, "access",
			"orders 1d1m missed"},
		{"no end at all", api + "tokens: {access: {type: access_token, lifetime: never}}\n" + skew + within5 + kill, "access", "orders never missed"},
		{"it ends with a shorter session", api + "sessions: {web: {lifetime: {idle: 1m, absolute: 8m}}}\ntokens: {access: {type: access_token, lifetime: {ttl: 10m, ends_with: sessions.web}}}\n" + skew + "revocation: {objective: 9m" + kill, "access",
			"orders 9m met"},
		{"it can be revoked by nothing", api + "tokens: {access: {type: access_token, revocable: false, lifetime: 10m}}\n" + skew + within5 + ", mechanisms: {access: denylist}, propagation: {denylist: 1s}" + kill, "access",
			"orders 11m missed"},
		{"it does not belong to the session", api + "tokens: {access: {type: access_token, lifetime: 10m, bound_to: [client, scope]}}\n" + skew + within5 + kill, "access", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := policy(t, c.rest)
			if got := exposed(Analyse(p).Exposures, c.token); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestExposureTellsChoicesApart(t *testing.T) {
	p := policy(t, `
resource_servers: {orders: {audience: o, accepts: access, mode: local}}
tokens:
  access:
    type: access_token
    lifetime: 10m
    issued: [{grant: authorization_code}, {grant: client_credentials}]
    variants:
      - {when: {client: worker}, lifetime: 2m}
      - {when: {client: spa, scope: pay}, lifetime: 1m}
scopes: {pay: pay, read: read}
validation: {clock_skew: 60s}
revocation: {objective: 5m, triggers: {logout: {kill: session}}}
`)
	got := strings.Split(exposed(Analyse(p).Exposures, "access"), "; ")
	want := []string{"orders [client=spa] 11m missed", "orders [client=worker] 3m met"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExposureShowsWhereNumbersComeFrom(t *testing.T) {
	p := policy(t, `
resource_servers: {orders: {audience: o, accepts: access, mode: local}}
tokens: {access: {type: access_token, lifetime: 10m}}
validation: {clock_skew: 60s, gateway_cache: 5s}
revocation: {mechanisms: {access: denylist}, denylist: {poll: 10s}, propagation: {denylist: 15s}, triggers: {logout: {kill: session}}}
`)
	e := Analyse(p).Exposures[0]
	const formula = "min(10m longest life + 1m clock tolerance, 15s denylist + 10s poll) + 5s gateway cache"
	if e.Formula != formula {
		t.Errorf("got %s, want %s", e.Formula, formula)
	}
	var got []string
	for _, term := range e.Terms {
		if term.At.IsZero() {
			t.Errorf("%s has no place", term)
		}
		got = append(got, term.Path)
	}
	want := []string{"tokens.access.lifetime", "validation.clock_skew.tolerance", "revocation.propagation.denylist", "revocation.denylist.poll", "validation.gateway_cache"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWorstExposuresComeFirst(t *testing.T) {
	p := policy(t, `
resource_servers: {orders: {audience: o, mode: local, accepts: [short, endless, long, fine]}}
tokens:
  short: {type: access_token, lifetime: 10m}
  endless: {type: access_token, lifetime: never}
  long: {type: access_token, lifetime: 1h}
  fine: {type: access_token, lifetime: 1m}
validation: {clock_skew: none}
revocation: {objective: 5m, mechanisms: {any: expiry}, triggers: {logout: {kill: {of: session, tokens: [short, endless, long, fine]}}}}
`)
	var got []string
	for _, e := range Worst(Analyse(p).Exposures) {
		got = append(got, e.Token)
	}
	if diff := cmp.Diff([]string{"endless", "long", "short"}, got); diff != "" {
		t.Error(diff)
	}
}
