package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// onPersonalDevices are the platforms on which a program of somebody else may read what the client keeps.
var onPersonalDevices = []specs.Platform{specs.PlatformBrowser, specs.PlatformExtension, specs.PlatformMobile, specs.PlatformDesktop, specs.PlatformCLI}

// withoutProxy are ways to say that TLS ends where the token is checked, so that no hop lies behind.
var withoutProxy = []string{"application", "the application", "server", "the server", "service", "the service", "authorization server", "the authorization server"}

var copyableBindingKey = &Rule{
	ID: "BIND004", Title: "binding key can be copied, or a certificate header can be forged",
	Why: "Whoever copies the key together with the token has both. Where a proxy passes on certificate headers that the caller sent, a thief needs no key at all.",
	Cites: []Cite{
		{"RFC 10017", "9.2", ""},
		{"RFC 9700", "4.13", "MUST"},
		{"SP 800-63B-4", "2.3.2", "SHALL"},
	},
	In:     []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {FAPI2, diag.Warning}, {AAL3, diag.Warning}, {ASVS3, diag.Warning}},
	Bad:    "tokens:\n  access: {type: access_token, binding: {to: mtls}}\nissuers:\n  main:\n    tls: {terminated_at: edge proxy, headers_sanitised: false}\n",
	Good:   "tokens:\n  access: {type: access_token, binding: {to: mtls}}\nissuers:\n  main:\n    tls: {terminated_at: edge proxy, headers_sanitised: true}\n",
	At:     "issuers.main.tls.headers_sanitised",
	Repair: "states that the proxy removes certificate headers of callers; the proxy has to be made to do it",
	Check: func(p *Pass) {
		if p.usesDPoP() {
			for s, extractable := range EachOrSilent[specs.Value[bool]](p, "validation.dpop.key_extractable") {
				who := holdersOfDPoPKeys(p, s)
				switch {
				case len(who) == 0:
				case extractable.State == specs.Silent:
					p.Missing(s, "say whether the key can be copied from %s; it should not", strings.Join(who, ", "))
				case extractable.Or(false):
					p.Report(s, "the key can be copied from %s together with the token; make one that cannot be exported, and write false", strings.Join(who, ", "))
				}
			}
		}
		if !p.usesMTLS() {
			return
		}
		cite := Cite{"RFC 9700", "4.13", "MUST"}
		for s, tls := range Each[specs.TLS](p, "issuers.*.tls") {
			at := s.In("headers_sanitised", tls.HeadersSanitised.Mark)
			switch clean := tls.HeadersSanitised; {
			case clean.State == specs.None || clean.IsSet() && !clean.V:
				p.Report(at, "a caller can send the certificate header itself and pass for any client; have the proxy remove it, and write true").
					As(diag.Error).Cite(cite).Write(at, "true")
			case clean.State == specs.Silent && tls.TerminatedAt.IsSet() && !slices.Contains(withoutProxy, strings.ToLower(tls.TerminatedAt.V)):
				p.Missing(at, "TLS ends at %s, so say that certificate headers which a caller sent are removed there", diag.Quote(tls.TerminatedAt.V)).
					As(diag.Error).Cite(cite)
			}
		}
	},
}

// holdersOfDPoPKeys are the clients on personal devices that hold a key for a token bound by DPoP.
func holdersOfDPoPKeys(p *Pass, s Spot) []string {
	var out []string
	for i := range p.Clients.Entries {
		id, c := p.Clients.Entries[i].ID, &p.Clients.Entries[i].V
		backed := c.Architecture.V == specs.ArchitectureBFF || c.Architecture.V == specs.ArchitectureServerRendered
		if !slices.Contains(onPersonalDevices, c.Platform.V) || backed {
			continue
		}
		sel := s.Sel.With(specs.AxisClient, id)
		if slices.ContainsFunc(p.Tokens.IDs(), func(token string) bool {
			return slices.Contains(p.ClientsOf(token), id) && p.boundByDPoP(token, sel)
		}) {
			out = append(out, id)
		}
	}
	return out
}

// bindsCode reports whether the policy says elsewhere that authorization codes are bound by DPoP.
func bindsCode(p *Pass, sel specs.Selection) bool {
	return p.Has(standard.FeatureDPoP) && slices.ContainsFunc(p.TokensOf(specs.AuthorizationCode), func(code string) bool {
		return p.boundByDPoP(code, sel)
	})
}
