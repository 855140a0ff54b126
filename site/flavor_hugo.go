package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// hugo writes for Hugo 0.141 or newer: links are relref, so that Hugo finds the page wherever it is published, and
// fails where there is none; call-outs are quotations with a kind (0.132), the steps of pictures the shortcode details
// (0.140). Raw HTML is not used, since Hugo leaves it out.
var hugo = &flavor{
	name:      "hugo",
	dialect:   escape.Hugo,
	indexName: "_index",
	lineBreak: " · ",
	front: func(p *docsPage) []setting {
		weight := p.order
		if p.folder.index == p && p.folder.path != "" {
			weight = p.folder.order
		}
		out := []setting{
			{"title", escape.YAML(p.title)},
			{"linkTitle", escape.YAML(p.nav)},
			{"weight", itoa(weight)},
			{"description", escape.YAML(p.about)},
		}
		if tags := p.audienceTags(); tags != "" {
			out = append(out, setting{"tags", tags})
		}
		return out
	},
	alert: func(kind, text string) string { return prefixLines("[!"+kind+"]\n"+text, "> ", "> ") },
	// Hugo looks for the kind of a call-out in finished text; a word joiner, which nobody sees, keeps a quotation one.
	quote: func(text string) string { return prefixLines("&#8288;"+text, "> ", "> ") },
	// Every heading has an id, so that the end of its words cannot be taken for one.
	heading: func(level int, text, id string, _ bool) string {
		return strings.Repeat("#", level) + " " + text + " {#" + part(id) + "}"
	},
	link: func(from, to *docsPage, id string) string {
		return `{{< relref "` + withID(from.relativeFile(to.file+".md"), id) + `" >}}`
	},
	// A page stands in a folder of its own, the first page of a folder in that folder.
	picture: func(from *docsPage, name string) string {
		depth := strings.Count(from.file, "/") + 1
		if from.folder.index == from {
			depth--
		}
		return strings.Repeat("../", depth) + picturesFolder + "/" + name
	},
	words: func(steps string) string {
		return `{{< details summary="` + diagramInWords + "\" >}}\n\n" + steps + "\n\n{{< /details >}}"
	},
	extra: func(d *docs) ([]generator.File, error) {
		var out []generator.File
		for _, f := range d.folders {
			if f.index == nil {
				out = append(out, generator.File{Path: DocsFolder + f.path + "/_index.md",
					Data: []byte("---\ntitle: " + escape.YAML(f.name) + "\nweight: " + itoa(f.order) + "\n---\n")})
			}
		}
		return out, nil
	},
}
