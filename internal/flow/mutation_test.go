// These tests keep the central promise of the package: changing a setting changes the pictures that show it, and no
// others; and each picture lists the settings that it shows.
package flow

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/specs"
)

// drawn is what the pictures of a policy say, and what they list, by ID.
type drawn struct {
	d2       map[string]string
	settings map[string][]string
}

func draw2(t *testing.T, text string) drawn {
	t.Helper()
	out := drawn{map[string]string{}, map[string][]string{}}
	for _, f := range Flows(parse(t, text)) {
		out.d2[f.ID], out.settings[f.ID] = f.Model.D2(), f.Settings
	}
	return out
}

// changed are the IDs of the flows that differ between two policies.
func changed(a, b drawn) []string {
	var out []string
	for id, text := range a.d2 {
		if b.d2[id] != text {
			out = append(out, id)
		}
	}
	for id := range b.d2 {
		if _, ok := a.d2[id]; !ok {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func TestChangingASettingChangesItsPicturesOnly(t *testing.T) {
	refresh := []string{"refresh-refresh", "reuse-refresh", "states-refresh"}
	tests := []struct {
		name, path, from, to string
		want                 []string
	}{
		{"rotation mode", "tokens.refresh.rotation.mode", "mode: on_use", "mode: on_demand", refresh},
		{"grace", "tokens.refresh.rotation.previous", "lifetime: 12s", "lifetime: 30s", refresh},
		{"no grace", "tokens.refresh.rotation.previous", "previous: {lifetime: 12s, generations: 1, answers: same_successor}", "previous: none", append([]string{"race-refresh-lost-response-spa"}, refresh...)},
		{"answer in the grace", "tokens.refresh.rotation.previous", "answers: same_successor", "answers: new_pair", []string{"refresh-refresh", "states-refresh"}},
		{"what reuse kills", "tokens.refresh.rotation.on_reuse.kill", "on_reuse: {kill: family", "on_reuse: {kill: user", refresh},
		{"error of reuse", "errors.causes.refresh_reuse.code", "{code: invalid_grant, status: 400", "{code: reused, status: 400", []string{"refresh-refresh", "reuse-refresh"}},
		{"event of reuse", "tokens.refresh.rotation.on_reuse.event", "event: token.reuse}", "event: token.replay}", []string{"reuse-refresh"}},
		{"validation mode", "resource_servers.orders.mode", "mode: local", "mode: hybrid", []string{"call"}},
		{"introspection cache", "validation.introspection.cache", "{cache: 50s", "{cache: 10s", []string{"call-vault"}},
		{"checks", "validation.checks", "expiry, revocation, scope]", "expiry, not_before, revocation, scope]", []string{"call", "call-vault"}},
		{"binding", "tokens.access.binding", "[{to: dpop}]", "[{to: mtls}]", []string{"call", "call-vault", "issue-authorization-code", "issue-client-credentials"}},
		{"mechanism", "revocation.mechanisms.access", "access: [expiry, denylist]", "access: [expiry, push_event]", []string{"call", "revoke-on-logout", "revoke-on-password-change"}},
		{"objective", "revocation.objective", "objective: 4m", "objective: 5m", []string{"revoke-on-logout", "revoke-on-password-change"}},
		{"propagation", "revocation.propagation.denylist", "{denylist: 30s}", "{denylist: 40s}", []string{"call", "revoke-on-logout", "revoke-on-password-change"}},
		{"poll", "revocation.denylist.poll", "poll: 15s", "poll: 20s", []string{"call", "revoke-on-logout", "revoke-on-password-change"}},
		{"what a trigger kills", "revocation.triggers.logout.kill", "logout: {kill: session}", "logout: {kill: grant}", []string{"logout", "revoke-on-logout"}},
		{"how soon a trigger kills", "revocation.triggers.password_change.within", "{any: 2m}", "{any: 3m}", []string{"revoke-on-password-change"}},
		{"when clients refresh", "client_strategy.refresh_at.remaining", "remaining: 20%", "remaining: 30%", []string{"expiry-access", "refresh-refresh", "states-access"}},
		{"single flight", "client_strategy.single_flight", "single_flight: true", "single_flight: false", []string{"refresh-refresh"}},
		{"what clients do with a dead grant", "client_strategy.on_invalid_grant", "on_invalid_grant: reauthenticate", "on_invalid_grant: stop", []string{"expiry-access", "refresh-refresh", "reuse-refresh", "revoke-on-logout", "revoke-on-password-change"}},
		{"life of the client's tokens", "tokens.access.lifetime", "lifetime: 10m", "lifetime: 20m", []string{"expiry-access", "issue-authorization-code", "keys-signing", "refresh-refresh", "states-access"}},
		{"life of a variant", "tokens.access.lifetime", "lifetime: 5m", "lifetime: 7m", []string{"expiry-access-worker", "issue-client-credentials", "states-access-worker"}},
		{"life in another environment", "tokens.access.lifetime", "lifetime: 3m", "lifetime: 4m", []string{"expiry-access", "issue-authorization-code", "refresh-refresh", "states-access"}},
		{"key period", "issuers.main.keys.signing.rotate_every", "rotate_every: 91d", "rotate_every: 30d", []string{"keys-signing"}},
		{"key publication", "issuers.main.keys.signing.publish_ahead", "publish_ahead: 7d", "publish_ahead: 2d", []string{"keys-signing"}},
		{"key retention", "issuers.main.keys.signing.keep_after", "keep_after: 8d", "keep_after: 9d", []string{"keys-signing"}},
		{"outage", "outages.denylist.for", "for: 9m", "for: 8m", []string{"outage"}},
		{"offline", "client_strategy.offline.max", "max: 2d", "max: 3d", []string{"offline"}},
		{"address of an endpoint", "issuers.main.endpoints.revocation.path", "revocation: /revoke", "revocation: /token/revoke", []string{"logout", "revoke-request"}},
		{"nothing that a picture shows", "", "coordination: web_locks", "coordination: web_locks\n  check_every: 5m", nil},
		{"the policy's own title", "", "title: Small", "title: Tiny", nil},
	}
	before := draw2(t, small)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Count(small, tt.from) != 1 {
				t.Fatalf("%q stands %d times in the policy", tt.from, strings.Count(small, tt.from))
			}
			text := strings.Replace(small, tt.from, tt.to, 1)
			if tt.name == "event of reuse" {
				text = strings.Replace(text, "    token.reuse:", "    token.replay:", 1)
			}
			after := draw2(t, text)
			got := changed(before, after)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("other pictures changed (-want +got):\n%s", d)
			}
			for _, id := range got {
				if !listed(append(slices.Clone(before.settings[id]), after.settings[id]...), tt.path) { // a picture may be new
					t.Errorf("%s changed, but does not list %s", id, tt.path)
				}
			}
		})
	}
}

// listed reports whether a setting, a part of it or something that holds it is among the paths.
func listed(paths []string, path string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		return p == path || strings.HasPrefix(p, path+".") || strings.HasPrefix(path, p+".")
	})
}

var duration = regexp.MustCompile(`\b[0-9]+(ms|s|m|h|d)\b`)

// Every length of time of the policy is changed in turn. The pictures that change are those that list its setting.
func TestEveryTimeChangesThePicturesThatListIt(t *testing.T) {
	before, settings := draw2(t, small), times(t, small)
	places := duration.FindAllStringIndex(small, -1)
	if len(places) < 25 {
		t.Fatalf("the policy states only %d times", len(places))
	}
	for _, at := range places {
		was := small[at[0]:at[1]]
		text := small[:at[0]] + "1" + was + small[at[1]:]
		path := ""
		for i, s := range times(t, text) {
			if s != settings[i] {
				path = s.path
			}
		}
		after := draw2(t, text)
		got := changed(before, after)
		for id, paths := range before.settings {
			switch is := slices.Contains(got, id); {
			case is && !listed(paths, path):
				t.Errorf("%s at %s: %s changed, but does not list it", was, path, id)
			case !is && slices.Contains(paths, path) && !variant(path):
				t.Errorf("%s at %s: %s lists it, but did not change", was, path, id)
			}
		}
	}
}

// variant tells the one setting that several clients have different values of: a picture of one client does not
// change with the value of another.
func variant(path string) bool { return strings.HasPrefix(path, "tokens.access.lifetime") }

type timed struct{ path, text string }

// times are the plain settings of a policy with their values.
func times(t *testing.T, text string) []timed {
	t.Helper()
	var out []timed
	parse(t, text).Policy.Visit(func(s *specs.Setting) {
		if text, ok := s.Text(); ok {
			out = append(out, timed{s.Path, text})
		}
	})
	return out
}
