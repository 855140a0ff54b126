package generator

import (
	"fmt"
	"go/format"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// exportGo writes a package of the standard library alone. Tables are functions, so that nothing in it can be changed.
var exportGo = &exportLanguage{
	name: "go", template: "go.tmpl", escape: escape.Go,
	about: "a package of the standard library alone",
	test:  "go_test.tmpl", testPath: func(string) string { return "policy_test.go" },
	path: func(string) string { return "policy.go" },
	pkg:  goPackage,
	more: func(string) map[string]string { return nil },
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Pascal, fieldName: escape.Pascal,
		constantName: escape.Pascal, tableName: escape.Pascal, functionName: escape.Pascal, parameterName: escape.Camel},
	deprecated: "Deprecated:",
	ident:      goIdent,
	flat:       true,
	own: []string{"Extent", "ExtentKind", "NotSpecified", "Finite", "Never", "UntilRevoked", "Unlimited", "Unchanged", "None",
		"Undecided", "Unresolved", "Optional"},
	typeOf:    goType,
	literal:   goLiteral,
	constType: goConstType,
	constant:  goConstant,
	field:     plainField,
	says:      func(name, about string) string { return name + " is " + about + "." },
	tidy:      format.Source,
}

// goPackage is the name of a package: lower case without separators. The go command leaves out a package called
// documentation.
func goPackage(words []string) string {
	name := escape.Go.Ident([]string{strings.Join(words, "")}, escape.Snake)
	if name == "documentation" {
		return name + "policy"
	}
	return name
}

// goInitialisms are words that Go's own names do not write with one capital.
var goInitialisms = map[string]string{"acr": "ACR", "api": "API", "csrf": "CSRF", "dpop": "DPoP", "http": "HTTP", "https": "HTTPS", "id": "ID",
	"ip": "IP", "json": "JSON", "jti": "JTI", "jwks": "JWKS", "jwt": "JWT", "mtls": "MTLS", "oauth": "OAuth", "pkce": "PKCE", "sso": "SSO", "tls": "TLS",
	"ttl": "TTL", "uri": "URI", "url": "URL"}

// goIdent writes initialisms as Go does, where nothing else had to be done to the name.
func goIdent(words []string, style escape.Style) string {
	name := escape.Go.Ident(words, style)
	var plain, idiomatic strings.Builder
	for _, w := range words {
		for _, part := range escape.Words(w) {
			title := strings.ToUpper(part[:1]) + part[1:]
			plain.WriteString(title)
			if known, ok := goInitialisms[part]; ok {
				title = known
			}
			idiomatic.WriteString(title)
		}
	}
	if style == escape.Pascal && plain.String() == name {
		return idiomatic.String()
	}
	return name
}

func goType(x *exporting, s exportSetting) codeText {
	switch s.kind {
	case kindTexts:
		return "[]string"
	case kindNumber:
		return "Optional[int]"
	case kindShare:
		return "Optional[float64]"
	case kindTruth:
		return "Optional[bool]"
	case kindExtent:
		return "Extent"
	case kindMember, kindRecord:
		return x.typeName(s.of)
	case kindMembers:
		return "[]" + x.typeName(s.of)
	}
	return "string"
}

// goWords are the kinds of extent that are no length of time.
var goWords = map[string]codeText{"never": "Never", "until_revoked": "UntilRevoked", "unlimited": "Unlimited", "unchanged": "Unchanged",
	noneWord: "None", undecidedWord: "Undecided", unresolvedWord: "Unresolved"}

// goLiteral writes a field of a record.
func goLiteral(x *exporting, v exportValue) codeText {
	switch v.Kind {
	case kindText:
		return x.quote(v.Text)
	case kindTexts:
		return "[]string{" + x.each(v.Texts, x.quote) + "}"
	case kindNumber, kindShare, kindTruth:
		return "some(" + goConstant(x, v) + ")"
	case kindExtent:
		if v.Word != "" {
			return "Extent{kind: " + goWords[v.Word] + "}"
		}
		return "lasts(" + goDuration(v.Time) + ")"
	case kindMember:
		return x.member(v.Of, v.Text)
	case kindMembers:
		return "[]" + x.typeName(v.Of) + "{" + x.each(v.Texts, func(s string) codeText { return x.member(v.Of, s) }) + "}"
	case kindRecord:
		out := x.typeName(v.Of) + "{"
		if len(v.Fields) == 1 {
			return out + plainField(x, v.Fields[0].Name, 0) + ": " + goLiteral(x, v.Fields[0].Value) + "}"
		}
		out += "\n"
		for _, f := range v.Fields {
			out += plainField(x, f.Name, f.Value.Kind) + ": " + goLiteral(x, f.Value) + ",\n"
		}
		return out + "}"
	}
	return `""`
}

func goConstType(v exportValue) codeText {
	switch v.Kind {
	case kindNumber:
		return "int"
	case kindShare:
		return "float64"
	case kindTruth:
		return "bool"
	case kindExtent:
		return "time.Duration"
	}
	return "string"
}

// goConstant writes the value of a constant.
func goConstant(x *exporting, v exportValue) codeText {
	switch v.Kind {
	case kindNumber:
		return codeText(decimal(v.Number))
	case kindShare:
		return codeText(shareText(v.Share))
	case kindTruth:
		return codeText(fmt.Sprint(v.Truth))
	case kindExtent:
		return goDuration(v.Time)
	}
	return goLiteral(x, v)
}

// goDuration writes a length of time in its largest unit, days as hours.
func goDuration(d specs.Duration) codeText {
	for _, unit := range []struct {
		size specs.Duration
		text string
	}{{specs.Day, "24 * time.Hour"}, {specs.Duration(time.Hour), "time.Hour"}, {specs.Duration(time.Minute), "time.Minute"}, {specs.Duration(time.Second), "time.Second"}} {
		switch {
		case d == unit.size:
			return codeText(unit.text)
		case d > 0 && d%unit.size == 0:
			return codeText(decimal(int64(d/unit.size)) + " * " + unit.text)
		}
	}
	return codeText(decimal(int64(d/specs.Duration(time.Millisecond))) + " * time.Millisecond")
}
