// Keeps the promise that each profile is judged as if it were claimed alone: what it speaks against counts once for each
// rule, silence counts apart, what the policy silences does not count, and what is claimed is said.
package lint

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/analysis"
)

func conforms(t *testing.T, text string) map[Profile]Conformance {
	t.Helper()
	p := resolve(t, fstest.MapFS{
		"minimal.yaml": {Data: []byte(Minimal)},
		"policy.yaml":  {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + text)},
	}, "policy.yaml")
	out := map[Profile]Conformance{}
	for _, c := range Conforms(p, analysis.Analyse(p)) {
		out[Profile(c.Key)] = c
		if c.Met+c.NotMet+c.NotStated != c.Rules || c.Rules == 0 {
			t.Errorf("%s: %d met, %d not met and %d not stated of %d", c.Key, c.Met, c.NotMet, c.NotStated, c.Rules)
		}
	}
	return out
}

func speaks(c Conformance, rule string) bool {
	for _, f := range c.Findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

func TestEveryProfileIsJudgedAlone(t *testing.T) {
	const long = "tokens: {access: {type: access_token, lifetime: 24h}}\n"
	all := conforms(t, "profiles: [nist-aal2]\n"+long)
	if !all[AAL2].Claimed || !all[AAL1].Claimed || all[AAL3].Claimed || all[BCP].Claimed {
		t.Error("a claim brings the lower levels and nothing else")
	}
	if !speaks(all[BCP], "LIFE002") || speaks(all[AAL2], "LIFE002") {
		t.Error("LIFE002 is asked by oauth-bcp and not by AAL2")
	}
	if all[BCP].NotStated == 0 || len(all[BCP].Silences) == 0 {
		t.Error("the minimal policy leaves nothing unsaid that oauth-bcp asks for")
	}
	for _, f := range all[BCP].Findings {
		if strings.Contains(f.Message, ": not stated; ") {
			t.Errorf("silence counts as a statement: %s", f)
		}
	}
	silenced := conforms(t, long+"suppressions: [{rule: LIFE002, reason: the batch runs all night}]\n")
	if speaks(silenced[BCP], "LIFE002") || silenced[BCP].NotMet != all[BCP].NotMet-1 {
		t.Error("what the policy silences still counts")
	}
	byClient := conforms(t, "clients: {app: {type: public, platform: mobile, grants: authorization_code, profiles: [fapi2]}}\n")
	if c := byClient[FAPI2]; c.Claimed || strings.Join(c.Clients, " ") != "app" {
		t.Errorf("the claim of a client: %v %v", c.Claimed, c.Clients)
	}
}

func BenchmarkConforms(b *testing.B) {
	if _, err := os.Stat("../../examples/acme"); err != nil {
		b.Fatal(err)
	}
	t := &testing.T{}
	p := resolve(t, folder(t, "../../examples/acme"), "policy.yaml")
	facts := analysis.Analyse(p)
	for b.Loop() {
		Conforms(p, facts)
	}
}
