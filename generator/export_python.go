package generator

import (
	"bytes"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// exportPython writes a typed package for Python 3.11 and later. Its name has a tail, so that it hides no module of
// the standard library and none of the team's own.
var exportPython = &exportLanguage{
	name: "python", template: "python.tmpl", escape: escape.Python,
	about: "a typed package for Python 3.11 or later",
	test:  "python_test.tmpl", testPath: func(pkg string) string { return "test_" + pkg + ".py" },
	path: func(pkg string) string { return pkg + "/__init__.py" },
	pkg: func(words []string) string {
		return escape.Python.Ident(append(words[:len(words):len(words)], "token", "policy"), escape.Snake)
	},
	given: func(name string) string { return escape.Python.Ident(escape.Words(name), escape.Snake) },
	more:  func(pkg string) map[string]string { return map[string]string{pkg + "/py.typed": ""} },
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, fieldName: escape.Snake,
		constantName: escape.Screaming, tableName: escape.Screaming, functionName: escape.Snake, parameterName: escape.Snake},
	deprecated: "Deprecated:", remarks: true,
	own:       []string{"NoLength", "Extent", "Mapping", "Enum", "StrEnum", "Final", "MappingProxyType", "dataclass", "datetime", "timedelta", "unique"},
	typeOf:    pythonType,
	literal:   pythonLiteral,
	constType: pythonConstType,
	constant:  pythonLiteral,
	field:     plainField,
	says:      sentence,
	tidy:      tidyPython,
}

func pythonType(x *exporting, s exportSetting) codeText {
	switch s.kind {
	case kindTexts:
		return "tuple[str, ...]"
	case kindNumber:
		return "int"
	case kindShare:
		return "float"
	case kindTruth:
		return "bool"
	case kindExtent:
		return "Extent"
	case kindMember, kindRecord:
		return x.typeName(s.of)
	case kindMembers:
		return "tuple[" + x.typeName(s.of) + ", ...]"
	}
	return "str"
}

func pythonLiteral(x *exporting, v exportValue) codeText {
	tuple := func(inner codeText, n int) codeText {
		if n == 1 {
			inner += ","
		}
		return "(" + inner + ")"
	}
	switch v.Kind {
	case kindText:
		return x.quote(v.Text)
	case kindTexts:
		return tuple(x.each(v.Texts, x.quote), len(v.Texts))
	case kindNumber:
		return codeText(decimal(v.Number))
	case kindShare:
		return codeText(shareText(v.Share))
	case kindTruth:
		if v.Truth {
			return "True"
		}
		return "False"
	case kindExtent:
		if v.Word != "" {
			return codeText("NoLength." + strings.ToUpper(v.Word))
		}
		return pythonDelta(v.Time)
	case kindMember:
		return x.typeName(v.Of) + "." + x.member(v.Of, v.Text)
	case kindMembers:
		return tuple(x.each(v.Texts, func(s string) codeText { return x.typeName(v.Of) + "." + x.member(v.Of, s) }), len(v.Texts))
	case kindRecord:
		out := x.typeName(v.Of) + "("
		for i, f := range v.Fields {
			if i > 0 {
				out += ", "
			}
			out += plainField(x, f.Name, f.Value.Kind) + "=" + pythonLiteral(x, f.Value)
		}
		return out + ")"
	}
	return "None"
}

func pythonConstType(v exportValue) codeText {
	switch v.Kind {
	case kindNumber:
		return "int"
	case kindShare:
		return "float"
	case kindTruth:
		return "bool"
	case kindExtent:
		return "timedelta"
	}
	return "str"
}

// pythonDelta writes a length of time in its largest unit.
func pythonDelta(d specs.Duration) codeText {
	for _, unit := range []struct {
		size specs.Duration
		name string
	}{{specs.Day, "days"}, {specs.Duration(time.Hour), "hours"}, {specs.Duration(time.Minute), "minutes"}, {specs.Duration(time.Second), "seconds"}} {
		if d > 0 && d%unit.size == 0 {
			return codeText("timedelta(" + unit.name + "=" + decimal(int64(d/unit.size)) + ")")
		}
	}
	return codeText("timedelta(milliseconds=" + decimal(int64(d/specs.Duration(time.Millisecond))) + ")")
}

// tidyPython removes blanks at the ends of lines, and blank lines beyond two in a row, at the start and at the end.
func tidyPython(data []byte) ([]byte, error) {
	out, empty := make([]byte, 0, len(data)), 2
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) > 0 {
			empty = -1
		}
		if empty++; empty <= 2 {
			out = append(append(out, line...), '\n')
		}
	}
	return append(bytes.TrimSpace(out), '\n'), nil
}
