package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
)

// fieldHeads are the tables of fields: what their third column is called, and its words for what is always there and
// for what need not be. A row can be read without its table's head.
var fieldHeads = map[string][3]string{
	"Parameter": {"Required", "required", "optional"}, "Field": {"Required", "required", "optional"}, "Header": {"Sent", "always", "not always"},
}

// fieldTable is a table of parameters, headers or members of a body.
func (b *builder) fieldTable(what string, fields []contract.Field) Markdown {
	if len(fields) == 0 {
		return ""
	}
	var rows strings.Builder
	for i := range fields {
		f := &fields[i]
		need := fieldHeads[what][2]
		if f.Required {
			need = fieldHeads[what][1]
		}
		rows.WriteString(string(b.row(b.fieldName(f), pick(what == "Parameter", Markdown(md(f.In)), dash), b.fieldType(f), need, b.fieldMeaning(f))) + "\n")
	}
	return Markdown("\n" + string(b.head(what, "In", "Type", fieldHeads[what][0], "Meaning")) + "\n" + rows.String() + "\n")
}

// refusalHead is the head of the table of errors.
const refusalHead = "Code Status The client Error"

// refusals is the table of an operation's errors.
func (b *builder) refusals(o *OperationView) Markdown {
	var rows strings.Builder
	for _, r := range o.Refusals() {
		code, does := muted("none sent"), idWords(r.Action)
		if r.Code != "" {
			code = codeSpan(r.Code)
		}
		switch r.Retryable {
		case "":
		case "never":
			does += pickText(does != "", "; ") + "no retry"
		default:
			does += pickText(does != "", "; ") + "retry " + strings.ReplaceAll(r.Retryable, "_", " ")
		}
		meaning := b.refer("error", r.Cause)
		if t := b.said(r.Meaning); t != "" {
			meaning += lineBreak + t
		}
		rows.WriteString(string(b.row(code, r.Status, does, meaning)) + "\n")
	}
	return Markdown("\n" + string(b.head("Code", "Status", "The client", "Error")) + "\n" + rows.String() + "\n")
}

// isFieldHead reports whether a table with this head is one of fields: short cells first and a long one last, so that
// its rows can be stacked where the screen is narrow.
func isFieldHead(head string) bool {
	what, _, _ := strings.Cut(head, " ")
	h, known := fieldHeads[what]
	return known && strings.HasSuffix(head, "Type "+h[0]+" Meaning")
}

// maxDepth is how far names are set in; what lies deeper stands as far in as that.
const maxDepth = 4

func (b *builder) fieldName(f *contract.Field) Markdown {
	name := codeSpan(f.Name)
	if f.Name == "" {
		name = muted("the body")
	}
	if f.Depth > 0 {
		name = enclose(markDepth, name, itoa(min(f.Depth, maxDepth)))
	}
	if f.Form != "" {
		name += lineBreak + muted("in "+f.Form)
	}
	if f.Deprecated {
		name += lineBreak + enclose(markBadge, "deprecated", "bad")
	}
	return name
}

// formats are formats whose names in OpenAPI would mislead readers.
var formats = map[string]string{"password": "secret", "uri-reference": "uri, may be relative"}

func (b *builder) fieldType(f *contract.Field) Markdown {
	words := f.Type
	if f.Format != "" {
		format := f.Format
		if known := formats[format]; known != "" {
			format = known
		}
		words += " · " + format
	}
	if slices.ContainsFunc(f.Constraints, func(c contract.Constraint) bool { return strings.HasSuffix(c.Words, "one of") }) {
		words += " · enum"
	}
	return Markdown(md(words))
}

// fieldMeaning is what a field means and what its values have to be.
func (b *builder) fieldMeaning(f *contract.Field) Markdown {
	var parts []string
	if d := b.said(f.Description); d != "" {
		parts = append(parts, string(d))
	}
	for _, c := range f.Constraints {
		t := strings.ToUpper(c.Words[:1]) + c.Words[1:]
		if len(c.Values) > 0 {
			t += " " + string(codes(c.Values))
		}
		parts = append(parts, t)
	}
	for _, e := range f.Examples {
		if fixed, only := f.Fixed(); e.Name == "" && !(only && fixed == contract.Plain(e.Value)) {
			parts = append(parts, "For example "+string(codeSpan(contract.Plain(e.Value))))
		}
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// schemeKind says in words what kind of authentication a scheme is.
func schemeKind(s contract.Scheme) Markdown {
	switch s.Type {
	case "http":
		return "the header " + codeSpan("Authorization: "+s.Word+" …")
	case "apiKey":
		return Markdown(md(s.In)) + " " + codeSpan(s.Parameter)
	case "mutualTLS":
		return "certificate in the TLS handshake"
	case "oauth2":
		return "token with scopes"
	}
	return Markdown(md(s.Type))
}

// ways is a table of the ways to authenticate.
func (b *builder) ways(o *OperationView) Markdown {
	var rows strings.Builder
	for _, way := range o.Security {
		var names, kinds, scopes []string
		for _, need := range way {
			names = append(names, string(enclose(markLink, codeSpan(need.Scheme), o.API.Key, anchorID("scheme", need.Scheme))))
			for _, s := range o.API.Schemes {
				if s.Name == need.Scheme {
					kinds = append(kinds, string(pick(s.Description != "", b.said(s.Description), schemeKind(s))))
				}
			}
			if len(need.Scopes) > 0 {
				scopes = append(scopes, string(codes(need.Scopes)))
			}
		}
		if len(way) == 0 {
			names, kinds = []string{string(muted("none"))}, []string{"Nothing beside what the parameters and the body carry."}
		}
		rows.WriteString(string(b.row(Markdown(strings.Join(names, " and ")), Markdown(strings.Join(kinds, string(lineBreak))), Markdown(strings.Join(scopes, ", ")))) + "\n")
	}
	return Markdown("\n" + string(b.head("Scheme", "How", "Scopes")) + "\n" + rows.String() + "\n")
}

func pickText(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}
