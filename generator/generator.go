// Package generator makes files for other programs out of a Book: contracts, diagrams, constants, the reviewer's
// checklist and the resolved policy. An emitter is pure: the same Book gives the same bytes.
//
//	all.go                the list of emitters, in the order of the manifest
//	emit_openapi*.go      OpenAPI contracts, one per issuer
//	emit_claims.go        JSON Schemas of the claims of each JWT
//	emit_diagrams.go      D2, SVG and Mermaid for each flow
//	emit_policy.go        policy.json: the resolved policy with effective values and places
//	emit_review.go        the checklist
//	constants*.go         what code can import, in no language
//	reference.go          what the decisions that code imports mean, once; vectors.go: their boundary cases
//	export_<language>.go  one language each; export_data.go: data formats
package generator

import (
	"cmp"
	"slices"

	"github.com/tokenbook/tokenbook/internal/book"
)

// File is one generated file: a path relative to the output folder, with slashes, and its bytes.
type File struct {
	Path string
	Data []byte
}

// Emitter makes one kind of file.
type Emitter struct {
	// Name says what it makes, for progress and errors.
	Name string
	// Emit makes the files. Its error is the tool's own trouble, never the policy's.
	Emit func(*book.Book) ([]File, error)
}

// SortFiles puts files into their one order.
func SortFiles(files []File) {
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
}
