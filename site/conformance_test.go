// Promise: the page of conformance names every standard with who claims it and whether it is met, shows the values that
// stand in the way with the rules behind them, and keeps what is stated wrongly apart from what is not stated.
package site_test

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/site"
)

func TestConformancePage(t *testing.T) {
	acme := file(t, build(t, load(t, "acme"), site.Inputs{}), "conformance.md")
	wants(t, acme, "conformance.md of acme",
		"| [FAPI 2.0 Security Profile](conformance.md#profile-fapi2) | not met | no |",
		"| [OWASP ASVS 5.0, level 2](conformance.md#profile-asvs-l2) | met | yes |",
		"by [`web_shop`](clients/web_shop.md)",
		"`tokens.refresh.rotation.mode`<br/>is `on_use`<br/>(tokens.yaml&#58;")
	few := file(t, build(t, load(t, "minimal"), site.Inputs{}), "conformance.md")
	wants(t, few, "conformance.md of minimal", "| not stated in full | no |", "Not stated, and asked for:")
	for _, p := range standard.Profiles() {
		if p.Key != "complete" && !strings.Contains(few, "## "+p.Title) {
			t.Errorf("the page of conformance lacks %s", p.Key)
		}
	}
}
