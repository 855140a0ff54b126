package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var cookieWithoutCSRFDefence = &Rule{
	ID: "STOR003", Title: "session in a cookie without a defence against forged requests",
	Why: "A browser sends the cookie along with requests that other sites make. Without a defence those requests act in the user's name.",
	Cites: []Cite{
		{"RFC 10017", "6.1.3.3", "MUST"},
		{"SP 800-63B-4", "5.1", "SHALL"},
		{"ASVS 5.0", "3.5.1", ""},
		{"RFC 6750", "5.3", "MUST"},
	},
	In:   []Ask{{Browser, diag.Error}, {AAL1, diag.Error}, {ASVS1, diag.Error}},
	Bad:  "clients:\n  shop:\n    type: confidential\n    cookie: {name: __Host-sid, secure: true, http_only: true, same_site: strict}\n    csrf: none\n",
	Good: "clients:\n  shop:\n    type: confidential\n    cookie: {name: __Host-sid, secure: true, http_only: true, same_site: strict}\n    csrf: A header that forms of other sites cannot set\n",
	At:   "clients.shop.csrf",
	Check: func(p *Pass) {
		// The same cookie is often stated for the session and for the client. Where neither names a defence that is one
		// fault, told of the client; a defence that either names is enough.
		inClients, inSessions := withCookie(p, "clients"), withCookie(p, "sessions")
		check := func(of string, quiet bool) {
			for s, csrf := range EachOrSilent[specs.Value[string]](p, of+".*.csrf", of+".*.cookie") {
				cookie := Get[specs.Cookie](p, of+"."+s.Name()+".cookie", s.Sel)
				switch {
				case cookie.State != specs.Set:
				case csrf.State == specs.None || csrf.IsSet() && csrf.V == "":
					p.Report(s, "the cookie goes along with forged requests; name the defence, such as a header that other sites cannot set")
				case csrf.State == specs.Silent && !quiet:
					p.Missing(s, "say how requests that other sites forge are told apart, such as by a header that they cannot set")
				}
			}
		}
		check("clients", inSessions.defended)
		check("sessions", inClients.any)
	},
}

// cookieUse says whether some section has cookies, and whether one of those names a defence.
type cookieUse struct{ any, defended bool }

func withCookie(p *Pass, of string) (out cookieUse) {
	for s, c := range Each[specs.Cookie](p, of+".*.cookie", of+".*.csrf") {
		if c.State != specs.Set {
			continue
		}
		out.any = true
		csrf := Get[specs.Value[string]](p, of+"."+s.Name()+".csrf", s.Sel)
		out.defended = out.defended || csrf.IsSet()
	}
	return out
}
