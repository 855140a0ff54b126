package site

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Asset is a file that the site carries as it is.
type Asset struct {
	// Name is the file's name below assets/.
	Name string
	Data []byte
}

// rgb is a colour, each part from 0 to 255.
type rgb [3]int

func parseColour(c specs.Colour) rgb {
	n, err := strconv.ParseUint(strings.TrimPrefix(string(c), "#"), 16, 32)
	if err != nil {
		return rgb{}
	}
	return rgb{int(n >> 16 & 0xff), int(n >> 8 & 0xff), int(n & 0xff)}
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// mix goes a share of the way, in hundredths, from one colour to another. Whole numbers give the same colour on every
// machine.
func (c rgb) mix(to rgb, hundredths int) rgb {
	for i := range c {
		c[i] += ((to[i]-c[i])*hundredths + 50) / 100
	}
	return c
}

// luminance is the relative luminance of WCAG 2.2.
func (c rgb) luminance() float64 {
	part := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c[0]) + 0.7152*part(c[1]) + 0.0722*part(c[2])
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// readable is the nearest colour on the way to another that stands out against all of some grounds.
func (c rgb) readable(towards rgb, least float64, grounds ...rgb) rgb {
	for step := 0; step <= 100; step += 2 {
		tried := c.mix(towards, step)
		enough := true
		for _, g := range grounds {
			enough = enough && contrast(tried, g) >= least
		}
		if enough {
			return tried
		}
	}
	return towards
}

// The grounds of the style sheet on which colours of the accent stand, and the ends of the way to lighter and darker.
var (
	black, white          = rgb{0, 0, 0}, rgb{255, 255, 255}
	lightGround, lightLow = rgb{0xff, 0xff, 0xff}, rgb{0xf1, 0xf3, 0xf6}
	darkGround, darkLow   = rgb{0x12, 0x16, 0x1c}, rgb{0x1d, 0x23, 0x2c}
	darkInk               = rgb{0x0e, 0x12, 0x18}
)

// Contrasts that text needs, and text that is read a lot.
const (
	contrastText  = 4.6 // WCAG 2.2 asks for 4.5
	contrastLinks = 6.5
)

// accentColours are the variables of the style sheet that follow from one colour, on light or on dark pages.
func accentColours(accent rgb, dark bool) string {
	ground, low, towards, ink := lightGround, lightLow, black, white
	wash, line, pale := 8, 28, 65
	if dark {
		ground, low, towards, ink = darkGround, darkLow, white, darkInk
		wash, line, pale = 18, 40, 60
	}
	main := accent.readable(towards, contrastText, ground, low)
	washed := main.mix(ground, 100-wash)
	link := main.readable(towards, contrastLinks, ground, low).readable(towards, contrastText, washed)
	bar := main.readable(towards, contrastText, ink)
	idle := bar.mix(ground, 20).readable(towards, contrastText, ink)
	return fmt.Sprintf("--accent:%s;--accent-ink:%s;--accent-wash:%s;--accent-line:%s;--bar-ttl:%s;--bar-idle:%s;--bar-absolute:%s;--tok-key:%s",
		main, link, washed, main.mix(ground, 100-line), bar, idle, main.mix(ground, pale), link)
}

// lookStyle is the style sheet of the policy's own look; nil where it states none.
func lookStyle(look *specs.Look) []byte {
	var root, light, dark string
	if look.Accent.IsSet() {
		c := parseColour(look.Accent.V)
		light, dark = accentColours(c, false), accentColours(c, true)
	}
	if look.Font.IsSet() {
		root += "--sans:" + fontList(look.Font.V, "sans-serif") + ";"
	}
	if look.Mono.IsSet() {
		root += "--mono:" + fontList(look.Mono.V, "monospace") + ";"
	}
	if root+light == "" {
		return nil
	}
	var w strings.Builder
	w.WriteString(":root{" + root + light + "}\n")
	if dark != "" {
		w.WriteString(`:root[data-theme="dark"]{` + dark + "}\n" +
			"@media (prefers-color-scheme:dark){:root:not([data-theme]){" + dark + "}}\n")
	}
	return []byte(w.String())
}

// genericFonts are the names of CSS that stand without quotes.
var genericFonts = map[string]bool{"serif": true, "sans-serif": true, "monospace": true, "system-ui": true, "ui-monospace": true, "ui-sans-serif": true, "ui-serif": true, "cursive": true, "fantasy": true}

// fontList writes typefaces for CSS, each in quotes, and ends with one that every machine has.
func fontList(list specs.FontList, last string) string {
	var out []string
	for name := range strings.SplitSeq(string(list), ",") {
		name = strings.TrimSpace(name)
		if genericFonts[name] {
			out = append(out, name)
		} else {
			out = append(out, `"`+name+`"`)
		}
	}
	if n := len(out); !genericFonts[out[n-1]] {
		out = append(out, last)
	}
	return strings.Join(out, ",")
}
