package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// browserPlaces are the places of storage that lie in the browser. Plain memory is one of them for a client that runs there.
var browserPlaces = []specs.StorePlace{specs.InWebWorker, specs.InScriptCookie, specs.InLocalStorage, specs.InSessionStorage, specs.InIndexedDB}

var backendLeaksTokens = &Rule{
	ID: "STOR004", Title: "backend is there, and the browser gets tokens all the same",
	Why: "A backend for a browser application is worth its cost because no token reaches the page. One that passes tokens on protects nothing.",
	Cites: []Cite{
		{"RFC 10017", "6.1.3.1", "MUST"},
		{"RFC 10017", "6.1.3.2", "SHOULD"},
		{"ASVS 5.0", "10.1.1", ""},
	},
	In:   []Ask{{Browser, diag.Error}, {ASVS2, diag.Error}},
	Bad:  "clients:\n  shop: {type: confidential, platform: browser, architecture: bff, storage: {access: memory}}\n",
	Good: "clients:\n  shop: {type: confidential, platform: browser, architecture: bff, storage: {access: server_memory}}\n",
	At:   "clients.shop.storage.access.in",
	Check: func(p *Pass) {
		for s, kind := range Each[specs.Value[specs.Architecture]](p, "clients.*.architecture", "clients.*.type") {
			at, sort := At[specs.Value[specs.ClientType]](p, "clients."+s.Name()+".type", s.Sel)
			if kind.V == specs.ArchitectureBFF && sort.V == specs.ClientPublic {
				p.Report(at, "a backend can keep a secret and authenticates as a confidential client; write confidential, and say under auth how")
			}
		}
		for s, place := range Each[specs.Value[specs.StorePlace]](p, "clients.*.storage.*.in", "clients.*.storage.*.at_rest", "clients.*.architecture") {
			client, token := s.Names[0], s.Names[1]
			if !place.IsSet() || !backendKeeps(p, client, token, s.Sel) {
				continue
			}
			atRest := Get[specs.Value[specs.AtRest]](p, "clients."+client+".storage."+token+".at_rest", s.Sel)
			runsInBrowser := p.Client(client).Platform.V == specs.PlatformBrowser
			switch {
			case slices.Contains(browserPlaces, place.V), place.V == specs.InMemory && runsInBrowser:
				p.Report(s, "%s is in the browser, which the backend keeps tokens from; write server_memory, or another place of the backend", place.V)
			case place.V == specs.InHTTPOnlyCookie && (atRest.V == specs.AtRestPlaintext || atRest.V == specs.AtRestDiskEncryption):
				p.Report(s, "a token inside a cookie is encrypted; keep it on the server, or write at_rest: encrypted").
					AtMost(diag.Warning).Cite(Cite{"RFC 10017", "6.1.3.2", "SHOULD"})
			}
		}
		for s, cookie := range Each[specs.Cookie](p, "clients.*.cookie", "clients.*.architecture") {
			kind := Get[specs.Value[specs.Architecture]](p, "clients."+s.Name()+".architecture", s.Sel)
			if cookie.Holds.V == specs.CookieToken && kind.V == specs.ArchitectureBFF {
				p.Report(s.In("holds", cookie.Holds.Mark), "the cookie carries a token as it is into the browser; write opaque_id, or sealed_state where the session is in the cookie").
					AtMost(diag.Warning).Cite(Cite{"RFC 10017", "6.1.3.2", "SHOULD"})
			}
		}
	},
}
