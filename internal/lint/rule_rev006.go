package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var eventsWithoutRevocation = &Rule{
	ID: "REV006", Title: "security events that end nothing",
	Why: "Each of these events means that what the tokens rest on has changed. Tokens that live on let the wrong person in.",
	Cites: []Cite{
		{"ASVS 5.0", "7.4.2", ""},
		{"ASVS 5.0", "7.4.3", ""},
		{"RFC 9700", "4.14.2", "MAY"},
		{"SP 800-63B-4", "4.3", "SHALL"},
	},
	In: []Ask{{ASVS1, diag.Error}, {AAL1, diag.Error}, {BCP, diag.Warning}, {Browser, diag.Warning}},
	Bad: `profiles: asvs-l1
clients:
  app: {type: public, grants: [authorization_code]}
revocation:
  triggers: {logout: session}
`,
	Good: `profiles: asvs-l1
clients:
  app: {type: public, grants: [authorization_code]}
revocation:
  triggers: {logout: session, account_disabled: user, password_change: user, device_lost: device, credential_compromise: user, admin_action: user}
`,
	At: "revocation.triggers",
	Check: func(p *Pass) {
		if !hasUsers(p) {
			return // nobody signs in
		}
		must, should := []string{"account_disabled"}, []string{"logout", "password_change", "device_lost", "credential_compromise", "admin_action"}
		for s, triggers := range EachOrSilent[specs.Map[specs.Trigger]](p, "revocation.triggers") {
			has := func(name string) bool { return triggers.Get(name) != nil }
			report := p.Missing
			if triggers.State == specs.None {
				report = p.Report
			}
			if missing := without(must, has); len(missing) > 0 {
				report(s, "say what dies when an account is disabled, as in account_disabled: user")
			}
			if missing := without(should, has); len(missing) > 0 {
				report(s, "say what dies on %s", strings.Join(missing, ", ")).AtMost(diag.Warning)
			}
		}
	},
}

// without are the names that are not there.
func without(names []string, has func(string) bool) []string {
	var out []string
	for _, n := range names {
		if !has(n) {
			out = append(out, n)
		}
	}
	return out
}
