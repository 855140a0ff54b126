package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
)

// DiagramView is a diagram and its number among those of the inputs.
type DiagramView struct {
	*Diagram
	Number int
}

// makeBlocks prepares the blocks of all diagrams.
func (b *builder) makeBlocks() {
	for i := range b.inputs.Diagrams {
		d := &b.inputs.Diagrams[i]
		b.diagramAt = append(b.diagramAt, len(b.blocks))
		words := diagramMarkdown(d)
		b.blocks = append(b.blocks, block{html: diagramHTML(d, true), markdown: words}, block{html: diagramHTML(d, len(d.SVG) == 0), markdown: words})
		b.hasDrawing = b.hasDrawing || len(d.SVG) > 0
	}
}

// blockMark is the mark of a block on a line of its own.
func blockMark(number int) Markdown { return "\n" + mark(markBlock, itoa(number)) + "\n" }

// addBlock keeps a block made while a template runs; it belongs to the page that the template makes.
func (b *builder) addBlock(html, markdown string) Markdown {
	b.blocks = append(b.blocks, block{html, markdown})
	return blockMark(len(b.blocks) - 1)
}

// diagrams shows pictures of some kinds: the first, with its title as a heading, and links to the others, for each
// picture has a page of its own and a page of twenty pictures is slow to read and to load. With a token only those
// about it.
func (b *builder) diagrams(token string, kinds ...string) Markdown {
	var shown, more strings.Builder
	first := true
	for _, kind := range kinds {
		for i := range b.inputs.Diagrams {
			d := &b.inputs.Diagrams[i]
			if d.Kind != kind || token != "" && !slices.Contains(d.Tokens, token) {
				continue
			}
			if !first {
				more.WriteString("- " + string(b.diagramLink(d)) + "\n")
				continue
			}
			first = false
			shown.WriteString("\n### " + md(d.Title) + " " + string(mark(markAnchor, anchorID("diagram", d.ID))) + "\n\n" + md(d.Description) + "\n" + string(blockMark(b.diagramAt[i]+1)) +
				"\n" + string(enclose(markLink, "In words, and as a file", "diagrams/"+b.slugs["diagram"][d.ID])) + "\n")
		}
	}
	if more.Len() > 0 {
		shown.WriteString("\nDrawn as well:\n\n" + more.String())
	}
	return Markdown(shown.String())
}

// picture is a diagram with what it shows, in a sentence and step by step.
func (b *builder) picture(i int) Markdown {
	return Markdown(md(b.inputs.Diagrams[i].Description) + "\n" + string(blockMark(b.diagramAt[i])))
}

// diagramLink leads to the page of a diagram.
func (b *builder) diagramLink(d *Diagram) Markdown {
	return enclose(markLink, Markdown(md(d.Title)), "diagrams/"+b.slugs["diagram"][d.ID])
}

// drawn are links to the diagrams of some kinds that are about a token.
func (b *builder) drawn(token string, kinds ...string) Markdown {
	var parts []string
	for i := range b.inputs.Diagrams {
		if d := &b.inputs.Diagrams[i]; slices.Contains(kinds, d.Kind) && slices.Contains(d.Tokens, token) {
			parts = append(parts, string(b.diagramLink(d)))
		}
	}
	return Markdown(strings.Join(parts, ", "))
}

// diagramKinds are the headings under which the kinds of diagrams are listed; every other kind goes under the last.
var diagramKinds = []struct{ title, kinds string }{
	{"Getting tokens", "issuance device exchange"},
	{"Using them", "call expiry step_up offline outage"},
	{"Renewing them", "refresh reuse race"},
	{"Ending them", "revocation logout"},
	{"Lives and keys", "state keys"},
	{"The policy's own", "own"},
	{"Others", ""},
}

// DiagramGroup is a heading with its diagrams.
type DiagramGroup struct {
	Title    string
	Diagrams []int // among those of the inputs
}

// diagramGroups are all diagrams, by what they are about.
func (b *builder) diagramGroups() []DiagramGroup {
	out := make([]DiagramGroup, len(diagramKinds))
	for i := range b.inputs.Diagrams {
		at := slices.IndexFunc(diagramKinds, func(k struct{ title, kinds string }) bool {
			return slices.Contains(strings.Fields(k.kinds), b.inputs.Diagrams[i].Kind)
		})
		if at < 0 {
			at = len(diagramKinds) - 1
		}
		out[at].Title = diagramKinds[at].title
		out[at].Diagrams = append(out[at].Diagrams, i)
	}
	return slices.DeleteFunc(out, func(g DiagramGroup) bool { return len(g.Diagrams) == 0 })
}

// diagramFiles are links to the files of a diagram, for slides and other documents.
func (b *builder) diagramFiles(d *Diagram) Markdown {
	var parts []string
	for _, format := range []struct{ ending, name string }{{"svg", "SVG"}, {"d2", "D2"}, {"mmd", "Mermaid"}} {
		file := "diagrams/" + d.ID + "." + format.ending
		if slices.ContainsFunc(b.inputs.Downloads, func(one Download) bool { return one.Path == file }) {
			parts = append(parts, string(enclose(markLink, Markdown(format.name), fileKey+file)))
		}
	}
	return Markdown(strings.Join(parts, ", "))
}

func (b *builder) diagramFunctions() map[string]any {
	return map[string]any{
		"diagrams":      b.diagrams,
		"drawn":         b.drawn,
		"diagramGroups": b.diagramGroups,
		"diagramFiles":  b.diagramFiles,
		"picture":       b.picture,
		"pictureLink":   func(i int) Markdown { return b.diagramLink(&b.inputs.Diagrams[i]) },
		"pictureText":   func(i int) string { return b.inputs.Diagrams[i].Description },
	}
}

func diagramHTML(d *Diagram, steps bool) string {
	var w strings.Builder
	w.WriteString(`<figure class="diagram">` + "\n")
	if len(d.SVG) > 0 {
		w.WriteString(`<div class="diagram-scroll" tabindex="0" role="group" aria-label="` + attr("Diagram: "+d.Title) + `">`)
		w.Write(d.SVG)
		w.WriteString("</div>\n")
	}
	if steps && len(d.Steps) > 0 {
		open := ""
		if len(d.SVG) == 0 {
			open = " open"
		}
		w.WriteString(`<details class="steps"` + open + "><summary>The diagram in words</summary>\n" + stepsHTML(d.Steps) + "</details>\n")
	}
	w.WriteString("</figure>\n")
	return w.String()
}

// stepsHTML makes nested lists of lines.
func stepsHTML(lines []draw.Line) string {
	var w strings.Builder
	depth := -1
	for _, l := range lines {
		to := min(max(l.Depth, 0), depth+1) // a list cannot open two levels at once
		switch {
		case to > depth:
			w.WriteString("<ol>")
		case to == depth:
			w.WriteString("</li>")
		default:
			for ; depth > to; depth-- {
				w.WriteString("</li></ol>")
			}
			w.WriteString("</li>")
		}
		depth = to
		w.WriteString("<li>" + htmlText(l.Text))
	}
	for ; depth >= 0; depth-- {
		w.WriteString("</li></ol>")
	}
	return w.String()
}

func diagramMarkdown(d *Diagram) string {
	var w strings.Builder
	for _, l := range d.Steps {
		w.WriteString(strings.Repeat("  ", max(l.Depth, 0)) + "- " + md(l.Text) + "\n")
	}
	return w.String()
}
