package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var cookieAttributes = &Rule{
	ID: "STOR002", Title: "session cookie lacks an attribute that protects it",
	Why: "Each attribute closes one way to the cookie: scripts, plain HTTP, requests from other sites, and other hosts of the same domain.",
	Cites: []Cite{
		{"RFC 10017", "6.1.3.2", "MUST"},
		{"SP 800-63B-4", "5.1.1", "SHALL"},
		{"ASVS 5.0", "3.3", ""},
	},
	In:     []Ask{{Browser, diag.Error}, {AAL1, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "sessions:\n  web: {lifetime: 8h, cookie: {name: __Host-sid, secure: true, http_only: false, same_site: strict}}\n",
	Good:   "sessions:\n  web: {lifetime: 8h, cookie: {name: __Host-sid, secure: true, http_only: true, same_site: strict}}\n",
	At:     "sessions.web.cookie.http_only",
	Repair: "sets Secure, HttpOnly or the path, or takes the domain away",
	Check: func(p *Pass) {
		for _, pattern := range []string{"clients.*.cookie", "sessions.*.cookie", "tokens.*.delivery.*.cookie"} {
			for s, c := range Each[specs.Cookie](p, pattern) {
				if c.State == specs.Set {
					judgeCookie(p, s, c)
				}
			}
		}
	},
}

func judgeCookie(p *Pass, s Spot, c specs.Cookie) {
	claims := p.Claims(s)
	strict := claims.Has(Browser, AAL1, ASVS2) // level 1 of ASVS asks for Secure and a prefix alone
	cookieFlag(p, s, "secure", c.Secure, "the cookie travels over plain HTTP too", diag.Error)
	if strict {
		grave := diag.Warning // SP 800-63B-4 section 5.1.1: SHOULD
		if claims.Has(Browser, ASVS2) {
			grave = diag.Error
		}
		cookieFlag(p, s, "http_only", c.HTTPOnly, "scripts can read the cookie", grave)
		switch at := s.In("same_site", c.SameSite.Mark); c.SameSite.State {
		case specs.None:
			p.Report(at, "the cookie goes along with requests from every site; write strict, or lax").AtMost(diag.Warning)
		case specs.Silent:
			p.Missing(at, "write strict, or lax where links from elsewhere must find the user signed in").AtMost(diag.Warning)
		case specs.Set, specs.Undecided:
		}
	}
	name := s.In("name", c.Name.Mark)
	host := strings.HasPrefix(c.Name.V, "__Host-") // __Host-Http- as well
	domain, path := s.In("domain", c.Domain.Mark), s.In("path", c.Path.Mark)
	switch {
	case !c.Name.IsSet() || host:
	case strict:
		p.Report(name, "another host of the domain can set the cookie; begin its name with __Host-").AtMost(diag.Warning)
	case !strings.HasPrefix(c.Name.V, "__Secure-"):
		p.Report(name, "begin the name with __Host-, or with __Secure- where hosts share the cookie").AtMost(diag.Warning)
	}
	switch {
	case !c.Domain.IsSet() || c.Domain.V == "":
	case host:
		p.Report(domain, "browsers drop a cookie named __Host- that has a domain; write none").Write(domain, "none")
	case strict:
		p.Report(domain, "the cookie goes to every host below %s; write none", diag.Quote(c.Domain.V)).AtMost(diag.Warning).Write(domain, "none")
	}
	switch {
	case !c.Path.IsSet() || c.Path.V == "/":
	case host:
		p.Report(path, "browsers drop a cookie named __Host- whose path is not /; write /").Write(path, "/")
	case claims.Has(Browser):
		p.Report(path, "a path keeps no other page of the host away from the cookie; write /").AtMost(diag.Warning).Write(path, "/")
	}
}

// cookieFlag reports an attribute that is off, or not stated.
func cookieFlag(p *Pass, s Spot, key string, v specs.Value[bool], what string, grave diag.Severity) {
	at := s.In(key, v.Mark)
	switch {
	case v.State == specs.None || v.IsSet() && !v.V:
		p.Report(at, "%s; write true", what).AtMost(grave).Write(at, "true")
	case v.State == specs.Silent:
		r := p.Missing(at, "without it %s; write true", what).AtMost(grave)
		if !p.Varies(s.Path) {
			r.State(at.At.File, at.Path, "true")
		}
	}
}
