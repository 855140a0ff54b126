// Promise: one link on every page leads to the page for the night, which finds an error by its code and by its log
// line, an alert and an incident by their names, and says of each what to do first and whom to call; where the policy
// says neither, that is said too.
package site_test

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

func TestOnCallPage(t *testing.T) {
	files := build(t, policy(t, troubled+`
observability:
  metrics: {reuse: counts reuse}
  alerts: {burst: {metric: reuse, signal: Many at once., owner: identity-team, runbook: Look at one client., playbook: theft, severity: page}}
incidents: {playbooks: {theft: {title: Stolen tokens, signs: A burst., owner: security, steps: [Revoke the family.]}}}
outages: {denylist: {then: refuse, users_see: Nothing works.}}
`), site.Inputs{})
	wants(t, file(t, files, "on-call.md"), "on-call.md",
		"| identity | [https&#58;//oncall.example.com](https://oncall.example.com) | [identity&#64;example.com](mailto:identity@example.com) |",
		"| Many at once. | Look at one client. | identity-team<br/>",
		"| `token_expired` | [`expired`](errors/expired.md) | [`invalid_token`](on-call.md#code-invalid_token) |",
		"### `invalid_token` (401)", "| Look at the clock first. | payments |",
		"| *Find the client version that sends it.*<br/>*Check whether", "### `odd` (400)", "| not specified | identity, which owns the policy |",
		"| [Stolen tokens](incidents.md#playbook-theft) | A burst. | Revoke the family. | security |",
		"| Nothing works. |", "[Exposure](exposure.md)")
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		up := strings.Repeat("../", strings.Count(strings.TrimPrefix(f.Path, site.Folder), "/"))
		if strings.Count(string(f.Data), `class="help" href="`+up+`on-call.html"`) != 1 {
			t.Errorf("%s does not lead to the page for the night", f.Path)
		}
	}
}

// A policy without errors, alerts and playbooks has no such page, and no link to one.
func TestNothingToLookUp(t *testing.T) {
	for _, f := range build(t, policy(t, "tokenbook: v1\npolicy: {id: few, title: Few words, version: 1.0.0}\ntokens: {one: {type: access_token, lifetime: 10m}}\n"), site.Inputs{}) {
		if strings.Contains(f.Path, "on-call") || strings.Contains(string(f.Data), `class="help"`) {
			t.Errorf("%s speaks of a page that is not there", f.Path)
		}
	}
}
