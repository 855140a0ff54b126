package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var weakClientAuth = &Rule{
	ID: "FLOW007", Title: "client cannot show who it is as strongly as the profile asks",
	Why: "A shared secret lies on both sides and is copied; a public client has nothing to show at all.",
	Cites: []Cite{
		{"RFC 9700", "2.5", "RECOMMENDED"},
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"ASVS 5.0", "10.4.16", ""},
		{"ASVS 5.0", "10.4.10", ""},
	},
	In: []Ask{{FAPI2, diag.Error}, {ASVS2, diag.Error}, {BCP, diag.Warning}},
	Bad: `clients:
  job: {type: confidential, grants: client_credentials, auth: client_secret_post}
`,
	Good: `clients:
  job: {type: confidential, grants: client_credentials, auth: private_key_jwt}
`,
	At: "clients.job.auth.0",
	Check: func(p *Pass) {
		for s, auth := range EachOrSilent[specs.Values[specs.ClientAuth]](p, "clients.*.auth", "clients.*.type") {
			typ := Get[specs.Value[specs.ClientType]](p, "clients."+s.Name()+".type", s.Sel)
			strict := p.Claims(s).Has(FAPI2, ASVS3)
			if strict && typ.V == specs.ClientPublic && typ.IsSet() {
				at, _ := At[specs.Value[specs.ClientType]](p, "clients."+s.Name()+".type", s.Sel)
				p.Report(at, "the profile takes confidential clients only; give the client a key, or a backend that has one")
				continue
			}
			if typ.V == specs.ClientPublic {
				for i, a := range auth.Items {
					if strings.HasPrefix(string(a.V), "client_secret_") {
						p.Report(s.Item(i, a.Mark), "everybody who has the app has its secret; a public client shows nothing: write none").Cite(Cite{"RFC 6749", "2.3.1", ""})
					}
				}
			}
			if typ.V != specs.ClientConfidential {
				continue
			}
			switch {
			case auth.State == specs.None:
				p.Report(s, "a confidential client does not show who it is; write private_key_jwt or tls_client_auth")
			case auth.State == specs.Silent:
				p.Missing(s, "say how the client shows who it is, such as private_key_jwt").AtMost(diag.Warning)
			}
			for i, a := range auth.Items {
				if !strings.HasPrefix(string(a.V), "client_secret_") {
					continue
				}
				found := p.Report(s.Item(i, a.Mark), "%s rests on a secret that both sides hold; private_key_jwt or tls_client_auth does not", a.V)
				if !strict {
					found.AtMost(diag.Warning)
				}
			}
		}
	},
}
