package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// grantEndpoints are the endpoints beside the token endpoint without which a grant cannot begin.
var grantEndpoints = []struct {
	grant    specs.GrantType
	endpoint string
}{
	{specs.GrantAuthorizationCode, "authorization"},
	{specs.GrantDeviceCode, "device_authorization"},
	{specs.GrantCIBA, "backchannel_authentication"},
}

var missingEndpoint = &Rule{
	ID: "EP004", Title: "endpoint that is needed and not there, or open to scripts and floods",
	Why: "A policy that names a door which is not there cannot be built; an authorization endpoint that scripts may call can be driven without the user.",
	Cites: []Cite{
		{"RFC 9700", "2.6", "MUST NOT"},
		{"FAPI 2.0", "5.2.3", "shall not"},
		{"RFC 10017", "6.3.3.4", "MUST"},
		{"RFC 8628", "3.1", ""},
		{"RFC 9126", "2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `issuers:
  main:
    endpoints: {authorization: {path: /oauth2/authorize, cors: [https://app.example.com]}}
`,
	Good: `issuers:
  main:
    endpoints: {authorization: {path: /oauth2/authorize, cors: none}}
`,
	At:     "issuers.main.endpoints.authorization.cors",
	Repair: "writes none for the origins of the authorization endpoint",
	Check: func(p *Pass) {
		for s, cors := range Each[specs.Values[string]](p, "issuers.*.endpoints.*.cors") {
			if s.Names[1] == "authorization" && len(cors.Items) > 0 {
				p.Report(s, "users are sent there by redirects; scripts have no business at it: write none").Write(s, "none")
			}
			if s.Names[1] == "token" && cors.State == specs.None && p.scriptsRefresh() {
				p.Report(s, "apps in the browser call this endpoint by script, and none may; list their origins").AtMost(diag.Warning).Cite(Cite{"RFC 10017", "6.3.3.4", "MUST"})
			}
		}
		for _, e := range grantEndpoints {
			lacking := p.issuersWithout(e.endpoint)
			if len(lacking) == 0 || len(lacking) < p.Issuers.Len() && e.endpoint != "authorization" {
				continue // one issuer that has it will do
			}
			for s, grants := range Each[specs.Values[specs.GrantType]](p, "clients.*.grants") {
				for i, g := range grants.Items {
					if g.V == e.grant && p.issuerOf(s.Name(), lacking) != "" {
						begin := s.Item(i, g.Mark)
						p.Missing(begin.Lacks("issuers."+p.issuerOf(s.Name(), lacking)+".endpoints."+e.endpoint), "%s, which %s has, begins there; add it", g.V, s.Name()).AtMost(diag.Warning)
					}
				}
			}
		}
		for s, need := range Each[specs.Value[specs.Need]](p, "issuers.*.pushed_authorization_requests") {
			if need.IsSet() && (need.V == specs.NeedRequired || need.V == specs.NeedRecommended) && !hasEndpoint(p.Issuers.Get(s.Name()), "pushed_authorization") {
				p.Missing(s.Lacks("issuers."+s.Name()+".endpoints.pushed_authorization"), "%s is %s, and nothing says where requests are pushed to; add it", s.Path, need.V).AtMost(diag.Warning).Cite(Cite{"RFC 9126", "2", ""})
			}
		}
	},
}

// hasEndpoint reports whether an issuer has an endpoint. One that is stated as none is not there; one that is undecided
// may come to be.
func hasEndpoint(issuer *specs.Issuer, endpoint string) bool {
	e := issuer.Endpoints.Get(endpoint)
	return e != nil && e.State != specs.None && e.Path.State != specs.None
}

// offers reports whether some issuer has an endpoint.
func (p *Pass) offers(endpoint string) bool { return len(p.issuersWithout(endpoint)) < p.Issuers.Len() }

// issuersWithout are the issuers that lack an endpoint.
func (p *Pass) issuersWithout(endpoint string) []string {
	var out []string
	for i := range p.Issuers.Entries {
		if e := &p.Issuers.Entries[i]; !hasEndpoint(&e.V, endpoint) {
			out = append(out, e.ID)
		}
	}
	return out
}

// issuerOf is the first of some issuers from which a client gets its tokens; empty for none. A client that names none uses
// all.
func (p *Pass) issuerOf(client string, issuers []string) string {
	own := specs.Plain(p.Client(client).Issuers)
	for _, id := range issuers {
		if len(own) == 0 || slices.ContainsFunc(own, func(mine specs.IssuerID) bool { return string(mine) == id }) {
			return id
		}
	}
	return ""
}

// scriptsRefresh reports whether an app that runs in the browser alone calls the token endpoint.
func (p *Pass) scriptsRefresh() bool {
	for i := range p.Clients.Entries {
		if c := &p.Clients.Entries[i].V; c.Platform.V == specs.PlatformBrowser && c.Type.V == specs.ClientPublic && c.Architecture.V != specs.ArchitectureBFF {
			return true
		}
	}
	return false
}
