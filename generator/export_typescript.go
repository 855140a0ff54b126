package generator

import (
	"bytes"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// exportTypeScript writes one module of types that can be erased: no enum, no namespace. Compilers, bundlers, Deno, Bun
// and Node's type stripping read it as it is, so that types and values are one file that cannot disagree with itself.
var exportTypeScript = &exportLanguage{
	name: "typescript", template: "typescript.tmpl", escape: escape.TypeScript,
	about: "an ES module whose types can be erased",
	test:  "typescript_test.tmpl", testPath: func(string) string { return "index.test.ts" },
	path: func(string) string { return "index.ts" },
	pkg:  func(words []string) string { return escape.TypeScript.Ident(words, escape.Camel) },
	more: func(string) map[string]string { return nil },
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Camel, fieldName: escape.Camel,
		constantName: escape.Camel, tableName: escape.Camel, functionName: escape.Camel, parameterName: escape.Camel},
	deprecated: "@deprecated",
	own:        []string{"Milliseconds", "Seconds", "Extent", "ms"},
	unit:       "ms",
	typeOf:     typeScriptType,
	literal:    typeScriptLiteral,
	constType:  typeScriptConstType,
	constant:   typeScriptLiteral,
	field:      typeScriptField,
	says:       sentence,
	free:       map[nameKind][]string{memberName: nil, fieldName: nil},
	tidy:       tidyTypeScript,
}

func typeScriptType(x *exporting, s exportSetting) codeText {
	switch s.kind {
	case kindTexts:
		return "readonly string[]"
	case kindNumber, kindShare:
		return "number"
	case kindTruth:
		return "boolean"
	case kindExtent:
		return "Extent"
	case kindMember, kindRecord:
		return x.typeName(s.of)
	case kindMembers:
		return "readonly " + x.typeName(s.of) + "[]"
	}
	return "string"
}

func typeScriptLiteral(x *exporting, v exportValue) codeText {
	switch v.Kind {
	case kindText:
		return x.quote(v.Text)
	case kindTexts:
		return "[" + x.each(v.Texts, x.quote) + "]"
	case kindNumber:
		return codeText(decimal(v.Number))
	case kindShare:
		return codeText(shareText(v.Share))
	case kindTruth:
		return codeText(fmt.Sprint(v.Truth))
	case kindExtent:
		if v.Word != "" {
			return x.quote(v.Word)
		}
		return codeText("ms(" + thousands(int64(time.Duration(v.Time)/time.Millisecond)) + ")")
	case kindMember:
		return x.typeName(v.Of) + "." + x.member(v.Of, v.Text)
	case kindMembers:
		return "[" + x.each(v.Texts, func(s string) codeText { return x.typeName(v.Of) + "." + x.member(v.Of, s) }) + "]"
	case kindRecord:
		out := codeText("{ ")
		for i, f := range v.Fields {
			if i > 0 {
				out += ", "
			}
			out += typeScriptField(x, f.Name, f.Value.Kind) + ": " + typeScriptLiteral(x, f.Value)
		}
		return out + " }"
	}
	return "undefined"
}

func typeScriptConstType(v exportValue) codeText {
	switch v.Kind {
	case kindNumber, kindShare:
		return "number"
	case kindTruth:
		return "boolean"
	case kindExtent:
		return "Milliseconds"
	}
	return "string"
}

// typeScriptField is the name of a field; an amount of time says its unit.
func typeScriptField(x *exporting, name string, kind exportKind) codeText {
	if kind == kindExtent {
		return codeText(x.ident(fieldName, name, x.lang.unit))
	}
	return codeText(x.ident(fieldName, name))
}

// prettierWidth is the width of lines that Prettier aims at.
const prettierWidth = 80

// tidyTypeScript is tidyLines; besides, each statement that Prettier would break up because it is wide is marked, so that
// it stays as it is.
func tidyTypeScript(data []byte) ([]byte, error) {
	data, err := tidyLines(data)
	var out, statement []byte
	wide, block := false, false
	for line := range bytes.Lines(data) {
		code := bytes.TrimSpace(line)
		comment := slices.ContainsFunc([]string{"//", "/*", "*"}, func(front string) bool { return bytes.HasPrefix(code, []byte(front)) })
		if len(statement) == 0 {
			if comment || len(code) == 0 {
				out = append(out, line...)
				continue
			}
			block = bytes.HasSuffix(code, []byte("{"))
		}
		statement = append(statement, line...)
		wide = wide || !comment && utf8.RuneCount(line) > prettierWidth+1 // with the line's end
		if block && line[0] == '}' || !block && bytes.HasSuffix(code, []byte(";")) {
			if wide {
				out = append(out, "// prettier-ignore\n"...)
			}
			out, statement, wide = append(out, statement...), nil, false
		}
	}
	return append(out, statement...), err
}
