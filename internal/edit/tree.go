package edit

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// onlyNamed compares what two texts say: they may differ at the setting that the change names and in what lies inside it;
// where a short form had to be written out, in what stood there.
func onlyNamed(before, after string, c diag.Change) error {
	was, err := says(before)
	if err != nil {
		return err
	}
	is, err := says(after)
	if err != nil {
		return err
	}
	doc, err := parse(before)
	if err != nil {
		return err
	}
	named := c.Path
	if c.Op != diag.Insert {
		f, err := doc.at(c.At.Start)
		if err != nil {
			return err
		}
		named = pathOf(doc.root, f.node, "")
		if c.Op == diag.Remove {
			named = named[:strings.LastIndex(named, "\x00")]
		}
	} else {
		named = "\x00" + strings.ReplaceAll(named, ".", "\x00")
	}
	holder := named[:max(0, strings.LastIndex(named, "\x00"))]
	_, short := was[holder] // a plain value is written out as what it stands for
	short = short && c.Op == diag.Insert
	for path, value := range was {
		if now, ok := is[path]; ok && now == value || within(path, named) || short && within(path, holder) {
			continue
		}
		return fmt.Errorf("it would change %s as well", strings.ReplaceAll(strings.TrimPrefix(path, "\x00"), "\x00", "."))
	}
	for path := range is {
		if _, ok := was[path]; !ok && !within(path, named) && !(short && within(path, holder)) {
			return fmt.Errorf("it would state %s as well", strings.ReplaceAll(strings.TrimPrefix(path, "\x00"), "\x00", "."))
		}
	}
	return nil
}

// within reports whether a path is the named one or lies inside it. Names may hold dots, which are taken for separators on
// both sides.
func within(path, named string) bool {
	p, n := strings.ReplaceAll(path, ".", "\x00"), strings.ReplaceAll(named, ".", "\x00")
	return p == n || strings.HasPrefix(p, n+"\x00")
}

// says is every plain value of a text by its path.
func says(text string) (map[string]string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fmt.Errorf("the text would not be YAML any more: %w", err)
	}
	out := map[string]string{}
	if len(doc.Content) > 0 {
		flatten(doc.Content[0], "", out)
	}
	return out, nil
}

func flatten(n *yaml.Node, path string, out map[string]string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			flatten(n.Content[i+1], path+"\x00"+n.Content[i].Value, out)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			flatten(c, path+"\x00"+strconv.Itoa(i), out)
		}
	case yaml.AliasNode:
		out[path] = "*" + n.Value
	case yaml.ScalarNode, yaml.DocumentNode:
		out[path] = n.Tag + " " + n.Value
	}
}

// pathOf is the path of a node; empty where it is not in the tree.
func pathOf(n, want *yaml.Node, path string) string {
	if n == want {
		return path
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if p := pathOf(n.Content[i+1], want, path+"\x00"+n.Content[i].Value); p != "" {
				return p
			}
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			if p := pathOf(c, want, path+"\x00"+strconv.Itoa(i)); p != "" {
				return p
			}
		}
	case yaml.ScalarNode, yaml.AliasNode, yaml.DocumentNode:
	}
	return ""
}
