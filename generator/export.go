package generator

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/templates"
)

// exportLanguages are the languages that constants are written in. One line adds a language; the rest of it stands in
// its own file and its template.
var exportLanguages = []*exportLanguage{exportGo, exportTypeScript, exportPython, exportJava, exportKotlin, exportCSharp, exportRust, exportSwift,
	exportPHP, exportRuby,
	exportJSON, exportYAML, exportEnv, exportTerraform, exportHelm, exportRego, exportProtobuf}

// exportLanguage is what differs between languages.
type exportLanguage struct {
	// name is the folder below code/ and the name on the command line; template is the file in templates/export.
	name, template string
	// about says what it is good for, in a few words.
	about string
	// test is the template of the test that runs the vectors, empty where there are no functions to run; testPath is
	// where it stands.
	test     string
	testPath func(pkg string) string
	// escape quotes: nothing else puts text of a policy into code.
	escape *escape.Language
	// quoteText and comment write texts and comments where that is not as escape has it, as in data formats.
	quoteText func(string) string
	comment   func(indent, s string) string
	// path is where the one source file stands, below the language's folder; pkg is the name of the package.
	path func(pkg string) string
	// pkg makes the name of the package of the words of the policy's id.
	pkg func(words []string) string
	// given makes it of a name that was given, where it is not made of that name's words like the other.
	given func(name string) string
	// more are files that need no template, by path.
	more func(pkg string) map[string]string
	// styles are how names are written.
	styles map[nameKind]escape.Style
	// ident writes a name, where it is not as escape has it.
	ident func(words []string, style escape.Style) string
	// free are the kinds of name that can be words of the language, each with those that it cannot be.
	free map[nameKind][]string
	// decisions are the names of functions that are not made of their own words.
	decisions map[string]string
	// flat is true where the members of an enumeration stand among all other names, with its name in front.
	flat bool
	// own are the names that the template declares by itself.
	own []string
	// ownMembers are the names that the template declares in each enumeration.
	ownMembers []string
	// single is true for a data format that writes objects of one on one line.
	single bool
	// self goes before constants and functions that a function uses, sigil before its parameters, where the language asks;
	// labels is true where a call names the parameters.
	self   codeText
	sigil  string
	labels bool
	// unit is a word at the end of the name of an amount of time, or empty where its type says it.
	unit string
	// typeOf writes the type of a field, literal a value. A field that the policy does not state is left out of its record.
	typeOf  func(x *exporting, s exportSetting) codeText
	literal func(x *exporting, v exportValue) codeText
	// constType is the type of a constant, constant its value.
	constType func(v exportValue) codeText
	constant  func(x *exporting, v exportValue) codeText
	// field is the name of a field; some languages write a unit behind amounts of time.
	field func(x *exporting, name string, kind exportKind) codeText
	// deprecated begins the paragraph of documentation that says that a member is on its way out; empty where an attribute
	// says it. remarks is true where members are documented by comments.
	deprecated string
	remarks    bool
	// says is how the documentation of an item begins, given its name and what it is.
	says func(name, about string) string
	// tidy formats the file.
	tidy func([]byte) ([]byte, error)
}

// nameKind is what a name names.
type nameKind int

// The kinds of name.
const (
	typeName nameKind = iota
	memberName
	fieldName
	constantName
	tableName
	functionName
	parameterName
)

// codeText is text of the target language. A template can print nothing else.
type codeText string

// ExportOptions are choices of the one who exports.
type ExportOptions struct {
	// Package replaces the name that is made of the policy's id; it is put into the form that the language asks for.
	Package string
	// Test asks for the test that runs the vectors instead of the constants.
	Test bool
	// Vectors is the file with the vectors as the test opens it, vectors.json where it is empty.
	Vectors string
}

// vectorsLanguage is the name under which the vectors are exported.
const vectorsLanguage = "vectors"

// LanguageInfo describes a language or data format.
type LanguageInfo struct {
	Name string
	// File is where a build writes it, below code/.
	File  string
	About string
	// HasTest says that a test of its own runs the vectors.
	HasTest bool
}

// LanguageList are the languages and data formats that constants are written in.
func LanguageList() []LanguageInfo {
	var out []LanguageInfo
	for _, l := range exportLanguages {
		out = append(out, LanguageInfo{Name: l.name, File: l.name + "/" + l.path(l.pkg([]string{"policy"})), About: l.about, HasTest: l.test != ""})
	}
	return append(out, LanguageInfo{Name: vectorsLanguage, File: "vectors.json", About: "boundary cases that the tests of all languages run"})
}

// Languages are their names.
func Languages() []string {
	var out []string
	for _, l := range LanguageList() {
		out = append(out, l.Name)
	}
	return out
}

// FindLanguage is the language or data format of that name, or nil.
func FindLanguage(name string) *LanguageInfo {
	for _, l := range LanguageList() {
		if l.Name == name {
			return &l
		}
	}
	return nil
}

// ExportFile writes the constants of a policy in one language, or the test of them, as one file. The error names an
// unknown language or is the program's own fault.
func ExportFile(b *book.Book, lang string, opt ExportOptions) ([]byte, error) {
	if lang == vectorsLanguage {
		return vectorsFile(constantsOf(b)), nil
	}
	for _, l := range exportLanguages {
		if l.name == lang {
			return l.file(constantsOf(b), opt)
		}
	}
	return nil, fmt.Errorf("unknown language %q; there are %s", lang, strings.Join(Languages(), ", "))
}

// code writes code/<language>/ — constants and decisions that services import, with a test — and code/vectors.json,
// which the tests read.
var code = Emitter{Name: "code", Emit: func(b *book.Book) ([]File, error) {
	c := constantsOf(b)
	made := make([][]File, len(exportLanguages)+1)
	failed := make([]error, len(exportLanguages))
	tasks := []func(){func() { made[len(exportLanguages)] = []File{{Path: "code/vectors.json", Data: vectorsFile(c)}} }}
	for i, l := range exportLanguages {
		tasks = append(tasks, func() { made[i], failed[i] = l.files(c) })
	}
	parallel.Do(tasks...)
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	out := slices.Concat(made...)
	SortFiles(out)
	return out, nil
}}

// files are all files of a language, below code/.
func (l *exportLanguage) files(c *constants) ([]File, error) {
	pkg := l.pkg(escape.Words(c.Head.ID))
	data, err := l.file(c, ExportOptions{})
	if err != nil {
		return nil, err
	}
	out := []File{{Path: path.Join("code", l.name, l.path(pkg)), Data: data}}
	if l.test != "" {
		name := l.testPath(pkg)
		if data, err = l.file(c, ExportOptions{Test: true, Vectors: strings.Repeat("../", strings.Count(name, "/")+1) + "vectors.json"}); err != nil {
			return nil, err
		}
		out = append(out, File{Path: path.Join("code", l.name, name), Data: data})
	}
	if l.more != nil {
		for name, text := range l.more(pkg) { // sorted by who asked
			out = append(out, File{Path: path.Join("code", l.name, name), Data: []byte(text)})
		}
	}
	return out, nil
}

// exporting is one run: a policy's constants in one language, with all names given out.
type exporting struct {
	*constants
	lang *exportLanguage
	Pkg  codeText
	// Vectors is the file that a test reads.
	Vectors string
	names   map[string]string // by key
	taken   map[string]map[string]bool
	// renamed are the names that were taken already, by key: the one that was wanted.
	renamed map[string]string
}

// file writes the constants, or the test of them.
func (l *exportLanguage) file(c *constants, opt ExportOptions) ([]byte, error) {
	pkg := l.pkg(escape.Words(c.Head.ID))
	switch {
	case opt.Package != "" && l.given != nil:
		pkg = l.given(opt.Package)
	case opt.Package != "":
		pkg = l.pkg(escape.Words(opt.Package))
	}
	x := &exporting{Vectors: cmp.Or(opt.Vectors, "vectors.json"), constants: c, lang: l, Pkg: codeText(pkg), names: map[string]string{}, taken: map[string]map[string]bool{}, renamed: map[string]string{}}
	x.nameAll()
	file := l.template
	if opt.Test {
		file = l.test
	}
	text, err := fs.ReadFile(templates.Export, "export/"+file)
	if err != nil {
		return nil, err
	}
	t, err := template.New(file).Funcs(x.functions()).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("parse template %s: %w", file, err)
	}
	for _, part := range t.Templates() {
		if part.Tree != nil {
			onlyCode(part.Root)
		}
	}
	var out bytes.Buffer
	if err := t.Execute(&out, x); err != nil {
		return nil, fmt.Errorf("export %s: %w", l.name, err)
	}
	data, err := l.tidy(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("export %s: %w", l.name, err)
	}
	return data, nil
}

// codeFunc is the function that every action of a template that prints ends in.
const codeFunc = "_code"

// onlyCode appends the check that text is code to every action that prints, so that no template can print text of a
// policy as it is.
func onlyCode(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			onlyCode(child)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			id := parse.NewIdentifier(codeFunc).SetPos(n.Pos)
			n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{id}})
		}
	case *parse.IfNode:
		onlyCode(n.List)
		onlyCode(n.ElseList)
	case *parse.RangeNode:
		onlyCode(n.List)
		onlyCode(n.ElseList)
	case *parse.WithNode:
		onlyCode(n.List)
		onlyCode(n.ElseList)
	}
}

func isCode(v any) (codeText, error) {
	if c, ok := v.(codeText); ok {
		return c, nil
	}
	return "", fmt.Errorf("a template prints %T; only code can be printed", v)
}

// HasLengths reports whether some constant or record is a length of time.
func (x *exporting) HasLengths() bool {
	return x.Uses("length") || slices.ContainsFunc(x.Groups, func(g constantGroup) bool {
		return slices.ContainsFunc(g.Constants, func(k *exportConstant) bool {
			return k.Value.Kind == kindExtent || slices.ContainsFunc(k.Cases, func(c exportCase) bool { return c.Value.Kind == kindExtent })
		})
	})
}

// Table is the table of that name, or nil where the policy has nothing for it.
func (x *exporting) Table(name string) *exportTable {
	for _, t := range x.Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Times reports whether some function or constant has to do with time.
func (x *exporting) Times() bool {
	return x.Rules.Moments() || x.Rules.Backoff != nil || x.Rules.ExpiresIn != nil ||
		slices.ContainsFunc(x.AllConstants(), func(k exportCase) bool { return k.Value.Kind == kindExtent })
}

// Has reports whether the records of a table have a field in this policy.
func (x *exporting) Has(record, field string) bool {
	return slices.ContainsFunc(x.Records, func(r *exportRecord) bool {
		return r.Name == record && slices.ContainsFunc(r.Fields, func(f exportSetting) bool { return f.name == field })
	})
}

// Uses reports whether some record has a length of time, or a value that is wrapped to be optional.
func (x *exporting) Uses(what string) bool {
	var in func(v exportValue) bool
	in = func(v exportValue) bool {
		switch v.Kind {
		case kindExtent:
			return what == "length" && v.Word == ""
		case kindNumber, kindShare, kindTruth:
			return what == "optional"
		}
		return slices.ContainsFunc(v.Fields, func(f exportField) bool { return in(f.Value) })
	}
	return slices.ContainsFunc(x.Tables, func(t *exportTable) bool {
		return slices.ContainsFunc(t.Rows, func(r exportRow) bool { return in(r.Value) })
	})
}
