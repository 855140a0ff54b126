package edit

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Node is a value of a small YAML file of the tool's own, with its place.
type Node struct {
	At diag.Position
	// Text is a plain value; Keys are those of a mapping, whose values are in Items as those of a list are.
	Text  string
	Keys  []string
	Items []Node
	// Plain, List and Flow say what it is; neither Plain nor List is a mapping. Flow is a list or mapping in brackets.
	Plain, List, Flow bool
}

// The most that Read takes: more than any file that this tool writes by hand of a team.
const (
	maxRead      = 16 << 20 // bytes
	maxReadDepth = 16
)

// Get is the value of a key of a mapping, or nil.
func (n *Node) Get(key string) *Node {
	for i, k := range n.Keys {
		if k == key {
			return &n.Items[i]
		}
	}
	return nil
}

// Read reads a YAML file without giving its values a meaning: every plain value is text. Aliases, tags, a key that is written
// twice and deep nesting are errors, as is more than one document.
func Read(text string) (*Node, error) {
	if len(text) > maxRead {
		return nil, fmt.Errorf("it has %d bytes; %d are the most", len(text), maxRead)
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var doc, more yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("it is not YAML: %w", err)
	}
	if decoder.Decode(&more) == nil {
		return nil, fmt.Errorf("line %d: a second document begins", more.Line)
	}
	n, err := readNode(doc.Content[0], 0)
	return &n, err
}

func readNode(y *yaml.Node, depth int) (Node, error) {
	n := Node{At: diag.Position{Line: y.Line, Column: y.Column}, Flow: y.Style&yaml.FlowStyle != 0}
	switch {
	case depth > maxReadDepth:
		return n, fmt.Errorf("line %d: it is nested more than %d deep", y.Line, maxReadDepth)
	case y.Kind == yaml.AliasNode || y.Anchor != "" || y.Style&yaml.TaggedStyle != 0:
		return n, fmt.Errorf("line %d: anchors, aliases and tags have no meaning here", y.Line)
	case y.Kind == yaml.ScalarNode:
		n.Plain, n.Text = true, y.Value
		return n, nil
	}
	n.List = y.Kind == yaml.SequenceNode
	seen := map[string]bool{}
	for i := 0; i < len(y.Content); i++ {
		if !n.List {
			key := y.Content[i]
			if key.Kind != yaml.ScalarNode || seen[key.Value] {
				return n, fmt.Errorf("line %d: a key is written twice, or is no word", key.Line)
			}
			seen[key.Value] = true
			n.Keys = append(n.Keys, key.Value)
			i++
		}
		item, err := readNode(y.Content[i], depth+1)
		if err != nil {
			return n, err
		}
		n.Items = append(n.Items, item)
	}
	return n, nil
}
