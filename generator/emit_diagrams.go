package generator

import (
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/flow"
)

// Picture is a flow as SVG, for a page and as a file of its own.
type Picture struct {
	flow.Flow
	// Inline goes into a page that has draw.StyleSheet and the font; Standalone has both in it.
	Inline, Standalone []byte
}

// Pictures draws every flow of the policy, in the order of flow.Flows, with a number of workers (at least one) and a
// cache that may be nil. The bytes depend on neither. The error joins those of all pictures that failed; it is the
// tool's own trouble, never the policy's.
func Pictures(b *book.Book, workers int, cache draw.Cache) ([]Picture, error) {
	return PicturesBy(b, draw.NewCrew(workers, cache))
}

// PicturesBy is Pictures, drawn by a crew that may have drawn before.
func PicturesBy(b *book.Book, crew *draw.Crew) ([]Picture, error) {
	flows := flow.Flows(b)
	models := make([]draw.Model, len(flows))
	for i := range flows {
		models[i] = flows[i].Model
	}
	drawings, err := crew.RenderAll(models)
	if err != nil {
		return nil, err
	}
	pictures := make([]Picture, len(flows))
	for i, d := range drawings {
		pictures[i] = Picture{Flow: flows[i], Inline: d.Inline, Standalone: d.Standalone}
	}
	return pictures, nil
}

// DiagramFiles are the files of pictures that are drawn already: each flow as D2 text, as Mermaid text, and as an SVG that
// stands alone.
func DiagramFiles(pictures []Picture) []File {
	files := make([]File, 0, 3*len(pictures))
	for _, p := range pictures {
		base := "diagrams/" + p.ID
		files = append(files,
			File{Path: base + ".d2", Data: []byte(p.Model.D2())},
			File{Path: base + ".mmd", Data: []byte(p.Model.Mermaid())},
			File{Path: base + ".svg", Data: p.Standalone},
		)
	}
	SortFiles(files)
	return files
}
