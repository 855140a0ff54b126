package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// cssEscape writes r as CSS Syntax Level 3 (4.3.7) reads it back in any context, also inside a
// <style> element: backslash, hexadecimal digits, one space. CSS cannot express NUL.
func cssEscape(dst []byte, r rune) []byte {
	if r == 0 {
		r = utf8.RuneError
	}
	return fmt.Appendf(dst, `\%x `, r)
}

// CSSString makes s a CSS string with its double quotes.
func CSSString(s string) string {
	b := each([]byte{'"'}, Valid(s), func(dst []byte, r, _ rune) []byte {
		if r == ' ' || isASCIILetterOrDigit(r) || strings.ContainsRune("-_.,:()!?/", r) || r >= 0xa0 && !isHidden(r) {
			return utf8.AppendRune(dst, r)
		}
		return cssEscape(dst, r)
	})
	return string(append(b, '"'))
}

// CSSIdent makes s one identifier (a class, an id, a custom property's name), as CSS.escape()
// of CSSOM 2.1 does. CSS has no empty identifier: an empty s gives "_".
func CSSIdent(s string) string {
	s = Valid(s)
	switch s {
	case "":
		return "_"
	case "-":
		return `\2d `
	}
	start := true // digits may not stand first, nor after a first hyphen
	return string(each(nil, s, func(dst []byte, r, _ rune) []byte {
		digit := r >= '0' && r <= '9'
		plain := isASCIILetterOrDigit(r) || r == '-' || r == '_' || r >= 0xa0 && !isHidden(r)
		if digit && start {
			plain = false
		}
		start = r == '-' && len(dst) == 0
		if plain {
			return utf8.AppendRune(dst, r)
		}
		return cssEscape(dst, r)
	}))
}

// CSSColour returns s if it is a colour that needs no trust: # with 3, 4, 6 or 8 hexadecimal
// digits, or a colour name of CSS Color Level 4. It comes back in lower case. For anything else
// it returns false: functions such as url() and var() reach beyond a colour.
func CSSColour(s string) (string, bool) {
	s = strings.ToLower(strings.Trim(s, " "))
	if digits, ok := strings.CutPrefix(s, "#"); ok {
		for i := range len(digits) {
			if !isHex(digits[i]) {
				return "", false
			}
		}
		switch len(digits) {
		case 3, 4, 6, 8:
			return s, true
		}
		return "", false
	}
	if s == "" || strings.Contains(s, " ") || !strings.Contains(colourNames, " "+s+" ") {
		return "", false
	}
	return s, true
}

// colourNames are the named colours of CSS Color Level 4, 6.1 to 6.4, each between spaces.
const colourNames = ` aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown ` +
	`burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson currentcolor cyan darkblue darkcyan ` +
	`darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred ` +
	`darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue ` +
	`dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green ` +
	`greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon ` +
	`lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon ` +
	`lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta ` +
	`maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen ` +
	`mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab ` +
	`orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum ` +
	`powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna ` +
	`silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent ` +
	`turquoise violet wheat white whitesmoke yellow yellowgreen `
