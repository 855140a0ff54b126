package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// searchEntry is one section of a page, or one setting that it shows, in the search index.
type searchEntry struct{ Title, Anchor, Text string }

// searchPage is a page of the search index. Its sections and settings are lists of title, anchor and text; lists are a
// third smaller than objects, and every reader who searches loads them all.
type searchPage struct {
	Title    string      `json:"p"`
	URL      string      `json:"u"`
	Code     string      `json:"c,omitempty"` // of an error: what stands on the wire; of an operation: method and path
	Sections [][3]string `json:"s"`
	Settings [][3]string `json:"v,omitempty"`
}

// maxSearchText is how many bytes of a section are searched: enough for all but long code; maxSettingText of a setting,
// whose page says the rest.
const (
	maxSearchText  = 600
	maxSettingText = 48
)

// maxSettingDepth is how long the path of a setting may be to be in the index: tokens.access.lifetime. What is below
// stands in the same place.
const maxSettingDepth = 3

// searchIndex is a script that sets a variable: pages opened from disk cannot fetch data, but they can load a script.
func (b *builder) searchIndex() ([]byte, error) {
	pages := make([]searchPage, len(b.pages))
	at := map[string]int{}
	for i, p := range b.pages {
		at[p.key] = i
		pages[i] = searchPage{Title: p.title + pickText(p.within != "", " · "+p.within), URL: p.key + ".html", Code: p.called, Sections: [][3]string{}}
		for _, s := range p.sections {
			pages[i].Sections = append(pages[i].Sections, [3]string{s.Title, s.Anchor, s.Text})
		}
	}
	for _, c := range b.causes {
		if i, ok := at["errors/"+c.Page]; ok && c.Code() != c.ID {
			pages[i].Code = c.Code()
		}
	}
	b.policy.Visit(func(s *specs.Setting) {
		if n := len(s.Segments); n < 2 || n > maxSettingDepth || s.Variant != nil || s.Note() || s.Mark.State != specs.Set {
			return
		}
		text, _, ok := b.policy.EffectiveText(s.Path, nil)
		if !ok || text == "" || s.Segments[0] == "errors" { // errors are found by their names and codes
			return
		}
		key, anchor := b.settingPage(s.Segments)
		i, ok := at[key]
		if !ok {
			return
		}
		if !b.pages[i].anchors[anchor] && !slices.ContainsFunc(b.pages[i].toc, func(h heading) bool { return h.id == anchor }) {
			anchor = ""
		}
		pages[i].Settings = append(pages[i].Settings, [3]string{s.Path, anchor, clip(escape.Fold(text), maxSettingText)})
	})
	data, err := escape.ScriptJSON(pages)
	if err != nil {
		return nil, err
	}
	return []byte("window.tokenbookIndex=" + string(data) + ";\n"), nil
}

// settingPages are the pages that show the sections of a policy, those with pages of their own apart.
var settingPages = map[string]string{
	"policy": "governance", "site": "governance", "profiles": "conformance", "sessions": "sessions", "trust": "sessions", "revocation": "revocation",
	"validation": "validation", "client_strategy": "client-behaviour", "keys": "keys", "limits": "limits", "risk_signals": "limits",
	"settings": "settings", "axes": "settings", "observability": "observability", "privacy": "privacy", "incidents": "incidents",
	"scenarios": "scenarios", "fixtures": "scenarios", "environments": "environments", "tenants": "environments", "editions": "environments",
	"resource_servers": "services", "scopes": "services", "operations": "services", "acr_values": "services", "changes": "migrations",
	"sources": "governance", "terms": "glossary", "errors": "errors/index", "outages": "observability", "objectives": "observability", "lint": "governance",
}

// tokenSections are the sections of a token's page that show its settings.
var tokenSections = map[string]string{
	"lifetime": "lifetime", "unused": "when-nobody-uses-it", "issued": "how-it-is-issued", "delivery": "how-it-reaches-the-client", "claims": "claims",
	"header": "header", "binding": "how-it-is-protected", "rotation": "renewal-and-rotation", "renewal": "renewal-and-rotation", "revocable": "revocation",
	"edge_cases": "edge-cases", "in_flight": "work-in-progress", "match": "how-to-recognise-one",
}

// settingPage is the page that shows a setting, and the section in which it stands.
func (b *builder) settingPage(segments []string) (key, anchor string) {
	if len(segments) > 1 {
		id := segments[1]
		switch segments[0] {
		case "tokens":
			if len(segments) > 2 {
				anchor = tokenSections[segments[2]]
			}
			return "tokens/" + b.slugs["token"][id], anchor
		case "clients":
			return "clients/" + b.slugs["client"][id], ""
		case "issuers":
			if len(segments) > 3 && segments[2] == "endpoints" {
				anchor = anchorID("endpoint", segments[3])
			}
			return "issuers/" + b.slugs["issuer"][id], anchor
		case "errors":
			if len(segments) > 2 && id == "causes" {
				for _, c := range b.causes {
					if c.ID == segments[2] {
						return "errors/" + c.Page, ""
					}
				}
			}
		case "revocation":
			if len(segments) > 2 && id == "triggers" {
				return "revocation", anchorID("trigger", segments[2])
			}
		case "observability":
			if len(segments) > 2 && id == "events" {
				return "events", anchorID("event", segments[2])
			}
		}
	}
	return settingPages[segments[0]], ""
}

// clip cuts text at the end of a word.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := strings.ToValidUTF8(s[:limit], "")
	if i := strings.LastIndexByte(cut, ' '); i > limit/2 {
		cut = cut[:i]
	}
	return cut + " …"
}
