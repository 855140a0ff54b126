// Package draw makes pictures of token lifecycles. It knows nothing of the
// policy format: it takes a small typed model and gives the same picture four
// times, as D2 text, as Mermaid text, as SVG and as plain lines for readers
// who cannot or do not want to see it.
//
//	Sequence ─┐            ┌─ D2()       text a person may edit and re-render
//	          ├─ Model ────┼─ Mermaid()  text that Git hosts draw themselves
//	Machine  ─┘            ├─ Text()     ordered lines, the whole wording
//	                       └─ Renderer.SVG, RenderAll
//
// Read model.go first. SVG goes by way of the D2 text and the D2 library,
// without its own page, its fonts and its layout engines:
//
//	D2 text ─compile→ graph ─style.go→ sizes ─D2's lanes + stack.go, or layered.go→ places
//	        ─d2svg→ bare shapes ─trim.go→ short ids and classes ─frame.go→ one <svg> with
//	        title and description ─scan.go→ allow list, or an error
//
// A page with Inline pictures also needs StyleSheet and the font, once.
//
// Everything here is pure: same model, same bytes, for any number of workers.
// Whatever leans on the inner parts of D2 is in this package and nowhere else;
// golden_test.go notices when an update of D2 changes them.
package draw
