package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var rawTokensInLogs = &Rule{
	ID: "OBS001", Title: "tokens, codes or secrets written to logs",
	Why: "A bearer token in a log is the credential itself, for everybody who reads logs and for as long as they are kept.",
	Cites: []Cite{
		{"ASVS 5.0", "16.2.5", ""},
		{"RFC 9700", "4.9.2", ""},
		{"ASVS 5.0", "14.2.1", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {AAL1, diag.Error}, {ASVS2, diag.Error}},
	Bad:    "observability:\n  logs: {tokens: raw, redact: [authorization, access_token, client_assertion]}\n",
	Good:   "observability:\n  logs: {tokens: keyed_hash, redact: [authorization, access_token, client_assertion]}\n",
	At:     "observability.logs.tokens",
	Repair: "writes keyed_hash, and adds names to the list of what is never written",
	Check: func(p *Pass) {
		for s, logs := range Each[specs.Logs](p, "observability.logs") {
			if logs.State != specs.Set {
				continue // no logs, or an open question
			}
			if at := s.In("tokens", logs.Tokens.Mark); logs.Tokens.IsSet() && logs.Tokens.V == specs.LogTokenRaw {
				p.Report(at, "tokens stand in the logs as they are; write keyed_hash, which still joins the lines of one token, or never").Write(at, string(specs.LogTokenKeyedHash))
			}
			at := s.In("redact", logs.Redact.Mark)
			missing := slices.DeleteFunc(secretFields(p), func(field string) bool {
				return slices.ContainsFunc(specs.Plain(logs.Redact), func(have string) bool { return sameField(have, field) })
			})
			switch {
			case logs.Redact.State == specs.None:
				p.Report(at, "nothing is kept out of the logs; list %s", strings.Join(missing, ", "))
			case !logs.Redact.Stated():
				if !logs.Tokens.Stated() {
					p.Missing(s.In("tokens", logs.Tokens.Mark), "say how a token shows in a log, such as never or keyed_hash").AtMost(diag.Warning)
				}
			case logs.Redact.IsSet() && len(missing) > 0:
				p.Report(at, "the list of what is never written lacks %s, which this policy has", strings.Join(missing, ", ")).Add(at, missing...)
			}
		}
	},
}

// fieldSpelling makes one spelling of those that formats of logs and metrics have.
var fieldSpelling = strings.NewReplacer("-", "_", ".", "_")

// sameField compares names of fields as different formats spell them: set-cookie and Set_Cookie, user.id and user_id.
func sameField(a, b string) bool {
	return strings.EqualFold(fieldSpelling.Replace(a), fieldSpelling.Replace(b))
}

// secretFields are the fields of requests and answers that carry credentials under this policy.
func secretFields(p *Pass) []string {
	out := []string{"authorization", "access_token"}
	add := func(has bool, fields ...string) {
		if has {
			out = append(out, fields...)
		}
	}
	add(p.Uses(specs.GrantAuthorizationCode), "code", "code_verifier")
	add(len(p.TokensOf(specs.RefreshToken)) > 0, "refresh_token")
	add(len(p.TokensOf(specs.IDToken)) > 0, "id_token")
	add(p.Uses(specs.GrantDeviceCode), "device_code", "user_code")
	add(p.authenticates(specs.AuthSecretBasic, specs.AuthSecretPost, specs.AuthSecretJWT), "client_secret")
	add(p.authenticates(specs.AuthSecretJWT, specs.AuthPrivateKeyJWT), "client_assertion")
	add(p.usesDPoP(), "dpop")
	add(p.Sessions.Len() > 0, "cookie")
	return out
}

// authenticates reports whether a client, in any variant, proves who it is in one of the ways.
func (p *Pass) authenticates(ways ...specs.ClientAuth) bool {
	for _, have := range Each[specs.Values[specs.ClientAuth]](p, "clients.*.auth") {
		if slices.ContainsFunc(ways, func(way specs.ClientAuth) bool { return specs.Has(have, way) }) {
			return true
		}
	}
	return false
}
