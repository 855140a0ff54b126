package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var openTokenEndpoints = &Rule{
	ID: "REV008", Title: "introspection or revocation without client authentication",
	Why: "Whoever can ask without authenticating can try strings until one is a token, or end the sessions of others.",
	Cites: []Cite{
		{"RFC 7662", "2.1", "MUST"},
		{"RFC 7009", "2.1", ""},
		{"ASVS 5.0", "10.4.10", ""},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad: `issuers:
  main: {endpoints: {introspection: {path: /oauth2/introspect, auth: none}}}
`,
	Good: `issuers:
  main: {endpoints: {introspection: {path: /oauth2/introspect, auth: private_key_jwt}}}
`,
	At: "issuers.main.endpoints.introspection.auth",
	Check: func(p *Pass) {
		for _, endpoint := range []string{"introspection", "revocation"} {
			for s, auth := range EachOrSilent[specs.Values[specs.ClientAuth]](p, "issuers.*.endpoints."+endpoint+".auth") {
				open := auth.State == specs.None
				switch {
				case endpoint == "revocation" && p.onlyPublicClients():
				case open:
					p.Report(s, "callers need not authenticate; name the methods that they use, such as private_key_jwt")
				case !auth.Stated():
					p.Missing(s, "say how callers authenticate, such as auth: private_key_jwt").AtMost(diag.Warning)
				}
			}
		}
	},
}

// onlyPublicClients reports whether every client is public, and so has nothing to authenticate with.
func (p *Pass) onlyPublicClients() bool {
	for i := range p.Clients.Entries {
		if p.Clients.Entries[i].V.Type.V != specs.ClientPublic {
			return false
		}
	}
	return p.Clients.Len() > 0
}
