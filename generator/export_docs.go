package generator

import (
	"slices"
	"strings"
)

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

// innerDoc makes lines of Rust's outer documentation those of the module itself.
func innerDoc(doc string) codeText {
	lines := strings.Split(doc, "\n")
	for i, line := range lines {
		lines[i] = "//!" + strings.TrimPrefix(line, "///")
	}
	return codeText(strings.Join(lines, "\n"))
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
