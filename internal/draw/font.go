package draw

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"

	"oss.terrastruct.com/d2/d2renderers/d2fonts"
)

// A Weight is one of the two weights of the font that pictures are set in.
type Weight int

// The weights.
const (
	Regular Weight = 400
	Bold    Weight = 700
)

var weights = []struct {
	weight Weight
	style  d2fonts.FontStyle
}{{Regular, d2fonts.FONT_STYLE_REGULAR}, {Bold, d2fonts.FONT_STYLE_BOLD}}

// siteCharset is what the font of a whole site has: Latin-1 and the
// punctuation that prose uses. Other characters fall back to the reader's
// fonts; their labels may come out a little wider than measured.
func siteCharset() string {
	var b strings.Builder
	for r := rune(0x20); r <= 0xFF; r++ {
		if r < 0x7F || r >= 0xA0 && r != 0xAD {
			b.WriteRune(r)
		}
	}
	b.WriteString("ıŁłŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™−≤≥≠→")
	return b.String()
}

// plainCharset is what the font of a picture has whose text is plain English.
func plainCharset() string {
	var b strings.Builder
	for r := rune(0x20); r < 0x7F; r++ {
		b.WriteRune(r)
	}
	b.WriteString("–—’“”…")
	return b.String()
}

// FontFamily is the name under which StyleSheet expects the font. It is a name
// of our own: an installed font of the same design may be newer and have other
// widths, and labels would not fit.
const FontFamily = "Tokenbook Diagram"

// FontNotice goes wherever the font goes.
const FontNotice = "The diagrams are set in Source Sans Pro, a subset of it: " +
	"Copyright 2010, 2012 Adobe Systems Incorporated (http://www.adobe.com/), with Reserved Font Name 'Source'. " +
	"All Rights Reserved. Licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org"

// Font is the subset of Source Sans Pro in the given weight that a site with
// Inline pictures needs, as a WOFF file. It is under the SIL Open Font License
// 1.1: a site that ships it ships FontNotice as well.
func Font(w Weight) ([]byte, error) {
	for _, have := range weights {
		if have.weight == w {
			return base64.StdEncoding.DecodeString(new(fontMemo).subset(have.style, siteCharset()))
		}
	}
	return nil, fmt.Errorf("no font of weight %d", w)
}

// FontCSS is the two @font-face rules that StyleSheet relies on, with the
// fonts in them. A page that serves Font as files writes its own rules for the
// family FontFamily instead.
func FontCSS() string { return new(fontMemo).rules(siteCharset(), siteCharset()) }

// A fontMemo remembers the fonts that were cut: cutting one takes milliseconds
// under a lock of D2. Several renderers may use one at the same time.
type fontMemo struct {
	mu   sync.Mutex
	made map[string]string
}

// rules gives a rule for each weight that has text.
func (m *fontMemo) rules(regular, bold string) string {
	var b strings.Builder
	for i, text := range []string{regular, bold} {
		if text != "" {
			fmt.Fprintf(&b, `@font-face{font-family:"%s";font-weight:%d;src:url(data:font/woff;base64,%s) format("woff")}`,
				FontFamily, weights[i].weight, m.subset(weights[i].style, charset(text)))
		}
	}
	return b.String()
}

// charset is the characters to cut a font to for a text: one of the two fixed
// sets if it holds them all, so that most pictures share their fonts, else
// just those of the text, in order.
func charset(text string) string {
	for _, set := range []string{plainCharset(), siteCharset()} {
		if !strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(set, r) }) {
			return set
		}
	}
	runes := []rune(text)
	slices.Sort(runes)
	return string(slices.Compact(runes))
}

// subsetLimit is how many fonts a memo holds before it starts anew.
const subsetLimit = 16

// subset is the font of a style with the given characters: WOFF in base64.
func (m *fontMemo) subset(style d2fonts.FontStyle, chars string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := string(style) + chars
	if font, ok := m.made[key]; ok {
		return font
	}
	data := d2fonts.SourceSansPro.Font(0, style).GetEncodedSubset(chars)
	_, font, _ := strings.Cut(data, ",") // behind "data:application/font-woff;base64"
	if m.made == nil || len(m.made) >= subsetLimit {
		m.made = map[string]string{}
	}
	m.made[key] = font
	return font
}
