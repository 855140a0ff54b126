package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// readByScripts are the places that every script of a page can read, also later.
var readByScripts = []specs.StorePlace{specs.InLocalStorage, specs.InSessionStorage, specs.InIndexedDB, specs.InScriptCookie}

var tokenReadByScripts = &Rule{
	ID: "STOR001", Title: "token where any script of the page can read it",
	Why: "One injected script, or one dependency in wrong hands, reads the token and sends it away; it stays there after the page is closed.",
	Cites: []Cite{
		{"RFC 10017", "8", ""},
		{"SP 800-63B-4", "5.1", "SHOULD NOT"},
		{"ASVS 5.0", "14.3.3", ""},
	},
	In:   []Ask{{Browser, diag.Warning}, {AAL1, diag.Warning}, {ASVS2, diag.Info}}, // ASVS excepts session tokens
	Bad:  "clients:\n  spa: {type: public, platform: browser, storage: {access: local_storage}}\n",
	Good: "clients:\n  spa: {type: public, platform: browser, storage: {access: memory}}\n",
	At:   "clients.spa.storage.access.in",
	Check: func(p *Pass) {
		for s, place := range Each[specs.Value[specs.StorePlace]](p, "clients.*.storage.*.in") {
			if !place.IsSet() || !slices.Contains(readByScripts, place.V) {
				continue
			}
			if backendKeeps(p, s.Names[0], s.Names[1], s.Sel) && p.Claims(s).Has(Browser, ASVS2) {
				continue // STOR004 speaks of a backend that lets tokens into the browser
			}
			p.Report(s, "%s can be read by every script of the page, for as long as it stands there; memory, or a backend that keeps the token, is advised", place.V)
		}
	},
}

// backendKeeps reports whether a token is one that a client's backend is there to keep from the browser.
func backendKeeps(p *Pass, client, token string, sel specs.Selection) bool {
	architecture := Get[specs.Value[specs.Architecture]](p, "clients."+client+".architecture", sel)
	return architecture.V == specs.ArchitectureBFF && p.Is(token, specs.AccessToken, specs.RefreshToken)
}
