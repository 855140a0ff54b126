// Keeps the promise that "not stated" is said of what is not stated: never of a setting that is, where it is not enough.
package lint

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// examples calls f with the findings of each rule's bad and good policy, under no claim and under many.
func examples(t *testing.T, f func(name string, p *specs.Policy, found diag.List)) {
	t.Helper()
	snippets := map[string]string{}
	for _, r := range All() {
		snippets[r.ID+", bad"], snippets[r.ID+", good"] = r.Bad, r.Good
	}
	for name, snippet := range snippets {
		for _, claim := range []string{"", "profiles: [oauth-bcp, browser, fapi2, asvs-l3, nist-aal3, complete]\n"} {
			if strings.Contains(snippet, "\nprofiles:") || strings.HasPrefix(snippet, "profiles:") {
				claim = ""
			}
			fsys := fstest.MapFS{"minimal.yaml": {Data: []byte(Minimal)}, "policy.yaml": {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + claim + snippet)}}
			src, _ := specs.Load(fsys, "policy.yaml")
			doc, _ := specs.Parse(src)
			if found := specs.Link(doc, src); found.Count(diag.Error) > 0 {
				t.Fatal(name, found)
			}
			p := specs.Resolve(doc, src, specs.Date{})
			f(name, p, Run(p, analysis.Analyse(p), nil, Options{Today: today}))
		}
	}
}

func TestSilenceIsSaidOfSilence(t *testing.T) {
	examples(t, func(name string, p *specs.Policy, found diag.List) {
		for _, f := range found {
			if !strings.HasPrefix(f.Message, f.Setting+": "+silences[specs.Silent]) {
				continue
			}
			stated := true
			for _, sel := range analysis.Selections(p, f.Setting) {
				text, _, _ := p.EffectiveText(f.Setting, sel)
				stated = stated && text != ""
			}
			if stated {
				t.Errorf("%s: %s is stated: %s", name, f.Setting, f)
			}
		}
	})
}

// A message names its setting at its beginning, and does not begin anew with it.
func TestMessagesNameTheirSettingOnce(t *testing.T) {
	examples(t, func(name string, _ *specs.Policy, found diag.List) {
		for _, f := range found {
			if strings.Count(f.Message, f.Setting+": ") != 1 {
				t.Errorf("%s: %s", name, f)
			}
		}
	})
}

// What is stated and not enough is quoted, with why it is not enough.
func TestStatedAndNotEnough(t *testing.T) {
	const rotating = "clients:\n  app: {type: public, platform: desktop, grants: [authorization_code, refresh_token]}\n" +
		"tokens:\n  refresh: {type: refresh_token, lifetime: {absolute: 30d, idle: 7d}, issued: [{grant: authorization_code, to: app}], rotation: {mode: on_use, previous: none, on_reuse: family}}\n"
	const jwt = "tokens: {access: {type: access_token, format: jwt, lifetime: 1h}}\n"
	const refresh = "tokens: {refresh: {type: refresh_token, lifetime: {absolute: 30d, idle: 7d}%s}}\n"
	for _, c := range []struct {
		name   string
		rule   *Rule
		policy string
		want   string // the finding, without what comes after
	}{
		{"REV001 silent", refreshNotRevocable, strings.Replace(refresh, "%s", "", 1), "tokens.refresh.revocable: not stated; nothing says whether and how"},
		{"REV001 expiry alone", refreshNotRevocable, strings.Replace(refresh, "%s", "", 1) + "revocation: {mechanisms: {refresh: expiry}}\n",
			"revocation.mechanisms.refresh: only expiry is stated, which ends nothing before its time; add a mechanism that does for refresh"},
		{"REV001 expiry of all", refreshNotRevocable, strings.Replace(refresh, "%s", "", 1) + "revocation: {mechanisms: {any: expiry}}\n", "revocation.mechanisms.any: only expiry is stated, "},
		{"REV001 none", refreshNotRevocable, strings.Replace(refresh, "%s", "", 1) + "revocation: {mechanisms: {refresh: none}}\n", "revocation.mechanisms.refresh: none is stated, "},
		{"REV001 a promise without a way", refreshNotRevocable, strings.Replace(refresh, "%s", ", revocable: true", 1),
			"revocation.mechanisms.refresh: not stated; tokens.refresh.revocable says that it can be revoked, and nothing says how; "},
		{"REV001 a way", refreshNotRevocable, strings.Replace(refresh, "%s", "", 1) + "revocation: {mechanisms: {refresh: endpoint}}\n", ""},
		{"REV002 silent", selfContainedNotCutOff, jwt, "revocation.mechanisms.access: not stated; nothing says how this self-contained token of 1h is cut off; add a mechanism, such as denylist; or write 10m or less for tokens.access.lifetime"},
		{"REV002 expiry alone", selfContainedNotCutOff, jwt + "revocation: {mechanisms: {access: expiry}}\n", "tokens.access.lifetime: the token lives 1h, and revocation.mechanisms states for it only expiry, which cuts off nothing"},
		{"REV002 expiry and the end of the session", selfContainedNotCutOff, jwt + "revocation: {mechanisms: {access: [expiry, cascade]}}\n", "tokens.access.lifetime: the token lives 1h, and revocation.mechanisms states for it only expiry and cascade, "},
		{"CLI002 silent", refreshesAtOnce, rotating, "client_strategy.coordination: not stated; whether two refreshes of refresh at once can end the session; state client_strategy.coordination"},
		{"CLI002 within one process", refreshesAtOnce, rotating + "client_strategy: {single_flight: true}\n",
			"client_strategy.coordination: not stated; whether two refreshes of refresh at once can end the session; client_strategy.single_flight: true keeps apart what runs in one process, and not tabs and processes; "},
		{"CLI002 a word of one's own", refreshesAtOnce, rotating + "client_strategy: {single_flight: true, coordination: {own: turnstile}}\n",
			"client_strategy.coordination: not complete; whether two refreshes of refresh at once can end the session; turnstile is a word of the policy's own, which says nothing of what it keeps apart; "},
		{"CLI002 false", refreshesAtOnce, rotating + "client_strategy: {single_flight: false}\n", "client_strategy.single_flight: false is stated, so that callers refresh side by side; two refreshes of refresh at once end the session in "},
		{"CLI002 none", refreshesAtOnce, rotating + "client_strategy: {single_flight: true, coordination: none}\n", "client_strategy.coordination: none is stated, so that nothing keeps tabs and processes apart; "},
		{"CLI002 a mutex", refreshesAtOnce, rotating + "client_strategy: {single_flight: true, coordination: mutex}\n", "client_strategy.coordination: mutex is stated, which keeps apart what runs in one process, and not tabs and processes; "},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := of(c.rule.ID, judge(t, fstest.MapFS{"minimal.yaml": {Data: []byte(Minimal)}, "policy.yaml": {Data: []byte("tokenbook: v1\nextends: minimal.yaml\nprofiles: oauth-bcp\n" + c.policy)}}))
			switch {
			case c.want == "" && len(found) > 0, c.want != "" && len(found) != 1:
				t.Errorf("%d findings: %v", len(found), found)
			case c.want != "" && !strings.HasPrefix(found[0].Message, c.want):
				t.Errorf("says %s\nwant %s", found[0].Message, c.want)
			}
		})
	}
}
