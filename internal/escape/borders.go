package escape

// Border is one place where text of a policy enters another language.
type Border struct {
	Name  string                // as the documentation calls it
	Func  func(s string) string // the function, with no indent where it takes one
	Where string                // where its result may stand
	Note  string                // what becomes of text that the target cannot hold; "" if the target reads back s itself
}

// What Note says more than once.
const (
	shows    = "control characters become pictures (␀) or U+FFFD, direction controls U+FFFD, line ends \\n"
	folds    = "folded to one line; control characters become pictures (␀) or U+FFFD, direction controls U+FFFD"
	obeyed   = "; plain text around what the program would obey"
	comments = "control characters become pictures (␀) or U+FFFD, direction marks U+FFFD; what tools obey gets a backslash"
)

// Borders are all of them. A test runs every row over the hostile texts and holds the table
// against the package's functions, so that none is missing.
var Borders = []Border{
	{"HTML text", HTMLText, "between tags, in title and textarea", shows},
	{"HTML attribute", HTMLAttr, "between quotes of an attribute that is no link, style or event", shows},
	{"Link", Href, "between quotes of href", "what is refused becomes #"},
	{"Source", Src, "between quotes of src", "what is refused or lies outside the site becomes empty"},
	{"URL part", URLPart, "one segment of a path, one name or value of a query, a fragment", `"." and ".." are encoded twice`},
	{"CSS string", CSSString, "a CSS value", "NUL becomes U+FFFD"},
	{"CSS identifier", CSSIdent, "a class, an id, the name of a custom property", "NUL becomes U+FFFD; the empty text becomes _"},
	{"CSS colour", colourOrNone, "a colour value", "what is no colour becomes empty"},
	{"JSON string", JSON, "JSON, a script data block, JavaScript", ""},
	{"SVG text", SVGText, "between tags of SVG and other XML 1.0", "what XML forbids, and direction controls, become U+FFFD; line ends \\n"},
	{"SVG attribute", SVGAttr, "between quotes of an attribute in SVG and other XML 1.0", "what XML forbids, and direction controls, become U+FFFD; line ends \\n"},
	{"Markdown text", MarkdownText, "inline, also first in a block and in a table cell; Hugo and MDX included", folds},
	{"Markdown code", MarkdownCode, "inline, outside tables", folds + "; plain text around a Hugo shortcode"},
	{"Markdown code in a cell", MarkdownCodeCell, "a table cell", folds + `; plain text around a Hugo shortcode and for | beside \`},
	{"Markdown fence", fenceWithoutInfo, "a block at the left margin", shows + "; plain text around a Hugo shortcode"},
	{"Markdown destination", MarkdownURL, "after ]( of a link", "what is refused becomes #"},
	{"Docusaurus text", Docusaurus.Text, "inline in a page of Docusaurus", folds + "; a word joiner within :word:"},
	{"Docusaurus code", Docusaurus.Code, "inline in a page of Docusaurus, outside tables", folds + obeyed},
	{"Docusaurus code in a cell", Docusaurus.CodeCell, "a table cell of a page of Docusaurus", folds + obeyed},
	{"Docusaurus fence", fenceOf(Docusaurus), "a block of a page of Docusaurus", shows + obeyed},
	{"MkDocs text", MkDocs.Text, "inline in a page of MkDocs", folds},
	{"MkDocs code", MkDocs.Code, "inline in a page of MkDocs, outside tables", folds + obeyed},
	{"MkDocs code in a cell", MkDocs.CodeCell, "a table cell of a page of MkDocs", folds + obeyed},
	{"MkDocs fence", fenceOf(MkDocs), "a block at the left margin of a page of MkDocs", shows + obeyed},
	{"MkDocs indented code", MkDocs.Indented, "a block in a list, a quotation or a call-out of a page of MkDocs", shows + obeyed},
	{"Hugo text", Hugo.Text, "inline in a page of Hugo", folds},
	{"Hugo code", Hugo.Code, "inline in a page of Hugo, outside tables", folds + obeyed},
	{"Hugo code in a cell", Hugo.CodeCell, "a table cell of a page of Hugo", folds + obeyed},
	{"Hugo fence", fenceOf(Hugo), "a block of a page of Hugo", shows + obeyed},
	{"OpenAPI description", MarkdownText, "description and summary, before YAML or JSON", folds},
	{"YAML string", YAML, "anywhere a scalar may stand, front matter and keys included", ""},
	{"YAML scalar", YAMLScalar, "anywhere a scalar may stand; plain where that is safe", ""},
	{"YAML comment", func(s string) string { return YAMLComment("", s) }, "lines of their own", shows},
	{"CSV cell", CSV, "one cell", shows + "; an apostrophe before a formula"},
	{".env value", DotEnv, "after NAME=", "quotes, backslash and dollar become look-alikes, line ends spaces"},
	{"Mermaid text", Mermaid, "a message, note, name or label in a Mermaid diagram", shows},
	{"iCalendar text", ICalendar, "the value of a TEXT property, before lines are folded", shows},
	{"Terminal", Terminal, "standard output and error, logs", shows},
	{"GitHub message", GitHubData, "the message of a workflow command", shows},
	{"GitHub property", GitHubProperty, "a property of a workflow command", shows},
	{"Shell word", Shell, "a command that a page shows", shows},
	{"File name", FileName, "one element of a path, before its ending", "lower-case ASCII; see Collisions"},

	{"Go string", Go.String, "Go source", ""},
	{"Go comment", bare(Go.Comment), "Go source", comments},
	{"Go documentation", bare(Go.Doc), "Go source", comments},
	{"TypeScript string", TypeScript.String, "TypeScript and JavaScript source", ""},
	{"TypeScript comment", bare(TypeScript.Comment), "TypeScript and JavaScript source", comments},
	{"TypeScript documentation", bare(TypeScript.Doc), "TypeScript and JavaScript source", comments},
	{"Python string", Python.String, "Python source", ""},
	{"Python comment", bare(Python.Comment), "Python source", comments},
	{"Python docstring", bare(Python.Doc), "first in a body", comments},
	{"Java string", Java.String, "Java source", ""},
	{"Java comment", bare(Java.Comment), "Java source", comments},
	{"Java documentation", bare(Java.Doc), "Java source", comments},
	{"Kotlin string", Kotlin.String, "Kotlin source", ""},
	{"Kotlin comment", bare(Kotlin.Comment), "Kotlin source", comments},
	{"Kotlin documentation", bare(Kotlin.Doc), "Kotlin source", comments},
	{"C# string", CSharp.String, "C# source", ""},
	{"C# comment", bare(CSharp.Comment), "C# source", comments},
	{"C# documentation", bare(CSharp.Doc), "C# source", comments},
	{"Rust string", Rust.String, "Rust source", ""},
	{"Rust comment", bare(Rust.Comment), "Rust source", comments},
	{"Rust documentation", bare(Rust.Doc), "Rust source", comments},
	{"Swift string", Swift.String, "Swift source", ""},
	{"Swift comment", bare(Swift.Comment), "Swift source", comments},
	{"Swift documentation", bare(Swift.Doc), "Swift source", comments},
	{"PHP string", PHP.String, "PHP source", ""},
	{"PHP comment", bare(PHP.Comment), "PHP source", comments},
	{"PHP documentation", bare(PHP.Doc), "PHP source", comments},
	{"Ruby string", Ruby.String, "Ruby source", ""},
	{"Ruby comment", bare(Ruby.Comment), "Ruby source", comments},
	{"Ruby documentation", bare(Ruby.Doc), "Ruby source", comments},
	{"Terraform string", Terraform.String, "HCL", "comes back in Unicode form NFC"},
	{"Terraform comment", bare(Terraform.Comment), "HCL", comments},
	{"Terraform documentation", bare(Terraform.Doc), "HCL", comments},
	{"Rego string", Rego.String, "Rego", ""},
	{"Rego comment", bare(Rego.Comment), "Rego", comments},
	{"Rego documentation", bare(Rego.Doc), "Rego", comments},
	{"Protobuf string", Protobuf.String, "protobuf files", ""},
	{"Protobuf comment", bare(Protobuf.Comment), "protobuf files", comments},
	{"Protobuf documentation", bare(Protobuf.Doc), "protobuf files", comments},
}

// bare is a comment without indent.
func bare(comment func(indent, s string) string) func(string) string {
	return func(s string) string { return comment("", s) }
}

func colourOrNone(s string) string {
	c, _ := CSSColour(s)
	return c
}

func fenceOf(d Dialect) func(string) string {
	return func(s string) string { return d.Fence("", s) }
}

func fenceWithoutInfo(s string) string { return MarkdownFence("", s) }
