package draw

import (
	"strconv"
	"strings"
)

// rootClass is the class of every SVG of this package. The rules of its style
// start with it, so that they touch nothing else of a page.
const rootClass = "tb-draw"

// The colours of the two themes. Text on every ground that it can stand on has
// a contrast of 4.5 to 1 at least, lines and arrows 3 to 1 (WCAG 2.2, 1.4.3
// and 1.4.11); stylesheet_test.go computes it.
const (
	lightColours = "--draw-ground:#fff;--draw-ink:#1c2733;--draw-line:#5a6b7d;--draw-life:#a9b4c0;" +
		"--draw-box:#eef3fa;--draw-edge:#2f5d9e;--draw-note:#f5f6f8;--draw-rim:#7d8a98;" +
		"--draw-band:#5a6b7d;--draw-danger:#b3261e;--draw-alarm:#fdf1ef"
	darkColours = "--draw-ground:#12181f;--draw-ink:#e4eaf1;--draw-line:#9aa9b9;--draw-life:#4a5866;" +
		"--draw-box:#1b2a3d;--draw-edge:#7fb0ee;--draw-note:#1d252e;--draw-rim:#748393;" +
		"--draw-band:#9aa9b9;--draw-danger:#ff8f85;--draw-alarm:#351d1d"
)

// themeRules gives the colours: light, unless the reader's system is dark,
// unless an ancestor has data-theme="light" or "dark".
const themeRules = "." + rootClass + "{" + lightColours + "}" +
	"@media(prefers-color-scheme:dark){." + rootClass + "{" + darkColours + "}}" +
	"[data-theme=light] ." + rootClass + "{" + lightColours + "}" +
	"[data-theme=dark] ." + rootClass + "{" + darkColours + "}"

// lookRules gives the rest of the look.
const lookRules = "." + rootClass + "{max-width:100%;height:auto;font:14px " + fontStack + "}" +
	"." + rootClass + " .ground{fill:var(--draw-ground)}" +
	"." + rootClass + " text{fill:var(--draw-ink);text-anchor:middle}" +
	"." + rootClass + " .group text{text-anchor:start}" +
	"." + rootClass + " .b{font-weight:700}" +
	"." + rootClass + " path{fill:none;stroke:var(--draw-line);stroke-width:1.5}" +
	"." + rootClass + " polygon{fill:var(--draw-line)}" +
	"." + rootClass + " .life path{stroke:var(--draw-life);stroke-dasharray:5 5}" +
	"." + rootClass + " .reply path{stroke-dasharray:6 4}" +
	"." + rootClass + " .actor rect,." + rootClass + " .state rect{fill:var(--draw-box);stroke:var(--draw-edge);stroke-width:1.5}" +
	"." + rootClass + " .start rect{stroke-width:3}" +
	"." + rootClass + " .note rect{fill:var(--draw-note);stroke:var(--draw-rim)}" +
	"." + rootClass + " .group rect{fill:var(--draw-band);fill-opacity:.07;stroke:var(--draw-rim);stroke-opacity:.6}" +
	"." + rootClass + " .alarm rect{fill:var(--draw-alarm);stroke:var(--draw-danger)}" +
	"." + rootClass + " .group.alarm rect{fill:var(--draw-danger);stroke-opacity:.8}" +
	"." + rootClass + " .alarm text,." + rootClass + " .failed text{fill:var(--draw-danger)}" +
	"." + rootClass + " .failed path{stroke:var(--draw-danger)}" +
	"." + rootClass + " .failed polygon{fill:var(--draw-danger)}"

const fontStack = `"` + FontFamily + `","Source Sans 3","Source Sans Pro",sans-serif`

// StyleSheet is the CSS that a page with Inline pictures needs, once, without
// the font: see FontCSS. It is in a file of the page and not in each picture
// so that a page can forbid inline styles by its content security policy. A
// picture that does not fit grows smaller, on a phone until its text is as
// small as 10 px; the page lets readers scroll beyond that.
func StyleSheet() string { return themeRules + lookRules + widthRules() }

// The least widths that pictures can have. A picture has the class of the
// largest that is not wider than leastShare of it.
const (
	leastWidth = 240
	mostWidth  = 1600
	widthStep  = 40
	leastShare = 0.8 // the step takes a part of it away again
)

// widthClass is the class with the least width of a picture; empty for one
// that fits everywhere.
func widthClass(width int) string {
	least := int(float64(width)*leastShare) / widthStep * widthStep
	if least < leastWidth {
		return ""
	}
	return widthName(min(least, mostWidth))
}

func widthName(least int) string { return "w" + strconv.Itoa(least) }

// isWidthClass reports whether a class is one of the least widths.
func isWidthClass(class string) bool {
	least, err := strconv.Atoi(strings.TrimPrefix(class, "w"))
	return err == nil && class == widthName(least)
}

func widthRules() string {
	var b strings.Builder
	for least := leastWidth; least <= mostWidth; least += widthStep {
		b.WriteString("." + rootClass + "." + widthName(least) + "{min-width:" + strconv.Itoa(least) + "px}")
	}
	return b.String()
}
