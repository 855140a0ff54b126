package site

import (
	"path"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// docusaurus writes for Docusaurus 3: pages are MDX, a folder has a _category_.json.
var docusaurus = &flavor{
	name:      "docusaurus",
	dialect:   escape.Docusaurus,
	indexName: "index",
	lineBreak: "<br/>",
	front: func(p *docsPage) []setting {
		out := []setting{
			{"title", escape.YAML(p.title)},
			{"sidebar_label", escape.YAML(p.nav)},
			{"sidebar_position", itoa(p.order)},
			{"description", escape.YAML(p.about)},
			{"custom_edit_url", "null"}, // who edits a generated page loses the change
		}
		if tags := p.audienceTags(); tags != "" {
			out = append(out, setting{"tags", tags})
		}
		return out
	},
	alert: func(kind, text string) string {
		word := map[string]string{"NOTE": "note", "TIP": "tip", "IMPORTANT": "info", "WARNING": "warning", "CAUTION": "danger"}[kind]
		// A line of as many colons ends the call-out even within code, so there are more than anywhere in it.
		colons := strings.Repeat(":", 3)
		for strings.Contains(text, colons) {
			colons += ":"
		}
		return colons + word + "\n\n" + text + "\n\n" + colons
	},
	// Every heading has an id, so that the end of its words cannot be taken for one.
	heading: func(level int, text, id string, _ bool) string {
		return strings.Repeat("#", level) + " " + text + ` \{#` + part(id) + "}"
	},
	link: func(from, to *docsPage, id string) string {
		address := from.relativeFile(to.file + ".md")
		if path.Dir(from.file) == path.Dir(to.file) {
			address = "./" + path.Base(address)
		}
		return withID(address, id)
	},
	picture: func(from *docsPage, name string) string {
		address := from.relativeFile(picturesFolder + "/" + name)
		if !strings.HasPrefix(address, "../") {
			address = "./" + address
		}
		return address
	},
	words: func(steps string) string {
		return "<details>\n<summary>" + diagramInWords + "</summary>\n\n" + steps + "\n\n</details>"
	},
	extra: func(d *docs) ([]generator.File, error) {
		var out []generator.File
		for _, f := range d.folders {
			out = append(out, generator.File{Path: DocsFolder + f.path + "/_category_.json",
				Data: []byte("{\n  \"label\": " + escape.JSON(f.name) + ",\n  \"position\": " + itoa(f.order) + "\n}\n")})
		}
		return out, nil
	},
}

// withID puts the id of a heading behind an address.
func withID(address, id string) string {
	if id == "" {
		return address
	}
	return address + "#" + part(id)
}
