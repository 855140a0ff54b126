package specs

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// formatText is the Go source that declares the format. Its comments are the texts of the schema, of the reference
// and of `explain`, so that each is written once, beside what it describes.
//
//go:embed document*.go lifetime.go value.go scalars.go scalars_text.go references.go
//go:embed enums.go enums_changes.go enums_clients.go enums_delivery.go enums_errors.go enums_keys.go enums_knobs.go
//go:embed enums_operations.go enums_renewal.go enums_revocation.go enums_servers.go enums_tokens.go
var formatText embed.FS

// commentTable is what the source says of each type and of each setting.
type commentTable struct {
	types  map[string]string    // by Go name
	fields map[[2]string]string // by the Go names of type and field
}

// comments reads the source once, when a text is first asked for; checking and building a policy never pay for it.
var comments = sync.OnceValue(readComments)

func readComments() commentTable {
	table := commentTable{types: map[string]string{}, fields: map[[2]string]string{}}
	files, err := fs.Glob(formatText, "*.go")
	if err != nil {
		return table // the pattern is a constant; without texts the schema is still right
	}
	set := token.NewFileSet()
	for _, name := range files {
		data, err := formatText.ReadFile(name)
		if err != nil {
			continue
		}
		parsed, err := parser.ParseFile(set, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			continue // it has been compiled, so it parses
		}
		for _, d := range parsed.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.TYPE {
				table.declaration(d)
			}
		}
	}
	return table
}

func (t commentTable) declaration(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		s, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		doc := s.Doc
		if doc == nil && len(d.Specs) == 1 {
			doc = d.Doc
		}
		t.types[s.Name.Name] = oneLine(doc)
		structure, ok := s.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range structure.Fields.List {
			for _, name := range f.Names {
				t.fields[[2]string{s.Name.Name, name.Name}] = oneLine(f.Doc)
			}
		}
	}
}

// oneLine is a comment as one line of text.
func oneLine(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	return strings.Join(strings.Fields(doc.Text()), " ")
}

// saysWhat is the beginning of a comment that goes on with what the setting is: "Owners are the teams …".
var saysWhat = regexp.MustCompile(`^[A-Z][A-Za-z0-9]* ((is|are) |says? (?:what|which|who|whom|whose|when|where|whether|how|why|by) )`)

// readable turns a Go comment into a text for readers, who do not know the Go name: "ID is the short name" becomes
// "The short name", "Extends names the policy" becomes "Names the policy". Where too little would be left, the name
// that authors write takes the place of the Go name.
func readable(comment, goName, name string) string {
	rest := comment
	if saysWhat.MatchString(comment) {
		rest = comment[strings.Index(comment, " ")+1:]
		_, rest, _ = strings.Cut(rest, " ")
	} else if cut, ok := strings.CutPrefix(comment, goName+" "); ok {
		rest = cut
	}
	if first, _, _ := strings.Cut(rest, "."); rest != comment && !strings.Contains(first, " ") {
		return "`" + name + "` " + comment[strings.Index(comment, " ")+1:]
	}
	return capital(rest)
}

// text is a setting's text for readers.
func (f *fieldInfo) text(of *typeInfo) string {
	return readable(comments().fields[[2]string{of.name, f.goName}], f.goName, f.name)
}

// text is a type's text for readers.
func (info *typeInfo) text() string {
	return readable(comments().types[info.name], info.name, info.name)
}
