// The promise: in every language, a literal means the writer's text and nothing else, a comment
// stays a comment that no tool obeys, and a name is a name. Package judge asks the compilers.
package escape_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// dialect is how a language reads a literal, written down apart from the code under test.
type dialect struct {
	language *escape.Language
	escapes  string         // characters that may follow a backslash; x u U { o are numbers of that form
	never    *regexp.Regexp // what must not stand in a literal without a backslash
}

var dialects = []dialect{
	{escape.Go, `"\ntuU`, nil},
	{escape.TypeScript, `"\nrtu{`, regexp.MustCompile(`(?i)</script|<!--|<script`)},
	{escape.Python, `"\nrtxuU`, nil},
	{escape.Java, `"\nrtou`, regexp.MustCompile(`[^ -~]`)},
	{escape.Kotlin, `"\$nrtu`, regexp.MustCompile(`(^|[^\\])\$`)},
	{escape.CSharp, `"\nrtuU`, nil},
	{escape.Rust, `"\nrt{`, nil},
	{escape.Swift, `"\nrt{`, nil},
	{escape.PHP, `"\$nrt{`, nil},
	{escape.Ruby, `"\#nrt{`, regexp.MustCompile(`(^|[^\\])#[{$@]`)},
	{escape.Terraform, `"\nrtuU`, regexp.MustCompile(`[$%]\{`)},
	{escape.Rego, `"\nrtu`, nil},
	{escape.Protobuf, `"\nrto`, nil},
}

// read decodes a literal. Languages of 16-bit units write pairs of \u, Protobuf writes bytes.
func (d dialect) read(t testing.TB, lit string) string {
	t.Helper()
	quote := lit[0]
	if len(lit) < 2 || lit[len(lit)-1] != quote || quote != '"' && quote != '\'' {
		t.Fatalf("%s: %.200q has no quotes", d.language.Name(), lit)
	}
	body := lit[1 : len(lit)-1]
	if d.never != nil && d.never.MatchString(strings.ReplaceAll(body, `\\`, "")) {
		t.Errorf("%s: %q in %.200q", d.language.Name(), d.never.FindString(body), lit)
	}
	allowed := d.escapes
	if quote == '\'' { // only PHP: two escapes
		allowed = `'\`
	}
	var b strings.Builder
	var units []uint16
	flush := func() {
		b.WriteString(string(utf16.Decode(units)))
		units = nil
	}
	number := func(i, n, base int) uint64 {
		v, err := strconv.ParseUint(body[i:min(i+n, len(body))], base, 32)
		if err != nil {
			t.Fatalf("%s: %v in %.200q", d.language.Name(), err, lit)
		}
		return v
	}
	for i := 0; i < len(body); {
		c := body[i]
		if c == quote || c < ' ' {
			t.Fatalf("%s: bare %q in %.200q", d.language.Name(), c, lit)
		}
		if c != '\\' {
			flush()
			b.WriteByte(c)
			i++
			continue
		}
		e := body[i+1]
		kind := e
		switch {
		case e >= '0' && e <= '7':
			kind = 'o'
		case e == 'u' && body[i+2] == '{':
			kind = '{'
		}
		if strings.IndexByte(allowed, kind) < 0 {
			t.Fatalf("%s: \\%c means nothing in %.200q", d.language.Name(), e, lit)
		}
		if kind != 'u' {
			flush()
		}
		switch kind {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'o':
			b.WriteByte(byte(number(i+1, 3, 8)))
			i += 2
		case 'x':
			b.WriteRune(rune(number(i+2, 2, 16)))
			i += 2
		case 'u':
			units = append(units, uint16(number(i+2, 4, 16)))
			i += 4
		case 'U':
			b.WriteRune(rune(number(i+2, 8, 16)))
			i += 8
		case '{':
			n := strings.IndexByte(body[i:], '}') - 3
			b.WriteRune(rune(number(i+3, n, 16)))
			i += n + 2
		default:
			b.WriteByte(e)
		}
		i += 2
	}
	flush()
	return b.String()
}

func checkLiterals(t testing.TB, s string) {
	t.Helper()
	for _, d := range dialects {
		lit := d.language.String(s)
		if got := d.read(t, lit); got != escape.Valid(s) {
			t.Errorf("%s: %.200q reads back as %.200q", d.language.Name(), lit, got)
		}
		if p := rawProblem(lit); p != "" || strings.ContainsAny(lit, "\n\t") {
			t.Errorf("%s: %s or a line end in %.200q", d.language.Name(), p, lit)
		}
	}
	if got, err := strconv.Unquote(escape.Go.String(s)); err != nil || got != escape.Valid(s) {
		t.Errorf("Go: %.200q reads back as %.200q (%v)", s, got, err)
	}
	// javac's first step (JLS 3.3) may only make characters that end no token.
	if m := javaTrap.FindString(escape.Java.String(s)); m != "" {
		t.Errorf("Java: %q in the literal for %.200q", m, s)
	}
}

// javaTrap is a Unicode escape that javac would turn into ASCII or a control character.
var javaTrap = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u+00[0-7]`)

// javaEscape is any Unicode escape that javac would see.
var javaEscape = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u`)

func TestLiterals(t *testing.T) {
	if len(dialects) != len(escape.Languages) {
		t.Fatalf("%d dialects for %d languages", len(dialects), len(escape.Languages))
	}
	for _, h := range hostile.Texts() {
		checkLiterals(t, h.Text)
	}
	tests := []struct {
		language *escape.Language
		in, want string
	}{
		{escape.Go, "a\"\x00\u202e", `"a\"\u0000\u202e"`},
		{escape.TypeScript, "</script>\u2028", `"\u003c/script>\u2028"`},
		{escape.Python, "\x85\U000e0041", "\"\ufffd\\U000e0041\""},
		{escape.Java, "\\u0022\n\x01é😀", `"\\u0022\n\001\u00e9\ud83d\ude00"`},
		{escape.Kotlin, "${x}", `"\${x}"`},
		{escape.CSharp, "\x07a\U000e0041", `"\u0007a\U000e0041"`},
		{escape.Rust, "\u202e", `"\u{202e}"`},
		{escape.Swift, `\(x)`, `"\\(x)"`},
		{escape.PHP, `it's $x \`, `'it\'s $x \\'`},
		{escape.PHP, "$x\n", `"\$x\n"`},
		{escape.Ruby, "#{x} #1", `"\#{x} #1"`},
		{escape.Terraform, "${x} $ %{y} 5%", `"\u0024{x} $ \u0025{y} 5%"`},
		{escape.Rego, "\U000e0041", `"\udb40\udc41"`},
		{escape.Protobuf, "\u202e7", `"\342\200\2567"`},
	}
	for _, test := range tests {
		if got := test.language.String(test.in); got != test.want {
			t.Errorf("%s: %q is %s, want %s", test.language.Name(), test.in, got, test.want)
		}
	}
}

func FuzzLiterals(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkLiterals(t, s) })
}

// docEnds are what would end a documentation comment, per language; also what opens one
// where they nest, and the end of PHP.
var docEnds = map[string][]string{
	"TypeScript": {"*/"}, "Java": {"*/", `\`, "@", "<"}, "Kotlin": {"*/", "/*"}, "PHP": {"*/", "?>"}, "C#": {"<"}, "Python": {`"""`},
	"Rust": {"```", "~~~", "\t", "     "}, "Protobuf": {"*/"},
}

// obeyed are comment lines that tools act on: what must not be left of any text.
var obeyed = map[string]*regexp.Regexp{
	"Go":         regexp.MustCompile(`(?m)^\s*//(\S|\s*\+build|\s*nolint)`),
	"TypeScript": regexp.MustCompile(`(?m)^\s*(//|\*)\s*(@ts-|eslint)`),
	"Python":     regexp.MustCompile(`(?mi)coding[:=]|^\s*(# )?>>>|^\s*(# )?\.\. `),
	"Ruby":       regexp.MustCompile(`(?mi)coding\s*[:=]|-\*-|string_literal\s*:`),
	"Rego":       regexp.MustCompile(`(?m)^\s*#\s*METADATA\s*$`),
	"PHP":        regexp.MustCompile(`(?m)(^|[\s*])@|\?>`),
	"Java":       javaEscape,
}

func checkComments(t testing.TB, s string) {
	t.Helper()
	for _, l := range escape.Languages {
		comment, doc := l.Comment("\t", s), l.Doc("\t", s)
		prefix := "\t" + map[bool]string{true: "#", false: "//"}[strings.HasPrefix(comment, "\t#")]
		for _, line := range strings.Split(comment, "\n") {
			if !strings.HasPrefix(line, prefix) || line != prefix && line[len(prefix)] != ' ' {
				t.Errorf("%s: %.100q leaves its comment: %.200q", l.Name(), s, line)
			}
		}
		body := doc
		switch open := strings.SplitN(doc, "\n", 2)[0]; open {
		case "\t/**", "\t\"\"\"", "\t/// <summary>":
			body = doc[len(open) : strings.LastIndexByte(doc, '\n')+1]
		}
		for _, short := range []struct{ open, close, line string }{{"\t/** ", " */", "\t * "}, {"\t\"\"\"", "\"\"\"", "\t"}, {"\t/// <summary>", "</summary>", "\t/// "}} {
			if text, ok := strings.CutPrefix(doc, short.open); ok && !strings.Contains(doc, "\n") {
				if body, ok = strings.CutSuffix(text, short.close); !ok {
					t.Errorf("%s: the documentation for %.100q does not end: %q", l.Name(), s, doc)
				}
				body = short.line + body
			}
		}
		for _, end := range docEnds[l.Name()] {
			if l.Name() == "Rust" {
				body = strings.ReplaceAll(body, "\t///", "///")
			}
			if strings.Contains(body, end) {
				t.Errorf("%s: %q in the documentation for %.100q: %.300q", l.Name(), end, s, body)
			}
		}
		for _, text := range []string{comment, body} {
			if m := obeyed[l.Name()]; m != nil && m.MatchString(text) {
				t.Errorf("%s: %q is obeyed in %.300q", l.Name(), m.FindString(text), text)
			}
			if p := rawProblem(text); p != "" || strings.ContainsAny(text, "\u200b\u200e\u200f\u061c\u2060") {
				t.Errorf("%s: %s or an invisible mark in a comment for %.100q", l.Name(), p, s)
			}
		}
		if strings.Contains(comment+"\n", " \n") || strings.Contains(doc+"\n", " \n") {
			t.Errorf("%s: blanks at the end of a line for %.100q", l.Name(), s)
		}
	}
	if strings.Contains(escape.PHP.Comment("", s), "?>") {
		t.Errorf("PHP: %.100q leaves PHP in a line comment", s)
	}
}

func TestComments(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkComments(t, h.Text)
	}
	tests := []struct{ got, want string }{
		{escape.Go.Doc("\t", "One\r\n\ntwo*/"), "\t// One\n\t//\n\t// two*/"},
		{escape.TypeScript.Doc("  ", "a */ @b {@c} x@y"), "  /** a *\\/ \\@b {\\@c} x@y */"},
		{escape.Python.Doc("    ", `a """ \`), `    """a \"\"\" \\"""`},
		{escape.Java.Doc("", "C:\\users <b> @x */"), "/** C:&#92;users &lt;b&gt; &#64;x *&#8203;/ */"},
		{escape.Python.Doc("", "x"), `"""x"""`},
		{escape.Python.Doc("", `say "x"`), `"""say \"x\""""`},
		{escape.Kotlin.Doc(" ", "x\ny"), " /**\n  * x\n  * y\n  */"},
		{escape.Java.Comment("", `C:\users`), `// C:\\users`},
		{escape.CSharp.Doc("", "a<b"), "/// <summary>a&lt;b</summary>"},
		{escape.Kotlin.Doc("", "/*/"), "/** /\\*\\/ */"},
		{escape.Rust.Doc("", "    ```\nhttps://x"), "/// \\`\\`\\`\n/// https:\\//x"},
		{escape.PHP.Comment("", "a ?> b"), `// a ?\> b`},
		{escape.Ruby.Comment("", "coding : x"), `# coding\ : x`},
		{escape.Go.Comment("", "+build x"), `// \+build x`},
		{escape.Rego.Comment("", "METADATA"), `# \METADATA`},
		{escape.Go.Comment("", "x\u202ey\x00"), "// x\ufffdy␀"},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.want, test.got); d != "" {
			t.Error(d)
		}
	}
}

func FuzzComments(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkComments(t, s) })
}

var name = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

func checkIdents(t testing.TB, s string) {
	t.Helper()
	for _, l := range escape.Languages {
		for _, style := range []escape.Style{escape.Camel, escape.Pascal, escape.Snake, escape.Screaming} {
			if id := l.Ident(escape.Words(s), style); !name.MatchString(id) {
				t.Errorf("%s: %.100q gives the name %.100q", l.Name(), s, id)
			} else if len(id) > 101 { // a reserved word's underscore included
				t.Errorf("%s: %.100q gives a name of %d characters", l.Name(), s, len(id))
			} else if whole := l.Ident([]string{s}, style); whole != id {
				t.Errorf("%s: %.100q gives %.100q in words and %.100q whole", l.Name(), s, id, whole)
			}
		}
	}
	if id := escape.Go.Ident(escape.Words(s), escape.Camel); !token.IsIdentifier(id) {
		t.Errorf("Go: %.100q is no identifier", id)
	}
}

func TestIdents(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkIdents(t, h.Text)
	}
	tests := []struct {
		language *escape.Language
		in       string
		style    escape.Style
		want     string
	}{
		{escape.Go, "refresh-token", escape.Camel, "refreshToken"},
		{escape.Go, "refresh_token", escape.Pascal, "RefreshToken"},
		{escape.Go, "refreshToken.ttl", escape.Snake, "refresh_token_ttl"},
		{escape.Go, "refresh token", escape.Screaming, "REFRESH_TOKEN"},
		{escape.Go, "2fa", escape.Camel, "n2fa"},
		{escape.Go, "2fa", escape.Pascal, "N2fa"},
		{escape.Go, "type", escape.Camel, "type_"},
		{escape.Go, "type", escape.Pascal, "Type"},
		{escape.Go, "", escape.Pascal, "Unnamed"},
		{escape.Go, "café", escape.Snake, "cafu00e9"},
		{escape.Go, "a\u200bb", escape.Snake, "au200bb"},
		{escape.Python, "none", escape.Pascal, "None_"},
		{escape.PHP, "class", escape.Screaming, "CLASS_"},
		{escape.Java, "class", escape.Screaming, "CLASS"},
		{escape.Rust, "self", escape.Pascal, "Self_"},
		{escape.Ruby, "end", escape.Snake, "end_"},
		{escape.Terraform, "count", escape.Snake, "count_"},
		{escape.Rego, "input", escape.Snake, "input_"},
		{escape.Swift, "type", escape.Pascal, "Type_"},
	}
	for _, test := range tests {
		if got := test.language.Ident(escape.Words(test.in), test.style); got != test.want {
			t.Errorf("%s: %q is %q, want %q", test.language.Name(), test.in, got, test.want)
		}
	}
	long := strings.Repeat("x", 300)
	if a, b := escape.Go.Ident([]string{long}, escape.Snake), escape.Go.Ident([]string{long + "y"}, escape.Snake); a == b {
		t.Errorf("long names meet: %s", a)
	}
	got := escape.Collisions([]string{"a-b", "a_b", "c"}, func(id string) string { return escape.Go.Ident(escape.Words(id), escape.Pascal) })
	if d := cmp.Diff([]escape.Collision{{Form: "AB", Names: []string{"a-b", "a_b"}}}, got); d != "" {
		t.Error(d)
	}
}

func FuzzIdents(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkIdents(t, s) })
}

func TestGoSourceParses(t *testing.T) {
	for _, h := range hostile.Texts() {
		src := escape.Go.Comment("", h.Text) + "\n\n" + escape.Go.Doc("", h.Text) + "\npackage p\n\n" + escape.Go.Doc("", h.Text) +
			"\nconst " + escape.Go.Ident(escape.Words(h.Text), escape.Pascal) + " = " + escape.Go.String(h.Text) + "\n"
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, parser.ParseComments)
		if err != nil || len(f.Decls) != 1 {
			t.Fatalf("%s: %v", h.Name, err)
		}
		lit := f.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit)
		if got, err := strconv.Unquote(lit.Value); err != nil || got != escape.Valid(h.Text) {
			t.Errorf("%s: Go reads %.100q (%v)", h.Name, got, err)
		}
	}
}
