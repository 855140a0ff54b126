package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshNotRevocable = &Rule{
	ID: "REV001", Title: "no way to revoke refresh tokens",
	Why: "When an account or a device is lost, somebody has to be able to end what was issued. Without an off switch the token works until it expires.",
	Cites: []Cite{
		{"RFC 7009", "2", "MUST"},
		{"ASVS 5.0", "10.4.9", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, revocable: false}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, revocable: true}
issuers:
  main: {endpoints: {token: /oauth2/token, revocation: /oauth2/revoke}}
`,
	At: "tokens.refresh.revocable",
	Check: func(p *Pass) {
		endpoint := false
		for range Each[specs.Endpoint](p, "issuers.*.endpoints.revocation") {
			endpoint = true
		}
		for s, revocable := range EachOrSilent[specs.Value[bool]](p, "tokens.*.revocable", "revocation.mechanisms") {
			if !p.Is(s.Name(), specs.RefreshToken) {
				continue
			}
			mechanisms := Get[specs.Map[specs.Values[specs.Mechanism]]](p, "revocation.mechanisms", s.Sel)
			way, only := endpoint, Spot{}
			for _, column := range []string{s.Name(), "any"} {
				if m := mechanisms.Get(column); m != nil {
					for _, v := range specs.Plain(*m) {
						way = way || v != specs.ByExpiry
					}
					if only = s.Lacks("revocation.mechanisms." + column); m.Stated() {
						only.At = m.At
					}
				}
			}
			switch {
			case revocable.IsSet() && !revocable.V, revocable.State == specs.None:
				p.Report(s, "the refresh token cannot be revoked; offer the revocation endpoint, and write true")
			case way, len(p.Revocation.By.Items) > 0, revocable.State == specs.Undecided:
			case only.Path != "" && p.EffectiveState(only.Path, s.Sel) == specs.Set:
				p.Report(only, "only %s is stated, which ends nothing before its time; add a mechanism that does for %s, such as endpoint, or state issuers.*.endpoints.revocation", specs.ByExpiry, s.Name())
			case only.Path != "" && p.EffectiveState(only.Path, s.Sel) == specs.None:
				p.Report(only, "none is stated, so that nothing ends %s before its time; write a mechanism that does, such as endpoint, or state issuers.*.endpoints.revocation", s.Name())
			case revocable.IsSet():
				p.Missing(s.Lacks("revocation.mechanisms."+s.Name()), "%s says that it can be revoked, and nothing says how; add a mechanism, such as endpoint, or state issuers.*.endpoints.revocation", s.Path)
			default:
				p.Missing(s, "nothing says whether and how the refresh token can be revoked; state issuers.*.endpoints.revocation, or a mechanism under revocation.mechanisms")
			}
		}
	},
}
