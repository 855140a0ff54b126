package escape

import (
	"strings"
	"unicode/utf8"
)

// CSV makes s one cell (RFC 4180, section 2), quoted unless it is a plain word. Spreadsheets
// take a cell that starts with = + - @ (or their wide forms), a tab or a carriage return for a formula;
// such a cell gets an apostrophe in front, which they drop. The same holds after ; tab and line
// end inside a cell, where a spreadsheet set to another separator would start a new cell. Line
// ends become \n. Cells that are numbers by construction need no escaping.
func CSV(s string) string {
	s = prose(s)
	var b strings.Builder
	// Some programs skip blanks before they look for a formula, so the first cell starts after them.
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	start, quote := false, s == ""
	if startsFormula(first) {
		b.WriteByte('\'')
	}
	for _, r := range s {
		if start && startsFormula(r) {
			b.WriteByte('\'')
		}
		start = r == ';' || r == '\n' || r == '\t'
		if r == '"' {
			b.WriteByte('"')
		}
		if !isASCIILetterOrDigit(r) && r != '_' && r != '.' {
			quote = true
		}
		b.WriteRune(r)
	}
	if quote {
		return `"` + b.String() + `"`
	}
	return b.String()
}

func startsFormula(r rune) bool { return strings.ContainsRune("=+-@\t＝＋－＠", r) }

// CSVRow joins cells to one row with the line end of RFC 4180.
func CSVRow(cells ...string) string {
	quoted := make([]string, len(cells))
	for i, c := range cells {
		quoted[i] = CSV(c)
	}
	return strings.Join(quoted, ",") + "\r\n"
}
