// Keeps the promise that whatever colour a team chooses, what is written in it can be read, on light pages and on dark.
package site

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

var variable = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{6})`)

func TestAnyAccentCanBeRead(t *testing.T) {
	colours := []rgb{black, white, {255, 255, 0}, {0, 0, 255}, {128, 128, 128}, {0x34, 0x51, 0xb2}}
	source := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		colours = append(colours, rgb{source.IntN(256), source.IntN(256), source.IntN(256)})
	}
	for _, c := range colours {
		for _, dark := range []bool{false, true} {
			v := map[string]rgb{}
			for _, m := range variable.FindAllStringSubmatch(accentColours(c, dark), -1) {
				v[m[1]] = parseColour(specs.Colour(m[2]))
			}
			grounds, ink := []rgb{lightGround, lightLow}, white
			if dark {
				grounds, ink = []rgb{darkGround, darkLow}, darkInk
			}
			for _, g := range grounds {
				for _, name := range []string{"accent", "accent-ink"} {
					if got := contrast(v[name], g); got < 4.5 {
						t.Errorf("%v: --%s %v on %v has contrast %.2f", c, name, v[name], g, got)
					}
				}
			}
			if got := contrast(v["accent-ink"], v["accent-wash"]); got < 4.5 {
				t.Errorf("%v: links on the wash have contrast %.2f", c, got)
			}
			for _, name := range []string{"bar-ttl", "bar-idle"} {
				if got := contrast(v[name], ink); got < 4.5 {
					t.Errorf("%v: the label inside --%s %v has contrast %.2f", c, name, v[name], got)
				}
			}
		}
	}
}

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, test := range []struct {
		a, b rgb
		want float64
	}{{black, white, 21}, {white, white, 1}, {rgb{0x76, 0x76, 0x76}, white, 4.54}, {rgb{0xff, 0, 0}, white, 4.0}} {
		if got := contrast(test.a, test.b); got < test.want-0.01 || got > test.want+0.01 {
			t.Errorf("contrast of %v and %v: got %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

func TestFontLists(t *testing.T) {
	for list, want := range map[specs.FontList]string{
		"Inter":                     `"Inter",sans-serif`,
		"Source Sans 3, sans-serif": `"Source Sans 3",sans-serif`,
		"system-ui":                 "system-ui",
	} {
		if got := fontList(list, "sans-serif"); got != want {
			t.Errorf("%q: got %s, want %s", list, got, want)
		}
	}
}
