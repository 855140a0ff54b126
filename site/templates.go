package site

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/templates"
)

// ownStyle is the style sheet of a team's own theme, laid over the others; it need not exist.
const ownStyle = "own.css"

// ownFiles are the kinds of files that a team's theme may add.
var ownFiles = []string{".css", ".js", ".svg", ".png", ".jpg", ".webp", ".ico", ".woff2"}

// TemplateFile is a template that a team can replace.
type TemplateFile struct {
	// Name is its path below the folder of templates, such as pages/01-index.md.tmpl.
	Name string
	// About says what it makes, in a line.
	About string
	Text  []byte
}

// Templates are all templates of the site, in order.
func Templates() ([]TemplateFile, error) {
	var out []TemplateFile
	names, err := fs.Glob(templates.Pages, "pages/*.md.tmpl")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(templates.Pages, name)
		if err != nil {
			return nil, err
		}
		head, err := frontMatter(string(data))
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		out = append(out, TemplateFile{name, head["about"], data})
	}
	for _, name := range slices.Concat([]string{shellFile, printShell, printStyle}, assetNames) {
		data, err := fs.ReadFile(templates.Theme, "theme/"+name)
		if err != nil {
			return nil, err
		}
		out = append(out, TemplateFile{"theme/" + name, themeAbout[name], data})
	}
	return out, nil
}

const shellFile = "shell.html"

// themeAbout says what the files of the theme are.
var themeAbout = map[string]string{
	shellFile:       "What stands around every page: head, header, navigation, search, footer.",
	"site.css":      "Colours, type, print.",
	"layout.css":    "Where the parts of a page stand.",
	"content.css":   "What stands in a page: headings, tables, code, pictures.",
	"theme.js":      "The reader's choice of light or dark, before the page is painted.",
	"site.js":       "Copy buttons, the table of contents.",
	"checklist.css": "How that page looks.",
	"checklist.js":  "Filters and answers on the page of the checklist.",
	"search.js":     "Search.",
	printShell:      "What stands around the whole policy as one document (build --print).",
	printStyle:      "How that document looks on the screen and on paper.",
	"icon.svg":      "The icon in the browser's tab.",
}

// overlay are the templates of Tokenbook with a team's own laid over them. The zero overlay has none of its own.
type overlay struct{ own fs.FS }

// pages are the names of all page templates, sorted.
func (o overlay) pages() ([]string, error) {
	names, err := fs.Glob(templates.Pages, "pages/*.md.tmpl")
	if err != nil || o.own == nil {
		return names, err
	}
	more, err := fs.Glob(o.own, "pages/*.md.tmpl")
	if err != nil {
		return nil, err
	}
	names = append(names, more...)
	slices.Sort(names)
	return slices.Compact(names), nil
}

// read is the text of a template or of a file of the theme.
func (o overlay) read(name string) ([]byte, error) {
	if o.own != nil {
		data, err := fs.ReadFile(o.own, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	if strings.HasPrefix(name, "pages/") {
		return fs.ReadFile(templates.Pages, name)
	}
	return fs.ReadFile(templates.Theme, name)
}

// added are the files that a team's theme has beside those that it replaces.
func (o overlay) added() ([]string, error) {
	if o.own == nil {
		return nil, nil
	}
	entries, err := fs.ReadDir(o.own, "theme")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if name := e.Name(); e.Type().IsRegular() && name != shellFile && name != printStyle && !slices.Contains(assetNames, name) && slices.Contains(ownFiles, path.Ext(name)) {
			out = append(out, name)
		}
	}
	return out, nil
}

// CheckTemplates says what is wrong with a team's folder of templates: files that nothing reads, and templates that
// cannot be parsed. A name that is nearly one of Tokenbook's is taken for a slip.
func CheckTemplates(own fs.FS) error {
	known, err := Templates()
	if err != nil {
		return err
	}
	var names []string
	for _, k := range known {
		names = append(names, k.Name)
	}
	var faults []error
	err = fs.WalkDir(own, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != ".":
			return fs.SkipDir
		case d.IsDir(), strings.HasPrefix(d.Name(), "."), slices.Contains(names, name):
			return nil
		}
		dir := path.Dir(name)
		switch {
		case dir == "pages" && strings.HasSuffix(name, ".md.tmpl"):
			if near := diag.Nearest(name, names); len(near) > 0 && !strings.Contains(strings.TrimSuffix(path.Base(name), ".md.tmpl"), "own-") {
				faults = append(faults, fmt.Errorf("%s is no template of Tokenbook; did you mean %s? A page of your own has a name like pages/85-own-page.md.tmpl", name, diag.OneOf(near)))
			}
		case dir == "theme" && slices.Contains(ownFiles, path.Ext(name)):
		case name == "README.md":
		default:
			faults = append(faults, fmt.Errorf("%s is read by nothing; pages stand in pages/NN-slug.md.tmpl, the theme and its files (%s) in theme/", name, strings.Join(ownFiles, " ")))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	if _, err := newLibrary(overlay{own}); err != nil {
		return err
	}
	_, err = newShell(overlay{own}, shellFile, slotNames)
	_, errPrint := newShell(overlay{own}, printShell, printSlots)
	return errors.Join(err, errPrint)
}
