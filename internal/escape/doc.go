// Package escape is where text of a policy crosses into another language.
//
// Whoever writes a policy may have written anything: a quote, a closing tag, a formula, a
// direction mark that makes a reader see other code than the compiler. Text of a policy is
// therefore hostile until one function of this package has made it part of the target.
// Borders lists them all; nothing else in the program escapes by hand.
//
//	borders.go                the table: every border, its function, where it applies
//	text.go                   what all borders share: valid UTF-8, invisible characters, lines
//	html.go svg.go url.go     pages and pictures
//	css.go json.go            style sheets and data blocks
//	markdown*.go              Markdown that is also safe for Hugo, MDX and table cells
//	dialect.go                Markdown as Docusaurus, MkDocs and Hugo each read it
//	yaml.go csv.go dotenv.go  data files
//	mermaid.go plain.go       diagrams; terminals, shells and file names
//	language.go lang_*.go     string literals, comments and identifiers of programming languages
//
// Three promises hold at every border, and the tests keep them:
//
//   - Invalid UTF-8 becomes U+FFFD, one for each bad byte, before anything else happens.
//   - What a machine reads back (a literal, JSON, YAML, CSS strings) gives the same text.
//   - No output holds a raw control character, line end and tab apart, or an explicit direction
//     control: a literal escapes it, prose and comments show a picture (␀) or U+FFFD.
package escape
