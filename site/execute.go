package site

import (
	"fmt"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"github.com/yuin/goldmark/parser"
)

// pageTemplate is one file of templates/pages: its words and what its head says about the pages made from it.
type pageTemplate struct {
	name string
	head map[string]string // nav, group, about, audience, path, each
}

// library is what all builds share: the templates, parsed once and with escaping built in, and the front matter of
// each. Nothing in it changes afterwards.
type library struct {
	root   *template.Template
	pages  []pageTemplate
	prose  [2]parser.Parser // with tables, without
	parser parser.Parser
}

// stockLibrary is the library of Tokenbook's own templates.
var stockLibrary = sync.OnceValues(func() (*library, error) { return newLibrary(overlay{}) })

func loadLibrary(o overlay) (*library, error) {
	if o.own == nil {
		return stockLibrary()
	}
	return newLibrary(o)
}

func newLibrary(o overlay) (*library, error) {
	names, err := o.pages()
	if err != nil {
		return nil, err
	}
	l := &library{root: template.New("pages").Funcs(declared), parser: newPageParser()}
	l.prose = [2]parser.Parser{newProseParser(true), newProseParser(false)}
	for _, path := range names { // sorted: NN gives the order of the pages
		data, err := o.read(path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "pages/"), ".md.tmpl")
		if _, err := l.root.New(name).Parse(string(data)); err != nil {
			return nil, fmt.Errorf("template %s: %w", path, err)
		}
		head, err := frontMatter(string(data))
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", path, err)
		}
		l.pages = append(l.pages, pageTemplate{name: name, head: head})
	}
	for _, t := range l.root.Templates() {
		if t.Tree != nil {
			escapeActions(t.Root)
		}
	}
	return l, nil
}

// frontMatter reads the head of a template: its second comment, lines of key and value.
func frontMatter(text string) (map[string]string, error) {
	const open, end = "{{- /*\n", "*/ -}}"
	_, rest, ok := strings.Cut(text, open)
	body, _, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return nil, fmt.Errorf("no head: a comment from %q to %q", open, end)
	}
	head := map[string]string{}
	for line := range strings.Lines(body) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case ok:
			head[key] = strings.TrimSpace(value)
		case strings.TrimSpace(line) != "":
			return nil, fmt.Errorf("the head has a line that is not key: value: %q", line)
		}
	}
	for _, key := range []string{"nav", "group", "about"} {
		if head[key] == "" {
			return nil, fmt.Errorf("the head lacks %s", key)
		}
	}
	return head, nil
}

// escapeFunc is the function that every {{ }} that prints ends in. Its name cannot be written in a template by mistake.
const escapeFunc = "_escape"

// escapeActions appends the escaper to every action that prints, as html/template does: `{{ .X }}` becomes
// `{{ .X | _escape }}`. Nobody who writes a template can forget it.
func escapeActions(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			escapeActions(child)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			id := parse.NewIdentifier(escapeFunc).SetPos(n.Pos)
			n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{id}})
		}
	case *parse.IfNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	case *parse.RangeNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	case *parse.WithNode:
		escapeActions(n.List)
		escapeActions(n.ElseList)
	}
}

// run executes a page's template and tidies the white space that control structures leave.
func (b *builder) run(name string, view *View) (string, error) {
	var out strings.Builder
	if err := b.templates.ExecuteTemplate(&out, name, view); err != nil {
		return "", err
	}
	return dropEmptyColumns(tidy(out.String())), nil
}

// tidy leaves at most one blank line in a row, none at the ends, and no space at the end of a line; code blocks stay
// as they are.
func tidy(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	fence, blank := "", true
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		bare := strings.TrimLeft(line, " >") // a fence may stand in a quotation
		switch {
		case fence != "":
			if strings.TrimRight(bare, "`") == "" && len(bare) >= len(fence) {
				fence = ""
			}
		case strings.HasPrefix(bare, "```"):
			fence = bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		default:
			line = strings.TrimRight(line, " \t")
			if line == "" && blank {
				continue
			}
		}
		blank = line == "" && fence == ""
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// dropEmptyColumns takes columns of nothing but dashes out of tables, so that a template can offer more columns than
// a policy fills.
func dropEmptyColumns(text string) string {
	if !strings.Contains(text, "| "+dash+" |") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if !strings.HasPrefix(lines[i], "| ") {
			continue
		}
		end := i
		for end < len(lines) && strings.HasPrefix(lines[end], "|") {
			end++
		}
		thinTable(lines[i:end])
		i = end
	}
	return strings.Join(lines, "\n")
}

// thinTable drops the empty columns of one table in place. Its second line is the rule below the head.
func thinTable(lines []string) {
	if len(lines) < 3 {
		return
	}
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |"), " | ")
	}
	var keep []int
	for column := range rows[0] {
		for _, row := range rows[2:] {
			if column == 0 || column >= len(row) || row[column] != dash {
				keep = append(keep, column)
				break
			}
		}
	}
	if len(keep) == len(rows[0]) {
		return
	}
	for i, row := range rows {
		if i == 1 {
			lines[i] = strings.Repeat("|---", len(keep)) + "|"
			continue
		}
		cells := make([]string, 0, len(keep))
		for _, column := range keep {
			if column < len(row) {
				cells = append(cells, row[column])
			}
		}
		lines[i] = "| " + strings.Join(cells, " | ") + " |"
	}
}
