package generator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

// exportNode is one level of a table's rows: either what is below a key, or a row. Keys are several where merged.
type exportNode struct {
	Enum, Key string
	Keys      []string
	Below     []exportNode
	Row       *exportRow
	// Indent goes before its lines, for languages whose formatter does not add it.
	Indent codeText
}

// merged joins neighbours below which everything is the same.
func merged(in []exportNode) []exportNode {
	var out []exportNode
	for _, n := range in {
		n.Keys = []string{n.Key}
		if i := len(out) - 1; i >= 0 && sameBelow(out[i], n) {
			out[i].Keys = append(out[i].Keys, n.Key)
			continue
		}
		out = append(out, n)
	}
	return out
}

func sameBelow(a, b exportNode) bool {
	if a.Row != nil && b.Row != nil {
		return a.Row.Value.equal(b.Row.Value) && a.Row.Note.Where() == b.Row.Note.Where() && slices.Equal(a.Row.Note.More, b.Row.Note.More)
	}
	return (a.Row == nil) == (b.Row == nil) && slices.EqualFunc(a.Below, b.Below, func(x, y exportNode) bool { return x.Key == y.Key && sameBelow(x, y) })
}

// nodes groups the rows of a table by their keys.
func nodes(t *exportTable) []exportNode {
	rows := make([]*exportRow, len(t.Rows))
	for i := range t.Rows {
		rows[i] = &t.Rows[i]
	}
	return nodesBelow(t, rows, 0)
}

func nodesBelow(t *exportTable, rows []*exportRow, depth int) []exportNode {
	var out []exportNode
	var order []string
	groups := map[string][]*exportRow{}
	for _, r := range rows {
		key := r.Keys[depth]
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], r)
	}
	for _, key := range order {
		mine := groups[key]
		n := exportNode{Enum: t.Keys[depth], Key: key, Keys: []string{key}, Indent: codeText(strings.Repeat("  ", depth+1))}
		if depth == len(t.Keys)-1 {
			n.Row = mine[0]
		} else {
			n.Below = nodesBelow(t, mine, depth+1)
		}
		out = append(out, n)
	}
	return out
}

// pick is the expression for a constant's value: its name, or a look-up where it differs by client or environment.
func (x *exporting) pick(k *exportConstant) (codeText, error) {
	if len(k.Axes) == 0 {
		name, err := x.name(constantKey(k.Name))
		return x.lang.self + name, err
	}
	name, err := x.name("func:" + k.Name[0] + "_for")
	var params []string
	for _, axis := range k.Axes {
		name := x.ident(parameterName, axis)
		if x.lang.labels {
			params = append(params, name+": "+name)
			continue
		}
		params = append(params, x.lang.sigil+name)
	}
	return x.lang.self + name + codeText("("+strings.Join(params, ", ")+")"), err
}

// covers reports whether nodes of one level name every member of their enumeration.
func (x *exporting) covers(level []exportNode) bool {
	keys := 0
	for _, n := range level {
		keys += len(n.Keys)
	}
	return keys == len(x.enum(level[0].Enum).Members)
}

// DecisionsPartial reports whether some code is not decided on some surface.
func (x *exporting) DecisionsPartial() bool {
	return len(x.Rules.Decisions) < len(x.enum("error_code").Members)*len(x.enum("surface").Members)
}

// present are the indexes of the keys that are not empty.
func present(keys []string) []int {
	var out []int
	for i, k := range keys {
		if k != "" {
			out = append(out, i)
		}
	}
	return out
}

// specific puts the cases with the most keys first, so that the first that fits is the right one.
func specific(cases []exportCase) []exportCase {
	out := slices.Clone(cases)
	slices.SortStableFunc(out, func(a, b exportCase) int { return len(present(b.Keys)) - len(present(a.Keys)) })
	return out
}

// surfaceDecisions are the decisions of one surface.
type surfaceDecisions struct {
	Surface   string
	Decisions []exportDecision
}

// bySurface groups decisions, which come surface by surface.
func bySurface(all []exportDecision) []surfaceDecisions {
	var out []surfaceDecisions
	for _, d := range all {
		if len(out) == 0 || out[len(out)-1].Surface != d.Surface {
			out = append(out, surfaceDecisions{Surface: d.Surface})
		}
		last := &out[len(out)-1]
		last.Decisions = append(last.Decisions, d)
	}
	return out
}

func constantKey(name []string) string { return "const:" + strings.Join(name, ".") }

func reversed(in []string) []string {
	out := slices.Clone(in)
	slices.Reverse(out)
	return out
}

// functions are what templates can call. Whatever prints returns code.
func (x *exporting) functions() template.FuncMap {
	l := x.lang
	return template.FuncMap{
		codeFunc:    isCode,
		"str":       x.quote,
		"text":      func(v exportValue) codeText { return l.literal(x, v) },
		"const":     func(v exportValue) codeText { return l.constant(x, v) },
		"consttype": l.constType,
		"type":      func(s exportSetting) codeText { return l.typeOf(x, s) },
		"comment":   x.comment,
		"doc":       func(indent, s string) codeText { return codeText(l.escape.Doc(indent, s)) },
		"covers":    x.covers,
		"declared":  x.declared,
		"absent":    rustSyntax.absent,
		"count":     func(enum string) int { return len(x.enum(enum).Members) },
		"deeper": func(front string, n exportNode, times int) codeText {
			return codeText(front + strings.Repeat(string(n.Indent), times))
		},
		"inner":     func(s string) codeText { return innerDoc(l.escape.Doc("", s)) },
		"about":     func(key string, name codeText, n exportNote) string { return x.docText(key, string(name), n) },
		"side":      x.sideText,
		"memberdoc": x.memberText,
		"says":      func(name codeText, about string) string { return l.says(string(name), about) },
		"fieldsays": func(s exportSetting) string { return x.fieldText(s) },
		"named":     x.name,
		"typename":  func(name string) (codeText, error) { return x.name("type:" + name) },
		"member":    func(enum, name string) (codeText, error) { return x.name("member:" + enum + ":" + name) },
		"constant":  func(name []string) (codeText, error) { return x.name(constantKey(name)) },
		"constkey":  constantKey,
		"func":      func(name string) (codeText, error) { return x.name("func:" + name) },
		"field":     func(name string) codeText { return l.field(x, name, kindSilent) },
		"fieldof":   func(s exportSetting) codeText { return l.field(x, s.name, s.kind) },
		"param":     func(name string) codeText { return codeText(x.ident(parameterName, name)) },
		"pick":      x.pick,
		"nodes":     nodes,
		"merged":    merged,
		"bySurface": bySurface,
		"specific":  specific,
		"present":   present,
		"constants": func() []exportCase { return x.AllConstants() },
		"rawkey":    func(k exportCase) codeText { return codeText(l.escape.String(k.Key())) },
		"reverse":   reversed,
		"join":      fmt.Sprint,
	}
}

// plainField is the name of a field that needs no unit.
func plainField(x *exporting, name string, _ exportKind) codeText {
	return codeText(x.ident(fieldName, name))
}

// each writes texts as a list.
func (x *exporting) each(texts []string, write func(string) codeText) codeText {
	var parts []string
	for _, s := range texts {
		parts = append(parts, string(write(s)))
	}
	return codeText(strings.Join(parts, ", "))
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// thousands writes a number with underscores between groups of three digits.
func thousands(n int64) string {
	s := decimal(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "_" + s[i:]
	}
	return s
}

// shareText writes a share so that it reads back as the same number, always with a point.
func shareText(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
