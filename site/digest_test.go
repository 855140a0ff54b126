// Promise: what an earlier build left is used for a page only where nothing differs that its HTML depends on.
package site

import (
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

func TestDigestCoversWhatAPageDependsOn(t *testing.T) {
	markdown := string("# Page\n\nSee " + enclose(markLink, "there", "other", "part") + " and " + mark(markLinks, "third", "Third") + "\n" + blockMark(0))
	fresh := func(change func(b *builder, p, other *page)) pageDigest {
		p, other := &page{key: "here", nav: "Here", markdown: markdown}, &page{key: "other", anchors: map[string]bool{"part": true}}
		b := &builder{policy: &specs.Policy{}, byKey: map[string]*page{"here": p, "other": other, "third": {key: "third"}}, blocks: []block{{"<p>picture</p>", "picture"}}}
		change(b, p, other)
		return b.digest(p)
	}
	same := fresh(func(*builder, *page, *page) {})
	if fresh(func(*builder, *page, *page) {}) != same {
		t.Fatal("two equal pages have two digests, so that this tests nothing")
	}
	for name, change := range map[string]func(b *builder, p, other *page){
		"its text":               func(_ *builder, p, _ *page) { p.markdown += "more" },
		"its address":            func(_ *builder, p, _ *page) { p.key = "folder/here" },
		"its name":               func(_ *builder, p, _ *page) { p.nav = "Elsewhere" },
		"what it is a part of":   func(_ *builder, p, _ *page) { p.within = "elsewhere" },
		"its side":               func(b *builder, _, _ *page) { b.inputs.Side = Older },
		"an anchor that is gone": func(_ *builder, _, other *page) { other.anchors = nil },
		"a page that is gone":    func(b *builder, _, _ *page) { delete(b.byKey, "other") },
		"one of several pages":   func(b *builder, _, _ *page) { delete(b.byKey, "third") },
		"a picture":              func(b *builder, _, _ *page) { b.blocks[0].html = "<p>another</p>" },
		"a picture in words":     func(b *builder, _, _ *page) { b.blocks[0].markdown = "another" },
		"a picture of its own":   func(b *builder, p, _ *page) { b.blocks, p.blocks = nil, []block{{"<p>own</p>", ""}} },
		"the repository":         func(b *builder, _, _ *page) { b.repository = "https://git.example" },
		"the host of it":         func(b *builder, _, _ *page) { b.repositoryHost = "gitlab.example" },
		"the folder in it":       func(b *builder, _, _ *page) { b.sourceFolder = "policies" },
	} {
		if fresh(change) == same {
			t.Errorf("%s makes no difference", name)
		}
	}
}
