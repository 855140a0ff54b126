package specs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// kind says how a node is written.
type kind uint8

const (
	scalarNode kind = iota
	mappingNode
	sequenceNode
)

func (k kind) String() string { return [...]string{"text", "a mapping", "a list"}[k] }

// node is a piece of YAML with its place. Aliases and merge keys are resolved; nothing is typed yet.
type node struct {
	kind   kind
	text   string // of a scalar, as written
	quoted bool
	null   bool
	pairs  []pair
	items  []*node
	at     diag.Span
	via    []diag.Span // aliases it came through, values of base policies that it replaced
}

type pair struct {
	key   string
	keyAt diag.Span
	value *node
}

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil || n.kind != mappingNode {
		return nil
	}
	for _, p := range n.pairs {
		if p.key == key {
			return p.value
		}
	}
	return nil
}

// reader turns one file's YAML into nodes and says everything that is wrong with it as YAML.
type reader struct {
	file     string
	lines    []string
	findings *diag.List
	count    *int                // nodes of all files so far
	open     map[*yaml.Node]bool // anchors being expanded
	full     bool                // the node limit was reached and reported
	current  int                 // the line that runes holds
	runes    []rune
}

// parseYAML reads one document. It returns nil where nothing can be made of the text.
func parseYAML(file string, data []byte, findings *diag.List) *node {
	return parseCounted(file, data, findings, new(int))
}

// parseCounted reads one document of several, whose nodes are counted together.
func parseCounted(file string, data []byte, findings *diag.List, count *int) *node {
	if r := newReader(file, findings, count); r.readable(data) {
		return r.root(data, decodeYAML(data))
	}
	return nil
}

func newReader(file string, findings *diag.List, count *int) *reader {
	return &reader{file: file, findings: findings, open: map[*yaml.Node]bool{}, count: count}
}

// decoded is what the library makes of a text: the first document, and what it says after it.
type decoded struct {
	doc, second yaml.Node
	err, after  error // of the first document, and of what comes after it
	panicked    any
}

// decodeYAML is the library's part of reading: most of the time it takes, and nothing that looks at other files.
func decodeYAML(data []byte) *decoded {
	d := new(decoded)
	// The library promises errors, yet earlier versions panicked on some input; a policy must never end the program.
	defer func() { d.panicked = recover() }()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if d.err = decoder.Decode(&d.doc); d.err == nil {
		d.after = decoder.Decode(&d.second)
	}
	return d
}

// root makes nodes of what was decoded.
func (r *reader) root(data []byte, d *decoded) *node {
	r.lines = strings.Split(string(data), "\n")
	file, findings, doc, second := r.file, r.findings, &d.doc, &d.second
	if d.panicked != nil {
		findings.Add("syntax", diag.Error, diag.Span{File: file}, "", "this is not YAML that can be read (%v)", d.panicked)
		return nil
	}
	if d.err != nil {
		if errors.Is(d.err, io.EOF) {
			findings.Add("syntax", diag.Error, diag.Span{File: file}, "", "the file is empty; a policy begins with \"tokenbook: v1\"")
		} else {
			r.syntax(d.err)
		}
		return nil
	}
	if !errors.Is(d.after, io.EOF) {
		if d.after != nil {
			r.syntax(d.after)
			return nil
		}
		r.add(r.span(second), "a file holds one policy; a second document begins here, after \"---\". Put it into a file of its own and `include` it")
	}
	if len(doc.Content) != 1 {
		findings.Add("syntax", diag.Error, diag.Span{File: file}, "", "the file is empty; a policy begins with \"tokenbook: v1\"")
		return nil
	}
	return r.node(doc.Content[0], 0)
}

func (r *reader) add(at diag.Span, format string, args ...any) {
	if !enough(r.findings, at) {
		r.findings.Add("syntax", diag.Error, at, "", format, args...)
	}
}

// readable refuses what is not UTF-8 text of a sane size.
func (r *reader) readable(data []byte) bool {
	whole := diag.Span{File: r.file}
	switch {
	case len(data) > MaxFileBytes:
		r.add(whole, "the file has more than %d bytes (MaxFileBytes); split it and `include` the parts", MaxFileBytes)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), bytes.HasPrefix(data, []byte{0xFF, 0xFE}), looksUTF16(data):
		r.add(whole, "the file is UTF-16; save it as UTF-8")
	case bytes.IndexByte(data, 0) >= 0:
		r.add(r.bytePlace(data, bytes.IndexByte(data, 0)), "the file holds a NUL byte here; it is not a text file")
	case !utf8.Valid(data):
		i := 0
		for i < len(data) {
			c, size := utf8.DecodeRune(data[i:])
			if c == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		r.add(r.bytePlace(data, i), "the byte 0x%02X is not UTF-8; save the file as UTF-8", data[i])
	case marks(data) > MaxMarks:
		r.add(whole, "the file has %d commas, colons, brackets and line ends; the limit is %d (MaxMarks). Split it and `include` the parts", marks(data), MaxMarks)
	default:
		return true
	}
	return false
}

// marks counts what can begin or end a node. The library parses a whole file before its nodes can be counted, and takes
// a hundred times its size for one of nothing but commas.
func marks(data []byte) int {
	n := 0
	for _, mark := range []string{"\n", ",", ":", "[", "{", "- ", "? "} {
		n += bytes.Count(data, []byte(mark))
	}
	return n
}

func looksUTF16(data []byte) bool {
	const enough = 4
	zeros := 0
	for i := 0; i < len(data) && i < 64; i++ {
		if data[i] == 0 {
			zeros++
		}
	}
	return zeros >= enough && zeros*3 >= min(len(data), 64)
}

var (
	errorLine     = regexp.MustCompile(`line (\d+): `)
	parserFault   = regexp.MustCompile(`did not find expected (node content|key|'-' indicator|',' or)`)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.+)' referenced`)
)

// syntax reports a library error at the best place that can be found; the library gives a line at most.
func (r *reader) syntax(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	at := diag.Span{File: r.file}
	if m := errorLine.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		if parserFault.MatchString(text) {
			line++ // for these faults the library counts lines from 0
		}
		line = min(max(line, 1), len(r.lines))
		at = r.lineSpan(line)
		text = strings.Replace(text, m[0], "", 1)
	}
	if m := unknownAnchor.FindStringSubmatch(text); m != nil {
		at = r.find("*" + m[1])
	}
	if strings.Contains(text, "exceeded max depth") { // the library gives up long after the format would
		r.add(at, "nested deeper than %d levels (MaxDepth); write it flatter", MaxDepth)
		return
	}
	hint := ""
	for i, l := range r.lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]
		if strings.Contains(indent, "\t") {
			at, hint = r.lineSpan(i+1), "; indent with spaces, not tabs"
			break
		}
	}
	if hint == "" && strings.Contains(text, "did not find expected") || strings.Contains(text, "mapping values are not allowed") {
		hint = "; look for an unclosed quote or bracket, or for text with \": \", \"#\", \"{\" or \"@\" that needs quotes"
	}
	r.add(at, "not YAML: %s%s", text, hint)
}

// node converts one library node, expanding aliases.
func (r *reader) node(y *yaml.Node, depth int) *node {
	if !r.spend(y) {
		return &node{kind: scalarNode, at: r.span(y)}
	}
	if depth > MaxDepth {
		r.add(r.span(y), "the nesting is deeper than %d levels (MaxDepth); write it flatter", MaxDepth)
		return &node{kind: scalarNode, at: r.span(y)}
	}
	switch y.Kind {
	case yaml.AliasNode:
		if r.open[y.Alias] {
			r.add(r.span(y), "the alias *%s stands inside the very thing it names; write the value out", y.Value)
			return &node{kind: scalarNode, at: r.span(y)}
		}
		n := *r.node(y.Alias, depth+1)
		n.via = append([]diag.Span{n.at}, n.via...)
		n.at = r.span(y)
		return &n
	case yaml.MappingNode:
		return r.mapping(y, depth)
	case yaml.SequenceNode:
		n := &node{kind: sequenceNode, at: r.span(y)}
		r.enter(y)
		defer r.leave(y)
		for _, item := range y.Content {
			n.items = append(n.items, r.node(item, depth+1))
		}
		return n
	}
	n := &node{kind: scalarNode, text: y.Value, at: r.span(y)}
	n.quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	n.null = !n.quoted && y.Tag == "!!null"
	if y.Style&yaml.TaggedStyle != 0 {
		r.add(n.at, "the tag %s has no meaning in a policy; leave it out", y.Tag)
	}
	if len(y.Value) > MaxScalarBytes {
		r.add(n.at, "the text has %d bytes; the limit is %d (MaxScalarBytes). Shorten it, or link to it", len(y.Value), MaxScalarBytes)
		n.text = ""
		n.quoted = true
	}
	return n
}

// spend counts a node against the limit. Once that is reached nothing more is expanded, so that a small file with
// aliases of aliases costs no more than a large one without.
func (r *reader) spend(y *yaml.Node) bool {
	if *r.count++; *r.count <= MaxNodes {
		return true
	}
	if !r.full {
		r.full = true
		r.add(r.span(y), "the policy has more than %d values here, each alias counted as what it stands for (MaxNodes); split it, or use fewer aliases", MaxNodes)
	}
	return false
}

func (r *reader) enter(y *yaml.Node) { r.open[y] = true }
func (r *reader) leave(y *yaml.Node) { delete(r.open, y) }

func (r *reader) mapping(y *yaml.Node, depth int) *node {
	n := &node{kind: mappingNode, at: r.span(y)}
	r.enter(y)
	defer r.leave(y)
	seen := make(map[string]diag.Span, len(y.Content)/2)
	var merged []pair
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		at := r.span(k)
		if k.Kind == yaml.AliasNode {
			r.add(at, "a key cannot be an alias; write the name")
			continue
		}
		if k.Tag == "!!merge" {
			merged = append(merged, r.merge(v, depth)...)
			continue
		}
		if k.Kind != yaml.ScalarNode {
			r.add(at, "a key must be a name, not %s", [...]string{yaml.MappingNode: "a mapping in braces (text with braces needs quotes)", yaml.SequenceNode: "a list"}[k.Kind])
			continue
		}
		if first, dup := seen[k.Value]; dup {
			if enough(r.findings, at) {
				continue
			}
			f := r.findings.Add("duplicate", diag.Error, at, "", "%s is written twice in this mapping; the first stands at line %d. Keep one", diag.Quote(k.Value), first.Start.Line)
			f.Related = []diag.Related{{At: first, Message: "the first"}}
			continue
		}
		seen[k.Value] = at
		n.pairs = append(n.pairs, pair{key: k.Value, keyAt: at, value: r.node(v, depth+1)})
	}
	for _, p := range merged {
		if _, have := seen[p.key]; !have { // what is written wins over what is merged in, and an earlier merge over a later
			seen[p.key] = p.keyAt
			n.pairs = append(n.pairs, p)
		}
	}
	return n
}

// merge is what the value of a merge key contributes: the pairs of one mapping or of a list of mappings.
func (r *reader) merge(v *yaml.Node, depth int) []pair {
	var out []pair
	from := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		from = v.Content
	}
	for _, y := range from {
		target := y
		if y.Kind == yaml.AliasNode {
			target = y.Alias
		}
		if target.Kind != yaml.MappingNode {
			r.add(r.span(y), "`<<` takes a mapping or a list of mappings")
			continue
		}
		if r.open[target] {
			r.add(r.span(y), "`<<` merges a mapping into itself")
			continue
		}
		if !r.spend(y) || depth > MaxDepth {
			return out
		}
		at := r.span(y)
		for _, p := range r.mapping(target, depth+1).pairs {
			if y.Kind == yaml.AliasNode {
				value := *p.value
				value.via = append([]diag.Span{at}, value.via...)
				p.value = &value
			}
			out = append(out, p)
		}
	}
	return out
}

// describe is what a node is, for messages.
func (n *node) describe() string {
	if n.kind == scalarNode {
		if n.null {
			return "nothing"
		}
		return diag.Quote(n.text)
	}
	return fmt.Sprint(n.kind)
}
