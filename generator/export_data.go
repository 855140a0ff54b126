package generator

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// dataNode is a value with its name in the tree that data formats write. Names are texts, not identifiers, so that each
// format quotes them and none has to be changed.
type dataNode struct {
	Key string
	// Value is a plain value; Items are what an object or a list holds instead.
	Value  exportValue
	Items  []dataNode
	Object bool
	List   bool
	// Note goes before it as a comment, where the format has comments.
	Note string
	// Depth is how many objects it stands in.
	Depth int
}

// Indent is the white space before a line at the node's depth, two for each.
func (n dataNode) Indent() codeText { return codeText(strings.Repeat("  ", n.Depth)) }

// Outdent is the white space of one level less, for formats in which the outermost object has no braces.
func (n dataNode) Outdent() codeText { return codeText(strings.Repeat("  ", max(n.Depth-1, 0))) }

// put adds a value below names, and the objects that it needs on the way.
func (n *dataNode) put(names []string, note string, add ...dataNode) {
	if len(names) == 0 {
		n.Items = append(n.Items, add...)
		return
	}
	i := slices.IndexFunc(n.Items, func(c dataNode) bool { return c.Key == names[0] })
	if i < 0 {
		i = len(n.Items)
		n.Items = append(n.Items, dataNode{Key: names[0], Object: true})
	}
	n.Items[i].Object = true
	if len(names) == 1 {
		n.Items[i].Note = note
	}
	n.Items[i].put(names[1:], note, add...)
}

// settle gives every node its depth. Where single is true, an object of one is written on the line of what it stands in.
func (n *dataNode) settle(depth int, single bool) {
	n.Depth = depth
	if !single || len(n.Items) != 1 || depth == 0 {
		depth++
	}
	for i := range n.Items {
		n.Items[i].settle(depth, single)
	}
}

// dataOf is a value as a node: lengths of time say their unit in the name, others are words.
func dataOf(x *exporting, name string, v exportValue) dataNode {
	switch v.Kind {
	case kindExtent:
		if v.Word != "" {
			return dataNode{Key: name, Value: textValue(v.Word)}
		}
		return dataNode{Key: name + "_ms", Value: numberValue(v.Time.Milliseconds())}
	case kindShare:
		return dataNode{Key: name + "_share", Value: v}
	case kindMember:
		return dataNode{Key: name, Value: textValue(x.enumValue(v.Of, v.Text))}
	case kindTexts, kindMembers:
		n := dataNode{Key: name, List: true}
		for _, s := range v.Texts {
			if v.Kind == kindMembers {
				s = x.enumValue(v.Of, s)
			}
			n.Items = append(n.Items, dataNode{Value: textValue(s)})
		}
		return n
	case kindRecord:
		n := dataNode{Key: name, Object: true}
		for _, f := range v.Fields {
			n.Items = append(n.Items, dataOf(x, f.Name, f.Value))
		}
		return n
	}
	return dataNode{Key: name, Value: v}
}

func (c *constants) enumValue(enum, name string) string {
	if e := c.enum(enum); e != nil {
		return e.value(name)
	}
	return name
}

// Data is everything that is exported, as one tree.
func (x *exporting) Data() dataNode {
	root := dataNode{Object: true}
	for _, key := range x.HeadKeys() {
		root.put([]string{"policy"}, "The policy that this was made from.", dataNode{Key: key, Value: textValue(x.HeadValue(key))})
	}
	for _, e := range x.Enums {
		n := dataNode{Key: plural(e.Name), List: true}
		for _, m := range e.Members {
			n.Items = append(n.Items, dataNode{Value: textValue(m.Value)})
		}
		root.put([]string{"names"}, "The names that the policy uses.", n)
	}
	x.dataConstants(&root)
	for _, t := range x.Tables {
		for _, row := range t.Rows {
			root.put(append([]string{t.Name}, row.Keys...), row.Note.Where(), dataOf(x, "", row.Value).Items...)
		}
	}
	for _, d := range x.Rules.Decisions {
		root.put([]string{"decisions", d.Surface}, "", dataNode{Key: x.enumValue("error_code", d.Code), Value: textValue(d.Action), Note: d.Why})
	}
	for _, d := range x.Rules.ClientDecisions {
		root.put([]string{"decisions_for", d.Client, d.Surface}, "", dataNode{Key: x.enumValue("error_code", d.Code), Value: textValue(d.Action), Note: d.Why})
	}
	if b := x.Rules.Backoff; b != nil {
		root.put([]string{"backoff"}, "How waits between retries grow.", dataNode{Key: "growth", Value: textValue(b.Growth)}, dataNode{Key: "jitter", Value: textValue(b.Jitter)})
	}
	root.settle(0, x.lang.single)
	return root
}

// dataConstants are the constants; those that differ stand below the client or environment for which they do.
func (x *exporting) dataConstants(root *dataNode) {
	for _, g := range x.Groups {
		for _, k := range g.Constants {
			if k.Value.Is() {
				n := dataOf(x, k.Name[0], k.Value)
				n.Note = k.Note.Where()
				root.put([]string{"constants"}, "What holds where nothing else is said. Lengths of time are in milliseconds.", n)
			}
			for _, c := range k.Cases {
				if !c.Value.Is() {
					continue
				}
				var axes, names []string
				for i, key := range c.Keys {
					if key != "" {
						axes, names = append(axes, k.Axes[i]), append(names, key)
					}
				}
				n := dataOf(x, k.Name[0], c.Value)
				n.Note = c.Note.Where()
				root.put(append([]string{"constants_by_" + strings.Join(axes, "_and_")}, names...), "", n)
			}
		}
	}
}

// Flat is the tree as names and values, for formats without objects. Names that meet get a number.
func (x *exporting) Flat() []dataNode {
	var out []dataNode
	taken := map[string]bool{}
	var walk func(n dataNode, path []string)
	walk = func(n dataNode, path []string) {
		if n.Object {
			for _, item := range n.Items {
				walk(item, append(path[:len(path):len(path)], item.Key))
			}
			return
		}
		if n.List {
			var all []string
			for _, item := range n.Items {
				all = append(all, item.Value.Text)
			}
			n.Value = textValue(strings.Join(all, ","))
		}
		name := x.lang.escape.Ident(append([]string{string(x.Pkg)}, path...), escape.Screaming)
		for i, wanted := 2, name; taken[name]; i++ {
			name = wanted + "_" + decimal(int64(i))
		}
		taken[name] = true
		x.names["key:"+name] = name
		out = append(out, dataNode{Key: name, Value: n.Value, Note: n.Note})
	}
	walk(x.Data(), nil)
	return out
}

// dataFormat is a data format: one file, no functions, no test. The identifiers of escape are used where a name cannot
// be quoted.
func dataFormat(name, file, about string, l *escape.Language, quote func(string) string, comment func(indent, s string) string) *exportLanguage {
	s := syntax{truth: [2]string{"false", "true"}}
	return &exportLanguage{
		name: name, template: name + ".tmpl", escape: l, about: about, quoteText: quote, comment: comment,
		path:     func(string) string { return file },
		pkg:      func(words []string) string { return l.Ident(words, escape.Snake) },
		styles:   map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, constantName: escape.Snake, functionName: escape.Snake, tableName: escape.Snake, parameterName: escape.Snake, fieldName: escape.Snake},
		constant: s.constant, literal: s.literal, constType: s.constType, typeOf: s.typeOf, field: plainField, says: sentence, tidy: tidyLines,
		flat: true,
	}
}

var (
	exportJSON      = dataFormat("json", "policy.json", "JSON, for anything that reads it", escape.TypeScript, escape.JSON, nil)
	exportYAML      = dataFormat("yaml", "policy.yaml", "YAML, for anything that reads it", escape.TypeScript, escape.YAMLScalar, escape.YAMLComment)
	exportHelm      = dataFormat("helm", "values.yaml", "values of a Helm chart, below tokenPolicy", escape.TypeScript, escape.YAMLScalar, escape.YAMLComment)
	exportEnv       = dataFormat("env", "policy.env", "variables for a shell or a container", escape.Python, escape.DotEnv, escape.YAMLComment)
	exportTerraform = dataFormat("terraform", "policy.tf", "locals of a Terraform module", escape.Terraform, nil, nil).tidied(alignEquals)
	exportRego      = dataFormat("rego", "policy.rego", "a package of rules for Open Policy Agent", escape.Rego, nil, nil).tidied(tabIndent).singles()
	exportProtobuf  = dataFormat("protobuf", "policy.proto", "the enumerations, for protocol buffers", escape.Protobuf, nil, nil)
)

// stableNumber is the number of a member of an enumeration that is sent as a number: made of its name, so that it stays
// when other members come, go or move. taken are the numbers of the enumeration so far.
func stableNumber(name string, taken map[uint32]bool) uint32 {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	sum := uint32(offset)
	for _, b := range []byte(name) {
		sum = (sum ^ uint32(b)) * prime
	}
	number := sum>>4 + 1 // 28 bits, never 0, which means that nothing was said
	for taken[number] {
		number++
	}
	taken[number] = true
	return number
}

// Numbers are the stable numbers of an enumeration's members, in their order.
func (e *exportEnum) Numbers() []codeText {
	taken := map[uint32]bool{}
	var out []codeText
	for _, m := range e.Members {
		out = append(out, codeText(decimal(int64(stableNumber(m.Name, taken)))))
	}
	return out
}

// tidied is the format with a last step of its own, so that the language's formatter has nothing to change.
func (l *exportLanguage) tidied(more func([]byte) []byte) *exportLanguage {
	l.tidy = func(data []byte) ([]byte, error) {
		data, err := tidyLines(data)
		return more(data), err
	}
	return l
}

// singles is the format with objects of one written on one line, as opa fmt does.
func (l *exportLanguage) singles() *exportLanguage {
	l.single = true
	return l
}

var attribute = regexp.MustCompile(`^( *)("(?:[^"\\]|\\.)*"|\w+) = (.*)$`)

// alignEquals puts the equals signs of neighbouring lines below each other, as terraform fmt does. A value that goes on
// over several lines stands by itself.
func alignEquals(data []byte) []byte {
	lines := strings.Split(string(data), "\n")
	var group [][]string
	flush := func(end int) {
		longest := 0
		for _, m := range group {
			longest = max(longest, utf8.RuneCountInString(m[2]))
		}
		for i, m := range group {
			lines[end-len(group)+i] = m[1] + m[2] + strings.Repeat(" ", longest-utf8.RuneCountInString(m[2])) + " = " + m[3]
		}
		group = nil
	}
	for i, line := range lines {
		m := attribute.FindStringSubmatch(line)
		if m == nil || strings.HasSuffix(m[3], "{") {
			flush(i)
			continue
		}
		group = append(group, m)
	}
	flush(len(lines))
	return []byte(strings.Join(lines, "\n"))
}

var leading = regexp.MustCompile(`(?m)^(?:  )+`)

// tabIndent indents with tabs instead of two spaces a level, as opa fmt does.
func tabIndent(data []byte) []byte {
	return leading.ReplaceAllFunc(data, func(space []byte) []byte { return bytes.Repeat([]byte("\t"), len(space)/2) })
}
