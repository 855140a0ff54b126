// Keeps the promise that what a policy says stays text, wherever it lands: every free-text field that a policy can state
// holds every hostile text, and every output still parses with its own parser, runs nothing and shows the text.
package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

// hostileEnv asks for every field × every text: TOKENBOOK_HOSTILE=all, as `make hostile` does. Otherwise a few rounds are
// tried, in each of which every field holds another text.
const hostileEnv = "TOKENBOOK_HOSTILE"

const hostileRounds = 3

// hostilePolicies use every setting of the format between them.
var hostilePolicies = []string{
	filepath.Join("..", "..", "examples", "acme"),
	filepath.Join("..", "..", "specs", "testdata", "everything"),
}

// loose is a policy taken apart: its document can be changed before it is resolved.
func loose(t *testing.T, folder string) (*specs.Document, *specs.Source) {
	t.Helper()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	src, findings := specs.Load(root.FS(), "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, findings := specs.Parse(src)
	if findings.Count(diag.Error) > 0 {
		t.Fatal(findings)
	}
	return doc, src
}

// field is one place of a document that takes free text.
type field struct {
	at  reflect.Value // the text itself, a string
	was string
}

// freeText are all places that hold a text of no particular form, variants and notes included, in their order.
func freeText(doc *specs.Document) []field {
	prose, plain := reflect.TypeFor[specs.Value[specs.Prose]](), reflect.TypeFor[specs.Value[string]]()
	var out []field
	var down func(v reflect.Value)
	down = func(v reflect.Value) {
		switch {
		case v.Type() == prose || v.Type() == plain:
			if v.FieldByName("State").Interface() == specs.Set {
				text := v.FieldByName("V")
				out = append(out, field{text, text.String()})
			}
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[reflect.Value]():
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					down(v.Field(i))
				}
			}
			if replaced, ok := v.Interface().(specs.Replacement); ok && replaced.V.CanSet() {
				down(replaced.V)
			}
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				down(v.Index(i))
			}
		case v.Kind() == reflect.Pointer && !v.IsNil():
			down(v.Elem())
		}
	}
	down(reflect.ValueOf(doc).Elem())
	return out
}

// settle leaves out the fields whose text has a meaning for other settings, such as a name or a path: those in which a
// harmless text is a fault, or keeps the outputs from being made.
func settle(t *testing.T, doc *specs.Document, src *specs.Source, fields []field) []field {
	t.Helper()
	try := func(list []field) bool {
		for i, f := range list {
			f.at.SetString("harmless " + strconv.Itoa(i))
		}
		ok := specs.Link(doc, src).Count(diag.Error) == 0
		for _, f := range list {
			f.at.SetString(f.was)
		}
		return ok
	}
	var down func(list []field) []field
	down = func(list []field) []field {
		switch {
		case len(list) == 0 || try(list):
			return list
		case len(list) == 1:
			return nil
		}
		return append(down(list[:len(list)/2]), down(list[len(list)/2:])...)
	}
	return down(fields)
}

// marker is a word that finds a field again in an output: letters and digits alone, which every border leaves as they are.
func marker(i int) string { return fmt.Sprintf("Zq%dzX", i) }

func TestHostileTextEverywhere(t *testing.T) {
	all := hostile.Texts()
	texts := slices.DeleteFunc(slices.Clone(all), func(h hostile.Text) bool { return h.Text == "" })
	rounds := hostileRounds
	if os.Getenv(hostileEnv) == "all" {
		rounds = len(texts)
	}
	total, checked := 0, 0
	for _, folder := range hostilePolicies {
		doc, src := loose(t, folder)
		fields := settle(t, doc, src, freeText(doc))
		total += len(fields)
		shape := shapeOf(t, made(t, doc, src)) // with the policy's own words
		for round := range rounds {
			for i, f := range fields {
				f.at.SetString(marker(i) + " " + texts[(i*7+round)%len(texts)].Text)
			}
			files := made(t, doc, src)
			checked += len(files)
			hidden := judgeFiles(t, files, shape, len(fields))
			if round == 0 && len(hidden) > len(fields)/4 {
				t.Errorf("%s: %d of %d fields show nowhere", folder, len(hidden), len(fields))
			}
			if t.Failed() {
				t.Fatalf("%s: round %d", folder, round)
			}
		}
		for _, f := range fields {
			f.at.SetString(f.was)
		}
	}
	t.Logf("%d fields × %d of %d texts, %d outputs checked", total, rounds, len(texts), checked)
	if total < 1500 {
		t.Errorf("only %d free-text fields were found; the walk is broken", total)
	}
}

// made are all outputs of a document.
func made(t *testing.T, doc *specs.Document, src *specs.Source) []generator.File {
	t.Helper()
	files, err := generate(book.New(specs.Resolve(doc, src, specs.Date{}), nil), looks{}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// shape is what outputs consist of beside text: the elements and attributes of pages and pictures.
type shape map[string]bool

func shapeOf(t *testing.T, files []generator.File) shape {
	t.Helper()
	out := shape{}
	for _, f := range files {
		switch path.Ext(f.Path) {
		case ".html":
			elements(t, f, func(n *html.Node) {
				out["html "+n.Data] = true
				for _, a := range n.Attr {
					out["html "+n.Data+" "+a.Key] = true
				}
			})
		case ".svg":
			marks(t, f, func(e xml.StartElement) {
				out["svg "+e.Name.Local] = true
				for _, a := range e.Attr {
					out["svg "+e.Name.Local+" "+a.Name.Local] = true
				}
			})
		}
	}
	return out
}

// formatting is what Markdown in prose may add to a page.
var formatting = []string{"html p", "html em", "html strong", "html code", "html pre", "html blockquote", "html ul", "html ol", "html ol start", "html li",
	"html br", "html hr", "html del", "html a", "html a href", "html h1", "html h2", "html h3", "html h4", "html h5", "html h6", "html table", "html thead",
	"html tbody", "html tr", "html th", "html td", "html th style", "html td style", "html input", "html input type", "html input disabled", "html input checked",
	"html code class", "html pre class", "html a rel", "html a class", "html span", "html span class", "html td class", "html th class", "html sup", "html section",
	"html th scope", "html div", "html div class", "html div tabindex", "html div role", "html div aria-label"}

func elements(t *testing.T, f generator.File, each func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			each(n)
		}
	}
}

func marks(t *testing.T, f generator.File, each func(xml.StartElement)) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(f.Data))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", f.Path, err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			each(e)
		}
	}
}

// judgeFiles parses every output with its own parser and looks for what text must not have become. It returns the fields
// whose marker is in no output.
func judgeFiles(t *testing.T, files []generator.File, allowed shape, fields int) (hidden []int) {
	t.Helper()
	var whole bytes.Buffer
	for _, f := range files {
		whole.Write(f.Data)
		switch ext := path.Ext(f.Path); ext {
		case ".html":
			elements(t, f, func(n *html.Node) { judgeElement(t, f, n, allowed) })
		case ".svg":
			marks(t, f, func(e xml.StartElement) {
				if !allowed["svg "+e.Name.Local] {
					t.Errorf("%s: text became the element <%s>", f.Path, e.Name.Local)
				}
				for _, a := range e.Attr {
					if !allowed["svg "+e.Name.Local+" "+a.Name.Local] || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
						t.Errorf("%s: text became the attribute %s=%.60q", f.Path, a.Name.Local, a.Value)
					}
				}
			})
		case ".json":
			if !json.Valid(f.Data) {
				t.Errorf("%s is not JSON", f.Path)
			}
		case ".yaml":
			var doc yaml.Node
			if err := yaml.Unmarshal(f.Data, &doc); err != nil {
				t.Errorf("%s: %v", f.Path, err)
			}
		case ".csv":
			rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
			if err != nil {
				t.Errorf("%s: %v", f.Path, err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
						t.Errorf("%s: the cell %.60q begins a formula", f.Path, cell)
					}
				}
			}
		case ".go":
			if _, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Data, parser.AllErrors); err != nil {
				t.Errorf("%s: %v", f.Path, err)
			}
		}
	}
	for i := range fields {
		if !bytes.Contains(whole.Bytes(), []byte(marker(i))) {
			hidden = append(hidden, i)
		}
	}
	return hidden
}

func judgeElement(t *testing.T, f generator.File, n *html.Node, allowed shape) {
	t.Helper()
	may := func(what string) bool { return allowed[what] || slices.Contains(formatting, what) }
	if !may("html " + n.Data) {
		t.Errorf("%s: text became the element <%s>", f.Path, n.Data)
	}
	for _, a := range n.Attr {
		if !may("html "+n.Data+" "+a.Key) || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: text became the attribute %s of <%s>", f.Path, a.Key, n.Data)
		}
		if a.Key != "href" && a.Key != "src" {
			continue
		}
		u, err := url.Parse(strings.TrimSpace(a.Val))
		switch {
		case err != nil:
			t.Errorf("%s: %s=%.80q is no address", f.Path, a.Key, a.Val)
		case a.Key == "src" && (u.Scheme != "" || u.Host != ""):
			t.Errorf("%s: the page loads %.80q", f.Path, a.Val)
		case !slices.Contains([]string{"", "http", "https", "mailto", "tel"}, strings.ToLower(u.Scheme)):
			t.Errorf("%s: %s=%.80q can run something", f.Path, a.Key, a.Val)
		}
	}
	if n.Data == "script" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "Zq") {
		t.Errorf("%s: text stands in a script", f.Path)
	}
}
