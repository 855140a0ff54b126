package escape

import (
	"strings"
	"unicode/utf8"
)

// xmlChar maps what XML 1.0 (production 2, Char) forbids, and what would reorder text, to
// U+FFFD: an XML parser stops at such a character, and a reference to it is as illegal.
func xmlChar(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' || r == 0x85 {
		return r
	}
	if isControl(r) || shown(r) != r {
		return utf8.RuneError
	}
	return r
}

// svgText covers "]]>", which must not stand in XML text either (XML 1.0, 2.4).
var svgText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// SVGText makes s character data of an SVG or other XML 1.0 document. Line ends become \n.
func SVGText(s string) string {
	return svgText.Replace(newlines.Replace(strings.Map(xmlChar, Valid(s))))
}

// svgAttr writes tabs and line ends as references, since XML turns raw ones into spaces (3.3.3).
var svgAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\n", "&#10;", "\t", "&#9;")

// SVGAttr makes s a quoted attribute value of an SVG or other XML 1.0 document. Line ends
// become \n; links in SVG take Href.
func SVGAttr(s string) string {
	return svgAttr.Replace(newlines.Replace(strings.Map(xmlChar, Valid(s))))
}
