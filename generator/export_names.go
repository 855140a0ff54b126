package generator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// nameAll gives out all names, in an order that does not depend on what a policy adds at an end: what the template
// declares, types, functions, tables, constants, members. A name that is taken gets a number behind, and its
// documentation says so.
func (x *exporting) nameAll() {
	for _, name := range x.lang.own {
		x.take("", "own:"+name, name)
	}
	for _, e := range x.Enums {
		x.take("", "type:"+e.Name, x.ident(typeName, e.Name))
	}
	for _, r := range x.Records {
		x.take("", "type:"+r.Name, x.ident(typeName, r.Name))
	}
	for _, name := range []string{"policy_id", "policy_title", "policy_version", "policy_hash", "policy_effective"} {
		x.take("", "const:"+name, x.ident(constantName, name))
	}
	for _, name := range []string{"decide_error", "decide_error_for", "is_expired", "is_not_yet_valid", "should_refresh", "backoff", "expected_expires_in"} {
		x.take("", "func:"+name, x.function(name))
	}
	for _, t := range x.Tables {
		x.take("", "table:"+t.Name, x.ident(tableName, t.Name))
		x.take("", "func:lookup_"+t.Item, x.ident(functionName, "lookup_"+t.Item))
	}
	for _, e := range x.Enums {
		x.take("", "func:all_"+e.Name, x.ident(functionName, "all_"+plural(e.Name)))
		x.take("", "func:parse_"+e.Name, x.ident(functionName, "parse_"+e.Name))
	}
	for _, g := range x.Groups {
		for _, k := range g.Constants {
			x.takeConstant(k.Name, k.Value)
			x.take("", "func:"+k.Name[0]+"_for", x.ident(functionName, k.Name[0]+"_for"))
			for _, other := range k.Cases {
				x.takeConstant(other.Name, other.Value)
			}
		}
	}
	for _, e := range x.Enums {
		scope, front := "enum:"+e.Name, []string{}
		for _, name := range x.lang.ownMembers {
			x.take(scope, "own:"+name, name)
		}
		if x.lang.flat {
			scope, front = "", []string{e.Name}
			x.take(scope, "zero:"+e.Name, x.ident(memberName, e.Name, "not_specified"))
		}
		for _, m := range e.Members {
			x.take(scope, "member:"+e.Name+":"+m.Name, x.ident(memberName, append(front[:len(front):len(front)], m.Name)...))
		}
	}
}

// constantWords are the words of a constant's name: what is a share or has a unit says so.
func (x *exporting) constantWords(name []string, v exportValue) []string {
	switch {
	case v.Kind == kindShare:
		return append(name[:len(name):len(name)], "share")
	case v.Kind == kindExtent && x.lang.unit != "":
		return append(name[:len(name):len(name)], x.lang.unit)
	}
	return name
}

// function is the name of one of the decisions.
func (x *exporting) function(name string) string {
	if own, ok := x.lang.decisions[name]; ok {
		return own
	}
	return x.ident(functionName, name)
}

func (x *exporting) takeConstant(name []string, v exportValue) {
	x.take("", constantKey(name), x.ident(constantName, x.constantWords(name, v)...))
}

func plural(name string) string {
	if rest, ok := strings.CutSuffix(name, "y"); ok {
		return rest + "ies"
	}
	return name + "s"
}

func (x *exporting) ident(kind nameKind, words ...string) string {
	name := x.lang.escape.Ident(words, x.lang.styles[kind])
	if x.lang.ident != nil {
		name = x.lang.ident(words, x.lang.styles[kind])
	}
	if kept, ok := x.lang.free[kind]; ok {
		if bare, marked := strings.CutSuffix(name, "_"); marked && !slices.Contains(kept, bare) {
			return bare
		}
	}
	return name
}

// declared is a name as it is declared, in quotes where it is a word of the language: there, and not where it is used.
func (x *exporting) declared(name codeText) codeText {
	if x.lang.escape.Ident([]string{string(name)}, escape.Camel) == string(name)+"_" {
		return "`" + name + "`"
	}
	return name
}

// take gives out a name in a scope.
func (x *exporting) take(scope, key, wanted string) {
	if x.taken[scope] == nil {
		x.taken[scope] = map[string]bool{}
	}
	name := wanted
	for n := 2; x.taken[scope][name]; n++ {
		name = wanted + strconv.Itoa(n)
	}
	if name != wanted {
		x.renamed[key] = wanted
	}
	x.taken[scope][name] = true
	x.names[key] = name
}

// name is a name that was given out.
func (x *exporting) name(key string) (codeText, error) {
	if name, ok := x.names[key]; ok {
		return codeText(name), nil
	}
	return "", fmt.Errorf("no name was given out for %s", key)
}

// member is the name of a member of an enumeration; literals use it for members that known lets through.
func (x *exporting) member(enum, name string) codeText {
	return codeText(x.names["member:"+enum+":"+name])
}

func (x *exporting) typeName(name string) codeText { return codeText(x.names["type:"+name]) }

func (x *exporting) quote(s string) codeText {
	if x.lang.quoteText != nil {
		return codeText(x.lang.quoteText(s))
	}
	return codeText(x.lang.escape.String(s))
}

func (x *exporting) comment(indent any, s string) codeText {
	if x.lang.comment != nil {
		return codeText(x.lang.comment(fmt.Sprint(indent), s))
	}
	return codeText(x.lang.escape.Comment(fmt.Sprint(indent), s))
}

// docText is the documentation of an item under its name.
func (x *exporting) docText(key, name string, n exportNote) string {
	var lines []string
	if n.About != "" {
		lines = append(lines, x.lang.says(name, n.About))
	}
	if where := n.Where(); where != "" {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, where)
	}
	lines = append(lines, n.More...)
	if wanted, ok := x.renamed[key]; ok {
		lines = append(lines, "It is not called "+wanted+", since another item is.")
	}
	return strings.Join(lines, "\n")
}

// fieldText is the documentation of a field.
func (x *exporting) fieldText(s exportSetting) string {
	text := x.lang.says(string(x.lang.field(x, s.name, s.kind)), s.about)
	if s.kind == kindTexts || s.kind == kindMembers {
		text = strings.Replace(text, " is the ", " are the ", 1)
	}
	return text
}

// FieldList documents the fields of a record, for languages in which they have no comments of their own.
func (x *exporting) FieldList(r *exportRecord) string {
	var b strings.Builder
	for _, f := range r.Fields {
		b.WriteString("\n\n" + string(x.lang.field(x, f.name, f.kind)) + ": " + f.about + ".")
	}
	return b.String()
}

// sideText is the short form of the documentation: one line for title and setting.
func (x *exporting) sideText(key string, n exportNote) string {
	lines := []string{n.Where()}
	if n.About != "" {
		lines[0] = strings.TrimSuffix(strings.TrimSuffix(n.About, ".")+". "+lines[0], " ")
	}
	lines = append(lines, n.More...)
	if wanted, ok := x.renamed[key]; ok {
		lines = append(lines, "It is not called "+wanted+", since another item is.")
	}
	return strings.Join(lines, "\n")
}

// memberText documents a member: what it is and, where that is said in documentation, that it is on its way out.
func (x *exporting) memberText(indent, key string, n exportNote) codeText {
	text, write := x.sideText(key, n), x.lang.escape.Doc
	if x.lang.remarks {
		write = func(indent, s string) string { return string(x.comment(indent, s)) }
	}
	switch {
	case n.Deprecated == "" || x.lang.deprecated == "":
	case strings.HasPrefix(x.lang.deprecated, "@"):
		return codeText(x.lang.escape.DocTag(indent, text, x.lang.deprecated, n.Deprecated))
	default:
		text += "\n\n" + x.lang.deprecated + " " + n.Deprecated
	}
	if text == "" {
		return ""
	}
	return codeText(write(indent, strings.TrimLeft(text, "\n")))
}

// Deprecates reports whether some member is on its way out.
func (c *constants) Deprecates() bool {
	return slices.ContainsFunc(c.Enums, func(e *exportEnum) bool { return e.Deprecates() })
}

// Deprecates reports whether some member is on its way out: any, or any of those named.
func (e *exportEnum) Deprecates(names ...string) bool {
	return slices.ContainsFunc(e.Members, func(m exportMember) bool {
		return m.Note.Deprecated != "" && (len(names) == 0 || slices.Contains(names, m.Name))
	})
}

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

// innerDoc makes lines of Rust's outer documentation those of the module itself.
func innerDoc(doc string) codeText {
	lines := strings.Split(doc, "\n")
	for i, line := range lines {
		lines[i] = "//!" + strings.TrimPrefix(line, "///")
	}
	return codeText(strings.Join(lines, "\n"))
}

// partial reports whether a table has no row for some combination of its keys.
func (x *exporting) partial(t *exportTable) bool {
	all := 1
	for _, key := range t.Keys {
		all *= len(x.enum(key).Members)
	}
	return len(t.Rows) < all
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
		"partial":   x.partial,
		"covers":    x.covers,
		"declared":  x.declared,
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

// sentence makes a sentence of what an item is.
func sentence(_, about string) string {
	return strings.ToUpper(about[:1]) + about[1:] + "."
}

// HeadKeys are the facts about the policy itself that are known.
func (c *constants) HeadKeys() []string {
	keys := []string{"id", "title", "version", "hash"}
	if c.Head.Effective != "" {
		keys = append(keys, "effective")
	}
	return keys
}

// HeadValue is one of them.
func (c *constants) HeadValue(key string) string {
	return map[string]string{"id": c.Head.ID, "title": c.Head.Title, "version": c.Head.Version, "hash": c.Head.Hash, "effective": c.Head.Effective}[key]
}

// HeadText documents one of them.
func (x *exporting) HeadText(key string, name codeText) string {
	return x.docText("const:policy_"+key, string(name), x.Head.Notes[key])
}

// AsOf says which day the values are those of, as a paragraph of its own, or is empty.
func (c *constants) AsOf() string {
	if c.Head.AsOf == "" {
		return ""
	}
	return "\n\nWhat depends on the day is that of " + c.Head.AsOf + "."
}

// HeadAbsent says that there is no effective date, or is empty.
func (c *constants) HeadAbsent() string {
	if c.Head.Effective != "" {
		return ""
	}
	n := c.Head.Notes["effective"]
	return n.Silence(silentValue(n.Text))
}
