package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"strconv"
	"strings"
)

// margin is the empty space around a picture, in pixels.
const margin = 16

// idPrefix is what all ids of a picture start with: the model's ID, if that
// can stand in an id as it is, else as much of it as can and a hash of it, so
// that different models never share one.
func idPrefix(id string) string {
	var b strings.Builder
	for _, r := range id {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			b.WriteRune(r)
		}
	}
	safe := b.String()
	if safe != id || len(safe) > 64 || strings.Contains(id, "--") {
		sum := sha256.Sum256([]byte(id))
		safe = cut(safe, 32)
		safe = strings.TrimSuffix(safe, "…") + "--" + hex.EncodeToString(sum[:6])
	}
	return "draw-" + safe + "-"
}

// frame puts the trimmed shapes into one svg element with a name, a
// description and a ground. withStyle puts a style in.
func (t *trimmer) frame(h head) string {
	left, top, width, height := t.view[0]-margin, t.view[1]-margin, t.view[2]+2*margin, t.view[3]+2*margin
	w, ht := strconv.Itoa(width), strconv.Itoa(height)
	x, y := strconv.Itoa(left), strconv.Itoa(top)
	var b strings.Builder
	b.Grow(t.out.Len() + 1024)
	class := strings.TrimSpace(rootClass + " " + widthClass(width))
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="` + class + `" role="img" aria-labelledby="` + t.prefix + `t`)
	description := cut(clean(h.description), DescriptionLimit)
	if description != "" {
		b.WriteString(` ` + t.prefix + `d`)
	}
	b.WriteString(`" width="` + w + `" height="` + ht + `" viewBox="` + x + " " + y + " " + w + " " + ht + `">`)
	b.WriteString(`<title id="` + t.prefix + `t">` + escapeXML(cut(clean(h.title), LabelLimit)) + `</title>`)
	if description != "" {
		b.WriteString(`<desc id="` + t.prefix + `d">` + escapeXML(description) + `</desc>`)
	}
	b.WriteString(`<rect class="ground" x="` + x + `" y="` + y + `" width="` + w + `" height="` + ht + `" rx="8"/>`)
	b.WriteString(t.out.String())
	b.WriteString("</svg>")
	return b.String()
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// withStyle puts a style into a picture, behind its name and description.
func withStyle(svg, css string) string {
	at := strings.Index(svg, `<rect class="ground"`)
	return svg[:at] + "<style>" + css + "</style>" + svg[at:]
}
