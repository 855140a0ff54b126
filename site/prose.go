package site

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Prose of a policy is Markdown that somebody wrote who may not be trusted. It is parsed, and written again from the
// tree as Markdown of our own (prose_write.go): every text escaped, every block closed, headings turned into bold
// lines, pictures into links, raw HTML into text. What comes out can stand in any page, and both the HTML and the
// Markdown twin are made from it.

// Bounds of prose, from measured worst cases of the parser: nested brackets and lists cost quadratic time, and a row
// of a table is filled up to the width of its head.
const (
	maxProse    = 64 << 10 // bytes of one field
	maxColumns  = 50       // columns of a table
	maxBrackets = 1000     // opening brackets in one field
	maxNesting  = 40       // levels of quotes, lists and emphasis
)

// proseParsers reads prose; the first knows tables.
func newProseParser(tables bool) parser.Parser {
	inline := []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(referenceParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	}
	paragraphs := parser.DefaultParagraphTransformers()
	if tables {
		paragraphs = append(paragraphs, util.Prioritized(extension.NewTableParagraphTransformer(), 200))
	}
	options := []parser.Option{parser.WithBlockParsers(withoutHTML(true)...), parser.WithInlineParsers(inline...), parser.WithParagraphTransformers(paragraphs...)}
	if tables {
		options = append(options, parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)))
	}
	return parser.NewParser(options...)
}

// withoutHTML are the block parsers but for raw HTML. Prose may indent code and underline headings; our own pages
// do neither, so that the indentation of a template means nothing.
func withoutHTML(prose bool) []util.PrioritizedValue {
	out := []util.PrioritizedValue{
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	if prose {
		out = append(out, util.Prioritized(parser.NewSetextHeadingParser(), 100), util.Prioritized(parser.NewCodeBlockParser(), 500))
	}
	return out
}

// blockProse writes prose as blocks.
func (b *builder) blockProse(p specs.Prose) Markdown { return b.writeProse(p, false) }

// inlineProse writes prose so that it fits into a table cell: its blocks are joined by line breaks.
func (b *builder) inlineProse(p specs.Prose) Markdown { return b.writeProse(p, true) }

func (b *builder) writeProse(p specs.Prose, inline bool) Markdown {
	source := escape.Valid(string(p))
	if strings.TrimSpace(source) == "" {
		return ""
	}
	if plainEnough(source) {
		return Markdown(md(source))
	}
	cut := len(source) > maxProse
	if cut {
		source = strings.ToValidUTF8(source[:maxProse], "")
	}
	var out string
	if tooDeep(source) {
		var parts []string
		for _, paragraph := range strings.Split(source, "\n\n") {
			if t := md(paragraph); t != "" {
				parts = append(parts, t)
			}
		}
		separator := "\n\n"
		if inline {
			separator = string(lineBreak)
		}
		out = strings.Join(parts, separator)
	} else {
		data := []byte(source)
		root := b.proseParser[btoi(wideTable(source))].Parse(text.NewReader(data))
		w := proseWriter{b: b, source: data, inline: inline}
		out = w.blocks(root, 0)
	}
	if cut {
		out += " …"
	}
	return Markdown(out)
}

// plainEnough reports whether text holds nothing that Markdown or the reference syntax gives a meaning to; most
// fields are one such sentence.
func plainEnough(s string) bool {
	return !strings.ContainsAny(s, "\n*_`[]<>{}#|\\&~!:@=+-") && !strings.HasPrefix(s, " ") && s[0] > '9' && !strings.Contains(s, "www.")
}

// tooDeep reports text whose parsing would cost too much; it is shown as it is.
func tooDeep(s string) bool {
	if strings.Count(s, "[") > maxBrackets {
		return true
	}
	for line := range strings.Lines(s) {
		rest := strings.TrimLeft(line, " \t>-*+")
		if len(line)-len(rest) > 2*maxNesting {
			return true
		}
	}
	return false
}

// wideTable reports a line with more cells than a table may have.
func wideTable(s string) bool {
	for line := range strings.Lines(s) {
		if strings.Count(line, "|") > maxColumns {
			return true
		}
	}
	return false
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// referenceNode is a reference to a setting: {{ tokens.access.lifetime }}.
type referenceNode struct {
	ast.BaseInline
	path string
}

var kindReference = ast.NewNodeKind("SettingReference")

func (n *referenceNode) Kind() ast.NodeKind            { return kindReference }
func (n *referenceNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var referenceSyntax = regexp.MustCompile(`^\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}`)

// referenceParser reads references in prose.
type referenceParser struct{}

func (referenceParser) Trigger() []byte { return []byte{'{'} }

func (referenceParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := referenceSyntax.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	return &referenceNode{path: string(m[1])}
}

// settingText is what a reference in prose shows: the effective value in words, or nothing where the path names none.
func (b *builder) settingText(path string) (text Markdown, at string) {
	value, chain, ok := b.policy.EffectiveText(path, nil)
	if !ok || value == "" {
		return "", ""
	}
	if len(chain) > 0 {
		at = chain[len(chain)-1].At.String()
	}
	if words, ok := b.typedWords(path); ok {
		return words, at
	}
	return Markdown(md(strings.Trim(value, `"`))), at
}

// typedWords writes the values that have words of their own: times and lifetimes.
func (b *builder) typedWords(path string) (Markdown, bool) {
	if v, _, ok := specs.Effective[specs.Lifetime](b.policy, path, nil); ok && v.IsSet() {
		return withoutMarks(b.lifetime(&v)), true
	}
	if v, _, ok := specs.Effective[specs.Amount](b.policy, path, nil); ok && v.IsSet() {
		return withoutMarks(b.amount(&v)), true
	}
	if v, _, ok := specs.Effective[specs.Anchored](b.policy, path, nil); ok && v.IsSet() {
		return withoutMarks(b.anchored(&v)), true
	}
	if v, _, ok := specs.Effective[specs.Value[specs.Duration]](b.policy, path, nil); ok && v.IsSet() {
		return Markdown(v.V.Words()), true
	}
	if v, _, ok := specs.Effective[specs.Value[specs.Extent]](b.policy, path, nil); ok && v.IsSet() {
		return Markdown(v.V.Words()), true
	}
	return "", false
}

// withoutMarks is Markdown without its marks.
func withoutMarks(m Markdown) Markdown {
	return Markdown(replaceMarks(string(m), func(anyMark) string { return "" }))
}
