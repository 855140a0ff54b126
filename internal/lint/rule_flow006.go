package lint

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var looseRedirects = &Rule{
	ID: "FLOW006", Title: "redirect addresses not compared exactly, or in clear text",
	Why: "A pattern lets an address through that the attacker controls; clear text shows the code to everybody on the way.",
	Cites: []Cite{
		{"RFC 9700", "2.1", "MUST"},
		{"RFC 9700", "2.6", "MUST NOT"},
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.4.1", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `clients:
  app: {type: public, platform: browser, grants: [authorization_code], redirect_match: prefix}
`,
	Good: `clients:
  app: {type: public, platform: browser, grants: [authorization_code], redirect_match: exact}
`,
	At:     "clients.app.redirect_match",
	Repair: "writes exact",
	Check: func(p *Pass) {
		for s, match := range Each[specs.Value[specs.RedirectMatch]](p, "clients.*.redirect_match") {
			if match.IsSet() && match.V != specs.RedirectExact && match.V != specs.RedirectLoopbackPort {
				p.Report(s, "%s lets addresses through that nobody registered; write exact", match.V).Write(s, string(specs.RedirectExact))
			}
		}
		for s, list := range Each[specs.Values[specs.URL]](p, "clients.*.redirect_uris") {
			for i, u := range list.Items {
				if strings.Contains(string(u.V), "*") {
					p.Report(s.Item(i, u.Mark), "%s stands for addresses that nobody registered; list each one", diag.Quote(string(u.V)))
				}
				if parsed, err := url.Parse(string(u.V)); err == nil && parsed.Scheme == "http" && !loopback(parsed.Hostname()) {
					p.Report(s.Item(i, u.Mark), "the code goes to %s in clear text; write https", diag.Quote(string(u.V)))
				}
			}
		}
	},
}

// loopback reports whether a host is the device itself (RFC 8252 section 7.3).
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
