package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// searchEntry is one section of a page in the search index.
type searchEntry struct {
	Title  string `json:"t"`
	Anchor string `json:"-"`
	Text   string `json:"x"`
	Page   string `json:"p"`
	URL    string `json:"u"`
}

// maxSearchText is how many bytes of a section are searched: enough for all but long code.
const maxSearchText = 1200

// searchIndex is a script that sets a variable: pages opened from disk cannot fetch data, but they can load a script.
func (b *builder) searchIndex() ([]byte, error) {
	entries := []searchEntry{}
	for _, p := range b.pages {
		for _, s := range p.sections {
			s.Page, s.URL = p.title, p.key+".html"
			if s.Anchor != "" {
				s.URL += "#" + s.Anchor
			}
			entries = append(entries, s)
		}
	}
	data, err := escape.ScriptJSON(entries)
	if err != nil {
		return nil, err
	}
	return []byte("window.tokenbookIndex=" + string(data) + ";\n"), nil
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
