// Keeps the promise that every kind of picture has its place in the list of diagrams.
package site

import (
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/flow"
)

func TestDiagramKinds(t *testing.T) {
	var listed []string
	for _, k := range diagramKinds {
		listed = append(listed, strings.Fields(k.kinds)...)
	}
	var drawn []string
	for _, k := range flow.Kinds {
		drawn = append(drawn, string(k))
	}
	slices.Sort(listed)
	slices.Sort(drawn)
	if !slices.Equal(listed, drawn) {
		t.Errorf("listed are %q, drawn are %q", listed, drawn)
	}
}
