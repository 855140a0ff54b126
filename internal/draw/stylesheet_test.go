// This file keeps the promise that pictures can be read in both themes: it
// computes the contrast of every text and every line on its ground, and holds
// the style to what the scan and a page can live with.
package draw

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// palette reads the colours of a theme.
func palette(t *testing.T, rules string) map[string][3]float64 {
	t.Helper()
	out := map[string][3]float64{}
	for _, rule := range strings.Split(rules, ";") {
		name, value, _ := strings.Cut(rule, ":#")
		if len(value) == 3 {
			value = string([]byte{value[0], value[0], value[1], value[1], value[2], value[2]})
		}
		n, err := strconv.ParseUint(value, 16, 32)
		if err != nil || len(value) != 6 {
			t.Fatalf("rule %q: %v", rule, err)
		}
		out[strings.TrimPrefix(name, "--draw-")] = [3]float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
	}
	return out
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b [3]float64) float64 {
	luminance := func(c [3]float64) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := c[i] / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// over is a colour of the given opacity on a ground.
func over(c, ground [3]float64, opacity float64) [3]float64 {
	for i := range c {
		c[i] = c[i]*opacity + ground[i]*(1-opacity)
	}
	return c
}

func TestContrast(t *testing.T) {
	for name, rules := range map[string]string{"light": lightColours, "dark": darkColours} {
		p := palette(t, rules)
		band := over(p["band"], p["ground"], .07)
		alarmBand := over(p["danger"], p["ground"], .07)
		grounds := map[string][3]float64{"ground": p["ground"], "band": band, "band in band": over(p["band"], band, .07),
			"failing band": alarmBand, "band in failing band": over(p["band"], alarmBand, .07)}
		for where, ground := range grounds {
			for _, c := range []struct {
				name  string
				least float64
			}{{"ink", 4.5}, {"danger", 4.5}, {"line", 3}} {
				if got := contrast(p[c.name], ground); got < c.least {
					t.Errorf("%s: %s on the %s has a contrast of %.2f, want %.1f", name, c.name, where, got, c.least)
				}
			}
		}
		for _, pair := range [][2]string{{"ink", "box"}, {"ink", "note"}, {"danger", "alarm"}} {
			if got := contrast(p[pair[0]], p[pair[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, pair[0], pair[1], got)
			}
		}
		for _, pair := range [][2]string{{"edge", "ground"}, {"rim", "ground"}, {"danger", "ground"}} {
			if got := contrast(p[pair[0]], p[pair[1]]); got < 3 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, pair[0], pair[1], got)
			}
		}
	}
}

// TestStyleSheet: every rule is bound to our class, every variable that is
// used has a colour in both themes, and the opacities are those that
// TestContrast reckons with.
func TestStyleSheet(t *testing.T) {
	css := StyleSheet()
	for _, rule := range strings.FieldsFunc(strings.ReplaceAll(css, "@media(prefers-color-scheme:dark){", ""), func(r rune) bool { return r == '}' }) {
		selectors, _, _ := strings.Cut(rule, "{")
		for _, s := range strings.Split(selectors, ",") {
			if !strings.HasPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "[data-theme=light] "), "[data-theme=dark] "), "."+rootClass) {
				t.Errorf("selector %q reaches beyond the pictures", s)
			}
		}
	}
	for _, theme := range []string{lightColours, darkColours} {
		p := palette(t, theme)
		for _, use := range strings.Split(css, "var(--draw-")[1:] {
			name, _, _ := strings.Cut(use, ")")
			if _, ok := p[name]; !ok {
				t.Errorf("no colour %q", name)
			}
		}
	}
	if !strings.Contains(css, "fill-opacity:.07") || strings.Count(css, "fill-opacity") != 1 {
		t.Error("TestContrast reckons with one opacity of .07")
	}
	if strings.ContainsAny(css, "<>&") || strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style loads something or is not plain in XML")
	}
}

// TestLeastWidths: on a phone, whose window of 390 px leaves 326 for a
// picture, text of 14 px stays at 10 px at least, up to the widest picture that
// the rules know; and each class has its rule on pages.
func TestLeastWidths(t *testing.T) {
	const room = 326
	css := StyleSheet()
	for width := 1; width <= mostWidth/leastShare; width++ {
		least := 0
		if class := widthClass(width); class != "" {
			var err error
			if least, err = strconv.Atoi(class[1:]); err != nil || !isWidthClass(class) || !strings.Contains(css, "."+rootClass+"."+class+"{min-width:"+class[1:]+"px}") {
				t.Fatalf("the class %q of a picture of %d px has no rule", class, width)
			}
		}
		shown := max(least, min(width, room))
		if shown > width || float64(shown)/float64(width)*14 < 10 {
			t.Errorf("a picture of %d px is shown with %d", width, shown)
		}
	}
	if widthClass(100000) != widthName(mostWidth) {
		t.Error("a very wide picture has no least width")
	}
}
