package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// mkdocs writes for MkDocs, with or without Material: Python-Markdown, which knows call-outs once the extension
// admonition is on, and an mkdocs-nav.yml that arranges the pages.
var mkdocs = &flavor{
	name:       "mkdocs",
	dialect:    escape.MkDocs,
	ownHeading: true,
	indexName:  "index",
	indent:     4,
	flatFences: true,
	lineBreak:  "<br/>",
	front: func(p *docsPage) []setting {
		out := []setting{{"title", escape.YAML(p.title)}, {"description", escape.YAML(p.about)}}
		if tags := p.audienceTags(); tags != "" {
			out = append(out, setting{"tags", tags})
		}
		return out
	},
	alert: func(kind, text string) string {
		word := map[string]string{"NOTE": "note", "TIP": "tip", "IMPORTANT": "important", "WARNING": "warning", "CAUTION": "danger"}[kind]
		return "!!! " + word + ` "` + alertTitles[kind] + "\"\n\n" + prefixLines(text, "    ", "    ")
	},
	// Ids of headings would need an extension; an anchor needs none.
	heading: func(level int, text, id string, linked bool) string {
		anchor := ""
		if linked {
			anchor = `<a id="` + attr(id) + `"></a>`
		}
		return strings.Repeat("#", level) + " " + anchor + text
	},
	link: func(from, to *docsPage, id string) string {
		return withID(from.relativeFile(to.file+".md"), id)
	},
	picture: func(from *docsPage, name string) string { return from.relativeFile(picturesFolder + "/" + name) },
	words:   func(steps string) string { return diagramInWords + ":\n\n" + steps },
	extra: func(d *docs) ([]generator.File, error) {
		var w strings.Builder
		w.WriteString(escape.YAMLComment("", "What mkdocs.yml needs for these pages: take both lists over, or put this file beside mkdocs.yml and write\n"+
			"INHERIT: mkdocs-nav.yml there. Paths are those below docs_dir; where the pages stand in a folder of it, the paths need its name.") + "\n")
		w.WriteString("markdown_extensions:\n  - admonition\n  - tables\nnav:\n")
		mkdocsNav(&w, "  ", d.at[""])
		return []generator.File{{Path: DocsFolder + "mkdocs-nav.yml", Data: []byte(w.String())}}, nil
	},
}

// mkdocsNav writes what a folder holds.
func mkdocsNav(w *strings.Builder, indent string, f *docsFolder) {
	for _, e := range f.entries {
		if e.folder != nil {
			w.WriteString(indent + "- " + escape.YAML(e.folder.name) + ":\n")
			mkdocsNav(w, indent+"    ", e.folder)
			continue
		}
		w.WriteString(indent + "- " + escape.YAML(e.page.nav) + ": " + escape.YAML(e.page.file+".md") + "\n")
	}
}
