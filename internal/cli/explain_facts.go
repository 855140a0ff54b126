package cli

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// factView is a subject of explain that concerns the whole policy; it takes from least to most further arguments.
type factView struct {
	least, most int
	show        func(f *factPage, args []string) error
}

// factViews are the subjects. No path of a setting begins with one of these words.
var factViews = map[string]factView{
	"exposure": {0, 1, (*factPage).exposure},
	"keys":     {0, 0, (*factPage).keys},
	"races":    {0, 0, (*factPage).races},
	"error":    {0, 1, (*factPage).error},
}

// factPage is one answer of explain about a whole policy.
type factPage struct {
	world World
	style diag.Style
	in    *input
	facts *analysis.Facts
}

// line prints a line. Text of the policy is made harmless for terminals.
func (f *factPage) line(format string, args ...any) {
	for i, a := range args {
		switch v := a.(type) {
		case string:
			args[i] = escape.Terminal(v)
		case diag.Span:
			args[i] = f.place(v)
		}
	}
	fmt.Fprintf(f.world.Stdout, format+"\n", args...)
}

// bold prints a heading.
func (f *factPage) bold(format string, args ...any) {
	fmt.Fprint(f.world.Stdout, f.style.Bold)
	f.line(format+f.style.Reset, args...)
}

// place is how a reader finds a place.
func (f *factPage) place(at diag.Span) string {
	at.File = f.in.name(at.File)
	return at.String()
}

// head prints what the page is about.
func (f *factPage) head(text string) {
	p := f.in.policy
	day := ""
	if !p.Date.IsZero() {
		day = ", on " + p.Date.String()
	}
	f.bold("%s", p.Policy.Title.V+day+": "+text)
}

// selections names the choices that something holds for.
func selections(list []specs.Selection) string {
	var parts []string
	for i, s := range list {
		if i == 4 && len(list) > 5 {
			return strings.Join(parts, "; ") + fmt.Sprintf("; and %d more", len(list)-i)
		}
		parts = append(parts, analysis.SelectionText(s))
	}
	return strings.Join(parts, "; ")
}

// missing says what is not stated.
func (f *factPage) missing(indent string, paths []string) {
	for _, path := range paths {
		f.line("%snot stated: %s", indent, path)
	}
}
