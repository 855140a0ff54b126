package site

import (
	"strings"
)

// highlight marks up code for readers: the names, strings and numbers of JSON, and the head of HTTP messages. Other
// languages stay plain; a library for all of them would cost more at every start of the program than the pages do.
func highlight(language, code string) string {
	switch language {
	case "json":
		return highlightJSON(code)
	case "http":
		head, body, found := strings.Cut(code, "\n\n")
		var b strings.Builder
		for line := range strings.Lines(head) {
			name, value, ok := strings.Cut(line, ": ")
			if !ok {
				b.WriteString(span("kw", strings.TrimSuffix(line, "\n")))
				if strings.HasSuffix(line, "\n") {
					b.WriteByte('\n')
				}
				continue
			}
			b.WriteString(span("key", name) + ": " + htmlText(value))
		}
		if found {
			b.WriteString("\n\n" + highlightJSON(body))
		}
		return b.String()
	}
	return htmlText(code)
}

func span(class, text string) string {
	return `<span class="tok-` + class + `">` + htmlText(text) + "</span>"
}

// highlightJSON cuts code into strings, words and the rest; what is not JSON comes out unharmed.
func highlightJSON(code string) string {
	var b strings.Builder
	for code != "" {
		size, class := 1, ""
		switch c := code[0]; {
		case c == '"':
			size = stringEnd(code)
			class = "str"
			if strings.HasPrefix(strings.TrimLeft(code[size:], " "), ":") {
				class = "key"
			}
		case c >= '0' && c <= '9' || c == '-' || c >= 'a' && c <= 'z':
			for size < len(code) && (code[size] == '.' || code[size] == '+' || code[size] == '-' || code[size] >= '0' && code[size] <= '9' || code[size]|0x20 >= 'a' && code[size]|0x20 <= 'z') {
				size++
			}
			class = "num"
		default:
			for size < len(code) && code[size] != '"' && code[size] != '-' && (code[size] < '0' || code[size] > '9') && (code[size] < 'a' || code[size] > 'z') {
				size++
			}
		}
		if class == "" {
			b.WriteString(htmlText(code[:size]))
		} else {
			b.WriteString(span(class, code[:size]))
		}
		code = code[size:]
	}
	return b.String()
}

// stringEnd is the length of the string that code begins with.
func stringEnd(code string) int {
	for i := 1; i < len(code); i++ {
		switch code[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(code)
}
