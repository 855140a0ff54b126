package site

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// DocsFolder is the folder of the output in which the pages for a team's own documentation site stand.
const DocsFolder = "docs/"

// picturesFolder is the folder below it in which the diagrams stand.
const picturesFolder = "pictures"

// flavor is a program that makes a site of Markdown files, and how a page is written for it. Each is one file and one
// entry of flavors.
type flavor struct {
	// name is the word of the command line.
	name    string
	dialect escape.Dialect
	// ownHeading tells that a page begins with its heading; elsewhere the program makes it of the title.
	ownHeading bool
	// indexName is the file of a folder's first page, without ending.
	indexName string
	// indent is how far the further lines of an item of a list stand in; 0 is as far as its text.
	indent int
	// flatFences tells that the program knows fences at the left margin only.
	flatFences bool
	// lineBreak breaks a line within a cell of a table, or stands for a break.
	lineBreak string

	// front are the settings of a page, in the order in which they are written.
	front func(*docsPage) []setting
	// alert is a call-out: its kind is a key of alertTitles, its text Markdown of this flavour.
	alert func(kind, text string) string
	// quote is a quotation, each line with its mark; nil where nothing but the mark is needed.
	quote func(text string) string
	// heading is a heading with its id; linked tells that a page links to the id.
	heading func(level int, text, id string, linked bool) string
	// link is the destination of a link from a page to another, with the id of a heading or "".
	link func(from, to *docsPage, id string) string
	// picture is the destination of a picture.
	picture func(from *docsPage, name string) string
	// words are the steps of a picture, which stand behind it.
	words func(steps string) string
	// extra are the files that arrange the pages.
	extra func(*docs) ([]generator.File, error)
}

// setting is one line of a front matter: a key, and a value that is YAML already.
type setting struct{ key, yaml string }

// flavors are all of them, in alphabetical order.
var flavors = []*flavor{docusaurus, hugo, mkdocs}

// Flavors are the words that Inputs.Flavor may be.
func Flavors() []string {
	names := make([]string, len(flavors))
	for i, f := range flavors {
		names[i] = f.name
	}
	return names
}

// flavorOf finds a flavour by its word; nil where there is none.
func flavorOf(name string) *flavor {
	for _, f := range flavors {
		if f.name == name {
			return f
		}
	}
	return nil
}

// docs are the pages as one program takes them.
type docs struct {
	*flavor
	b       *builder
	pages   []*docsPage
	byKey   map[string]*docsPage
	folders []*docsFolder          // those of groups, and those below them
	at      map[string]*docsFolder // by their path
	shown   map[int]docsPicture    // by the number of their block
}

// docsPicture is a diagram as a page shows it: with its steps or without.
type docsPicture struct {
	*Diagram
	steps bool
}

// docsPage is a page and where it stands.
type docsPage struct {
	*page
	file   string // below DocsFolder, without ending
	order  int    // in its folder, from 1
	folder *docsFolder
}

// docsFolder is a folder of pages: one for each group of the navigation, and below it one for pages that exist once for
// each of something.
type docsFolder struct {
	name    string
	path    string // below DocsFolder; "" for the pages at the top
	order   int    // among what it stands with, from 1
	index   *docsPage
	entries []docsEntry
	taken   map[string]bool
}

// docsEntry is a page or a folder, in the order of the navigation.
type docsEntry struct {
	page   *docsPage
	folder *docsFolder
}

// docsFiles are the pages in a flavour, their diagrams, and what arranges them.
func (b *builder) docsFiles(f *flavor) ([]generator.File, error) {
	d := &docs{flavor: f, b: b, byKey: map[string]*docsPage{}, at: map[string]*docsFolder{}, shown: map[int]docsPicture{}}
	d.arrange()
	var out []generator.File
	for i := range b.inputs.Diagrams {
		picture := &b.inputs.Diagrams[i]
		d.shown[b.diagramAt[i]], d.shown[b.diagramAt[i]+1] = docsPicture{picture, true}, docsPicture{picture, len(picture.Standalone) == 0}
		if len(picture.Standalone) > 0 {
			out = append(out, generator.File{Path: DocsFolder + picturesFolder + "/" + pictureName(picture), Data: picture.Standalone})
		}
	}
	for _, p := range d.pages {
		out = append(out, generator.File{Path: DocsFolder + p.file + ".md", Data: []byte(d.page(p))})
	}
	more, err := f.extra(d)
	return append(out, more...), err
}

// pictureName is the file of a diagram.
func pictureName(d *Diagram) string { return escape.FileName(d.ID) + ".svg" }

// arrange gives every page its place: a folder for each group, in it the folders of the site, and the page's own name.
// Names that a program reads in its own way are changed: numbers in front order pages for Docusaurus, and a page that
// is named as its folder is the folder's first.
func (d *docs) arrange() {
	top := d.folderAt("", nil, "")
	for _, p := range d.b.pages {
		group := slug(p.group)
		within := path.Dir(p.key)
		f := top
		if p.key != "index" {
			f = d.folderAt(group, top, p.group)
			if within != "." && within != group {
				f = d.folderAt(path.Join(group, within), f, p.nav)
			}
		}
		dp := &docsPage{page: p, folder: f, order: len(f.entries) + 1}
		name := path.Base(p.key)
		if name == "index" && f.index == nil {
			name, f.index = d.indexName, dp
		} else {
			if name[0] >= '0' && name[0] <= '9' {
				name = "page-" + name
			}
			name = pageName(name, f.taken)
		}
		dp.file = path.Join(f.path, name)
		f.entries = append(f.entries, docsEntry{page: dp})
		d.pages = append(d.pages, dp)
		d.byKey[p.key] = dp
	}
}

// folderAt is a folder, made with a name where it is not there yet.
func (d *docs) folderAt(at string, above *docsFolder, name string) *docsFolder {
	f := d.at[at]
	if f == nil {
		f = &docsFolder{name: name, path: at, taken: map[string]bool{"index": true, "_index": true, "readme": true, path.Base(at): true}}
		d.at[at] = f
		if above != nil {
			above.taken[path.Base(at)] = true
			above.entries = append(above.entries, docsEntry{folder: f})
			f.order = len(above.entries)
			d.folders = append(d.folders, f)
		} else {
			f.taken[picturesFolder] = true
		}
	}
	return f
}

// page is the text of a page.
func (d *docs) page(p *docsPage) string {
	var w strings.Builder
	w.WriteString("---\n")
	for _, s := range d.front(p) {
		w.WriteString(s.key + ": " + s.yaml + "\n")
	}
	w.WriteString("---\n\n")
	source := []byte(p.markdown)
	root := d.b.pageParser.Parse(text.NewReader(source))
	if h, ok := root.FirstChild().(*ast.Heading); ok && h.Level == 1 && !d.ownHeading {
		root.RemoveChild(root, h)
	}
	writer := docsWriter{docs: d, page: p, source: source}
	w.WriteString(writer.blocks(root, "\n\n") + "\n")
	return w.String()
}

// audience are the readers that a page is for, as tags; a page for everybody has none.
func (p *docsPage) audienceTags() string {
	if p.audience == "" || p.audience == "everybody" {
		return ""
	}
	words := strings.Split(p.audience, ", ")
	slices.Sort(words)
	for i, w := range words {
		words[i] = escape.YAMLScalar(w)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// relativeFile is the way from a page's file to another file below DocsFolder.
func (p *docsPage) relativeFile(to string) string {
	if dir := path.Dir(p.file); dir != "." && path.Dir(to) == dir {
		return path.Base(to)
	}
	return strings.Repeat("../", strings.Count(p.file, "/")) + to
}
