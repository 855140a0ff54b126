// This file keeps the promise of the scan: a picture with anything in it that
// pictures do not have is an error, whoever put it there.
package draw

import (
	"strings"
	"testing"
)

const scanned = `<svg xmlns="http://www.w3.org/2000/svg" class="tb-draw" role="img" aria-labelledby="draw-a-t" width="9" height="9" viewBox="0 -1 9 9">` +
	`<title id="draw-a-t">a &amp; b</title><style>css</style><g class="group alarm"><rect x="0" y="0" width="1" height="1" rx="6"/></g>` +
	`<path d="M0 0L1 1" marker-end="url(#draw-a-x)" mask="url(#draw-a-m)"/><text class="b" x="1" y="1"><tspan x="1">&lt;x&gt; &#34;</tspan></text></svg>`

func TestScan(t *testing.T) {
	if err := scan(scanned, "draw-a-", "css"); err != nil {
		t.Fatalf("a harmless picture: %v", err)
	}
	for _, c := range []struct{ old, new string }{
		{`<g class`, `<script>alert(1)</script><g class`},
		{`<g class`, `<foreignObject></foreignObject><g class`},
		{`<g class`, `<a href="https://example.com"></a><g class`},
		{`<g class`, `<image href="x"/><g class`},
		{`<g class`, `<use href="#x"/><g class`},
		{`<g class`, `<animate/><g class`},
		{`<g class`, `<!-- x --><g class`},
		{`<g class`, `<![CDATA[x]]><g class`},
		{`<g class`, `<?php x ?><g class`},
		{`<g class`, `<svg></svg><g class`},
		{`<g class`, `stray text<g class`},
		{`<g class`, `<style>css2</style><g class`},
		{`<style>css</style>`, `<style>*{background:url(//x)}</style>`},
		{`<rect x`, `<rect onload="x" x`},
		{`<rect x`, `<rect style="x" x`},
		{`<rect x`, `<rect href="x" x`},
		{`<rect x`, `<rect fill="url(//x)" x`},
		{`<rect x="0"`, `<rect x="0" x="0"`},
		{`<rect x="0"`, `<rect x="expression(1)"`},
		{`<rect x="0"`, `<rect x='0'`},
		{`<rect x="0"`, `<rect x=0`},
		{`<rect x="0"`, `<rect x="0`},
		{`"M0 0L1 1"`, `"javascript:x"`},
		{`url(#draw-a-x)`, `url(https://example.com/#x)`},
		{`url(#draw-a-x)`, `url(#draw-b-x)`},
		{`url(#draw-a-m)`, `url(#draw-a-m) url(//x)`},
		{`id="draw-a-t"`, `id="login"`},
		{`"draw-a-t" w`, `"draw-b-t" w`},
		{`class="group alarm"`, `class="group danger-button"`},
		{`class="group alarm"`, `class=""`},
		{`http://www.w3.org/2000/svg`, `http://www.w3.org/1999/xhtml`},
		{`role="img"`, `role="button"`},
		{`a &amp; b`, `a & b`},
		{`a &amp; b`, `a &nbsp; b`},
		{`a &amp; b`, `a &#0; b`},
		{`a &amp; b`, "a \x00 b"},
		{`a &amp; b`, "a \x1b b"},
		{`a &amp; b`, "a \n b"},
		{`a &amp; b`, "a \ufffe b"},
		{`a &amp; b`, "a \xff b"},
		{`a &amp; b`, `a > b`},
		{`</tspan></text>`, `</text></tspan>`},
		{`</text>`, ``},
		{`</svg>`, `</svg><svg>`},
		{`</svg>`, `</svg>x`},
		{`</svg>`, ``},
		{`<svg `, `<g><svg `},
		{`<svg `, `<html `},
		{`<svg `, ` <svg `},
		{`<svg `, `<?xml version="1.0"?><svg `},
	} {
		bad := strings.Replace(scanned, c.old, c.new, 1)
		if bad == scanned {
			t.Errorf("%q is not in the sample", c.old)
		}
		if scan(bad, "draw-a-", "css") == nil {
			t.Errorf("%q in place of %q passes", c.new, c.old)
		}
	}
	if scan("", "draw-a-", "") == nil {
		t.Error("nothing at all passes")
	}
}

// TestTrimRefuses: what D2 draws is rewritten by name; anything new in it, for
// example after an update of D2, is an error and not a surprise.
func TestTrimRefuses(t *testing.T) {
	const good = `<g class="x " viewBox="0 0 9 9"><g class="aWQ= state"><g class="shape" ><rect x="1.000000" y="-0.010000" width="3" height="4" /></g></g></g>`
	trim := func(svg string) (string, error) {
		r := &trimmer{prefix: "draw-a-", marks: map[string]bool{}}
		err := r.rewrite(svg)
		return r.out.String(), err
	}
	if got, err := trim(good); err != nil || got != `<g class="state"><rect x="1" y="0" width="3" height="4"/></g>` {
		t.Fatalf("%q, %v", got, err)
	}
	for _, c := range []struct{ old, new string }{
		{`<rect`, `<image`}, {`<rect`, `<foreignObject`}, {`<rect`, `<a`}, {`<g class="x "`, `<svg class="x "`},
		{`0 0 9 9`, `0 0 9`}, {`0 0 9 9`, `0 0 9 x`}, {`</g></g></g>`, `</g></g>`}, {`</g></g></g>`, `</g></g></g></g>`}, {`<rect`, `<!--x--><rect`}, {`<rect`, `<rect x`},
	} {
		if got, err := trim(strings.Replace(good, c.old, c.new, 1)); err == nil {
			t.Errorf("%q in place of %q gives %q", c.new, c.old, got)
		}
	}
}

// FuzzScan: what passes the scan holds none of the words that do harm.
func FuzzScan(f *testing.F) {
	f.Add(scanned)
	f.Fuzz(func(t *testing.T, s string) {
		if scan(s, "draw-a-", "css") != nil {
			return
		}
		for rest := s; rest != ""; {
			var markup string
			_, after, found := strings.Cut(rest, "<")
			if !found {
				break
			}
			markup, rest, _ = strings.Cut(after, ">")
			for _, word := range []string{"script", "foreign", "href", " on", "style=", "//x", "javascript", "image", "<"} {
				if strings.Contains(markup, word) {
					t.Errorf("%q passes with %q", word, s)
				}
			}
		}
	})
}
