// Package site makes the docs site of a policy: pages for people, each as HTML and as a Markdown twin, a search
// index, llms.txt and, where the policy names its address, a site map.
//
//	Book + Inputs ─view.go→ View ─execute.go→ Markdown with marks ─┬─ twin.go → page.md
//	templates/pages/NN-slug.md.tmpl ───────────┘                   └─ markdown.go, render.go → HTML ─shell.go→ page.html
//
//	site.go       Build and what it is given          marks.go      what Markdown cannot say: places, links, pictures
//	pages.go      which pages there are               prose*.go     the Markdown of a policy made safe
//	functions.go  what templates can call             values.go, amounts.go   settings in words
//	causes.go, sample.go  errors                      derived.go, chart*.go   what follows from the policy
//	reference*.go pages of the API reference, from the contracts
//	checklist.go  the reviewer's checklist
//	exposure.go, timeline.go, races.go, answers.go, oncall.go, conformance.go   a page each
//	nav.go, shell.go, search.go                       around the pages
//	work.go       several pages at once, and what one build leaves to the next
//	version.go    several versions of a policy on one site
//	print.go      the whole policy as one document
//	flavor*.go    the pages as Markdown for a team's own documentation site
//	check.go      CheckLinks, for tests
//
// A page is one file of templates/pages: its first comment says which value it is given, its second is the head
// (nav, group, about, audience, each, path, print). What a template prints is escaped without its doing (execute.go); the
// text of a policy reaches a page as escaped text or as prose that was parsed and written anew (prose.go).
//
// Everything here is pure: the same Book and Inputs give the same bytes. Nothing is written to disk.
package site

import (
	"io/fs"
	"reflect"
	"strings"
	"text/template"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// Inputs are what other stages made and pages show. Each may be empty.
type Inputs struct {
	// Diagrams are the pictures, in the order in which pages show them.
	Diagrams []Diagram
	// Checklist is the reviewer's checklist.
	Checklist Checklist
	// Downloads are files that the site links to.
	Downloads []Download
	// Samples are sample tokens, by the names of the tokens.
	Samples map[string]Sample
	// Logo stands before the name; nil for Tokenbook's own.
	Logo *Asset
	// Templates are a team's own, laid over Tokenbook's; nil for none. CheckTemplates says what is wrong with them.
	Templates fs.FS
	// Reference are the contracts that the API reference shows, in the order of its pages.
	Reference []Contract
	// Flavor asks for the pages as Markdown for another program as well, below DocsFolder: one of Flavors, or empty.
	Flavor string
	// Side says whether other versions of the policy stand beside this one; see Join.
	Side Side
	// Print asks for the whole policy as one document too, print.html.
	Print bool
}

// Contract is an OpenAPI description to make pages of.
type Contract struct {
	// File is its path, relative to the output folder, with slashes.
	File string
	// Issuer is the issuer that it is about; with Resources, it is about the services that take the issuer's tokens.
	Issuer    string
	Resources bool
	contract.Reference
}

// Sample is a token to take apart: header and claims as JSON, and where it is signed the token and the public key.
type Sample struct{ Token, Header, Claims, Key string }

// Diagram is a picture of a flow or a life.
type Diagram struct {
	// ID is unique; the ids within the SVG derive from it.
	ID string
	// Title names it, Description says in a sentence or two what it shows. Both may hold text of the policy.
	Title, Description string
	// SVG is the picture in draw's inline form, trusted as it is; without it the steps stand alone.
	SVG []byte
	// Standalone is the picture as a file of its own, for the pages of a flavour; without it they have the steps.
	Standalone []byte
	// Steps are the picture in words.
	Steps []draw.Line
	// Kind is what part of a token's life it shows, in the words of package flow.
	Kind string
	// Tokens are the tokens it is about; their pages show it too.
	Tokens []string
}

// Download is a file that the site links to.
type Download struct {
	// Path is relative to the output folder, with slashes, such as openapi/main.yaml.
	Path string
	// Label says what it is; Group puts files of one kind together.
	Label, Group string
}

// Folder is the folder of the output in which the site stands.
const Folder = "site/"

// builder makes one site.
type builder struct {
	book   *book.Book
	policy *specs.Policy
	inputs Inputs

	means Means

	library     *library
	templates   *template.Template // of one worker; see withTemplates
	proseParser [2]parser.Parser   // with tables, without
	pageParser  parser.Parser
	renderer    renderer.Renderer // of one worker; see withRenderer
	writer      *pageHTML

	references map[reflect.Type]string
	causes     []*CauseView
	slugs      map[string]map[string]string // kind, id -> last part of the address
	blocks     []block                      // those of the diagrams, then those that the page in the making has of its own
	diagramAt  []int                        // block of each diagram of the inputs
	pages      []*page
	byKey      map[string]*page
	hasDrawing bool
	ruled      map[string]bool // the rules that the page of rules has
	apis       []*APIView

	repository, repositoryHost, sourceFolder string

	overlay  overlay
	look     []byte // the style sheet of the policy's own look, or nil
	ownStyle bool   // the team's templates have a style sheet of their own
}

// block is something that is not Markdown: its HTML, trusted, and what stands for it in the Markdown twin.
type block struct{ html, markdown string }

// Build makes the site: HTML pages with their Markdown twins, style, scripts, search index. Paths begin with Folder.
// The error is the tool's own trouble, such as a template that cannot be executed, never the policy's.
func Build(bk *book.Book, in Inputs) ([]generator.File, error) { return BuildWith(bk, in, Means{}) }

// BuildWith is Build, done sooner.
func BuildWith(bk *book.Book, in Inputs, means Means) ([]generator.File, error) {
	b, err := newBuilder(bk, in, means)
	if err != nil {
		return nil, err
	}
	if err := b.makePages(); err != nil {
		return nil, err
	}
	if err := b.renderAll(); err != nil {
		return nil, err
	}
	files, err := b.files()
	if err != nil {
		return nil, err
	}
	generator.SortFiles(files)
	return files, nil
}

// newBuilder makes ready what all pages share.
func newBuilder(bk *book.Book, in Inputs, means Means) (*builder, error) {
	over := overlay{in.Templates}
	lib, err := loadLibrary(over)
	if err != nil {
		return nil, err
	}
	b := &builder{book: bk, policy: bk.Policy, inputs: in, means: means, library: lib, references: referenceKinds(), proseParser: lib.prose, pageParser: lib.parser}
	b.overlay, b.look = over, lookStyle(&bk.Policy.Site.Look)
	if in.Templates != nil {
		_, err := fs.Stat(in.Templates, "theme/"+ownStyle)
		b.ownStyle = err == nil
	}
	b.readRepository()
	b.causes = causesOf(b.policy)
	b.apis = b.apisOf(b.inputs.Reference)
	b.makeBlocks()
	return b, nil
}

// withTemplates gives a worker its templates: their functions speak of the page that the worker makes.
func (b *builder) withTemplates() (err error) {
	if b.templates, err = b.library.root.Clone(); err == nil {
		b.templates.Funcs(b.functions())
	}
	return err
}

// withRenderer gives a worker what writes HTML.
func (b *builder) withRenderer() error {
	b.writer = &pageHTML{b: b, values: map[valueKey]string{}}
	b.renderer = newPageRenderer(b.writer)
	return nil
}

// files are all files of the site.
func (b *builder) files() ([]generator.File, error) {
	shell, err := loadShell(b.overlay)
	if err != nil {
		return nil, err
	}
	var out []generator.File
	add := func(path string, data []byte) {
		out = append(out, generator.File{Path: Folder + b.folder() + path, Data: data})
	}
	pages := make([][]byte, len(b.pages))
	nav := b.newNav()
	err = b.share(len(b.pages), func(*builder) error { return nil }, func(w *builder, i int) error {
		pages[i] = w.wrap(shell, nav, i)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, p := range b.pages {
		add(p.key+".html", pages[i])
		add(p.key+".md", p.twin)
	}
	index, err := b.searchIndex()
	if err != nil {
		return nil, err
	}
	add("assets/search-index.js", index)
	add("llms.txt", []byte(b.llms()))
	assets, err := b.assets()
	if err != nil {
		return nil, err
	}
	out = append(out, assets...)
	if b.inputs.Side == Older { // the newest version is what people should find
		return out, nil
	}
	if m := b.siteMap(); m != "" {
		add("sitemap.xml", []byte(m))
	}
	if f := b.feed(); f != "" {
		add(feedFile, []byte(f))
	}
	if b.inputs.Print {
		data, err := b.paper()
		if err != nil {
			return nil, err
		}
		add(printKey+".html", data)
	}
	if f := flavorOf(b.inputs.Flavor); f != nil {
		pages, err := b.docsFiles(f)
		if err != nil {
			return nil, err
		}
		out = append(out, pages...)
	}
	return out, nil
}

// name is the name of the site.
func (b *builder) name() string {
	if n := b.policy.Site.Name; n.IsSet() && strings.TrimSpace(n.V) != "" {
		return n.V
	}
	return title(b.policy.Document.Policy.Title, string(b.policy.Document.Policy.ID.Or("policy")))
}
