package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var proofKeyMissing = &Rule{
	ID: "FLOW003", Title: "PKCE missing, optional or plain",
	Why: "Without the proof key, a code that somebody stole or planted can be redeemed.",
	Cites: []Cite{
		{"RFC 9700", "2.1.1", "MUST"},
		{"RFC 10017", "6.3.2.1", "MUST"},
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.4.6", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad: `clients:
  app: {type: public, grants: [authorization_code], pkce: optional}
`,
	Good: `clients:
  app: {type: public, grants: [authorization_code], pkce: {needed: required, methods: S256}}
`,
	At:     "clients.app.pkce.needed",
	Repair: "writes required, or takes plain from the list",
	Check: func(p *Pass) {
		for s, own := range EachOrSilent[specs.PKCE](p, "clients.*.pkce", "clients.*.grants") {
			if !specs.Has(Get[specs.Values[specs.GrantType]](p, "clients."+s.Name()+".grants", s.Sel), specs.GrantAuthorizationCode) {
				continue
			}
			public := p.Clients.Get(s.Name()).Type.V == specs.ClientPublic
			if own.Stated() {
				p.proofKey(s, own, public)
				continue
			}
			// The client says nothing: what its issuers say holds for it.
			stated := false
			for _, issuer := range p.issuersOf(s.Name()) {
				at, theirs := At[specs.PKCE](p, "issuers."+issuer+".pkce", s.Sel)
				if theirs.Stated() {
					stated = true
					p.proofKey(at, theirs, public)
				}
			}
			if !stated {
				found := p.Missing(s, "say that a code is only redeemed with its proof key: pkce: {needed: required, methods: S256}")
				if !public {
					found.AtMost(diag.Warning)
				}
			}
		}
	},
}

// proofKey judges one statement of the rule for proof keys.
func (p *Pass) proofKey(s Spot, k specs.PKCE, public bool) {
	needed := s.In("needed", k.Needed.Mark)
	if k.State == specs.None || k.Needed.State == specs.None || k.Needed.IsSet() && k.Needed.V != specs.NeedRequired {
		found := p.Report(needed, "a code can be redeemed without its proof key; write required")
		if !public && !p.Claims(s).Has(FAPI2, ASVS2) {
			found.AtMost(diag.Warning)
		}
		if k.Needed.IsSet() {
			found.Write(needed, string(specs.NeedRequired))
		} else {
			found.Write(s, "{needed: required, methods: S256}")
		}
	}
	for i, m := range k.Methods.Items {
		if m.V != specs.PKCEPlain {
			continue
		}
		at := s.In("methods", k.Methods.Mark).Item(i, m.Mark)
		found := p.Report(at, "plain sends the verifier itself, which whoever reads the request can use; write S256")
		if specs.Has(k.Methods, specs.PKCES256) {
			found.Drop("plain", m.At)
		} else {
			found.Write(at, string(specs.PKCES256))
		}
	}
}

// issuersOf are the issuers that know a client: those that it names, else all.
func (p *Pass) issuersOf(client string) []string {
	var out []string
	if c := p.Clients.Get(client); c != nil {
		for _, id := range specs.Plain(c.Issuers) {
			out = append(out, string(id))
		}
	}
	if len(out) == 0 {
		return p.Issuers.IDs()
	}
	return out
}
