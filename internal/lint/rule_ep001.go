package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var clearText = &Rule{
	ID: "EP001", Title: "endpoint in clear text, or old TLS",
	Why: "These endpoints carry the credentials themselves. Whoever listens on the way has them.",
	Cites: []Cite{
		{"RFC 6749", "3.1", "MUST"},
		{"FAPI 2.0", "5.2.1", "shall"},
		{"ASVS 5.0", "12.1.1", ""},
		{"SP 800-63B-4", "5.1", "SHALL NOT"},
	},
	Severity: diag.Error,
	Bad:      "issuers:\n  main: {tls: \"1.1\"}\n",
	Good:     "issuers:\n  main: {tls: \"1.2\"}\n",
	At:       "issuers.main.tls.minimum",
	Repair:   "writes 1.2",
	Check: func(p *Pass) {
		for s, u := range Each[specs.Value[specs.URL]](p, "issuers.*.url") {
			if strings.HasPrefix(strings.ToLower(string(u.V)), "http://") {
				p.Report(s, "%s is in clear text; write https", diag.Quote(string(u.V)))
			}
		}
		for s, path := range Each[specs.Value[specs.Path]](p, "issuers.*.endpoints.*.path") {
			if strings.HasPrefix(strings.ToLower(string(path.V)), "http://") {
				p.Report(s, "%s is in clear text; write https", diag.Quote(string(path.V)))
			}
		}
		for s, tls := range Each[specs.TLS](p, "issuers.*.tls") {
			if at := s.In("minimum", tls.Minimum.Mark); tls.Minimum.IsSet() && tls.Minimum.V < "1.2" {
				p.Report(at, "TLS %s is no longer safe; write 1.2 or 1.3", tls.Minimum.V).Write(at, `"1.2"`)
			}
		}
	},
}
