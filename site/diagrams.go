package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
)

// makeBlocks prepares the blocks of all diagrams.
func (b *builder) makeBlocks() {
	for i := range b.inputs.Diagrams {
		d := &b.inputs.Diagrams[i]
		b.diagramAt = append(b.diagramAt, len(b.blocks))
		b.blocks = append(b.blocks, block{html: diagramHTML(d), markdown: diagramMarkdown(d)})
		b.hasDrawing = b.hasDrawing || len(d.SVG) > 0
	}
}

// blockMark is the mark of a block on a line of its own.
func blockMark(number int) Markdown { return "\n" + mark(markBlock, itoa(number)) + "\n" }

// addBlock keeps a block made while a template runs.
func (b *builder) addBlock(html, markdown string) Markdown {
	b.blocks = append(b.blocks, block{html, markdown})
	return blockMark(len(b.blocks) - 1)
}

// diagrams are the pictures of some kinds, each with its title as a heading; with a token only those about it, with
// "" those of every token. No kind means all.
func (b *builder) diagrams(token string, kinds ...string) Markdown {
	var out strings.Builder
	for i := range b.inputs.Diagrams {
		d := &b.inputs.Diagrams[i]
		if len(kinds) > 0 && !slices.Contains(kinds, d.Kind) || token != "" && !slices.Contains(d.Tokens, token) {
			continue
		}
		out.WriteString("\n### " + md(d.Title) + " " + string(mark(markAnchor, anchorID("diagram", d.ID))) + "\n")
		out.WriteString(string(blockMark(b.diagramAt[i])))
	}
	return Markdown(out.String())
}

func diagramHTML(d *Diagram) string {
	var w strings.Builder
	w.WriteString(`<figure class="diagram">` + "\n")
	if len(d.SVG) > 0 {
		w.WriteString(`<div class="diagram-scroll" tabindex="0" role="group" aria-label="` + attr("Diagram: "+d.Title) + `">`)
		w.Write(d.SVG)
		w.WriteString("</div>\n")
	}
	if len(d.Steps) > 0 {
		open := ""
		if len(d.SVG) == 0 {
			open = " open"
		}
		w.WriteString(`<details class="steps"` + open + "><summary>The diagram in words</summary>\n" + stepsHTML(d.Steps) + "</details>\n")
	}
	if d.Description != "" {
		w.WriteString("<figcaption>" + htmlText(d.Description) + "</figcaption>\n")
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
	if d.Description != "" {
		w.WriteString(md(d.Description) + "\n\n")
	}
	for _, l := range d.Steps {
		w.WriteString(strings.Repeat("  ", max(l.Depth, 0)) + "- " + md(l.Text) + "\n")
	}
	return w.String()
}
