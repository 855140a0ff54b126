package edit

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// replace puts a text in place of a value.
func (d *document) replace(f found, text string) (string, error) {
	line, from, to, err := d.extent(f.node)
	if err != nil {
		return "", err
	}
	return d.splice(line, from, to, text), nil
}

// appendTo adds an item to a list; a plain value becomes a list of two.
func (d *document) appendTo(f found, item string) (string, error) {
	n := f.node
	switch {
	case n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle != 0:
		line, from, to, err := d.extent(n)
		if err != nil {
			return "", err
		}
		separator := ", "
		if strings.TrimSpace(string(d.lines[line][from+1:to-1])) == "" {
			separator = ""
		}
		return d.splice(line, to-1, to-1, separator+item), nil
	case n.Kind == yaml.SequenceNode:
		last := n.Content[len(n.Content)-1]
		return d.after(lastLine(last), strings.Repeat(" ", n.Column-1)+"- "+item), nil
	case n.Kind == yaml.ScalarNode:
		line, from, to, err := d.extent(n)
		if err != nil {
			return "", err
		}
		return d.splice(line, from, to, "["+string(d.lines[line][from:to])+", "+item+"]"), nil
	}
	return "", fmt.Errorf("there is no list at this place")
}

// remove takes away a list item.
func (d *document) remove(p diag.Position) (string, error) {
	f, err := d.at(p)
	if err != nil {
		return "", err
	}
	if f.holder == nil || f.holder.Kind != yaml.SequenceNode || len(f.holder.Content) < 2 {
		return "", fmt.Errorf("it is not one of several list items")
	}
	line, from, to, err := d.extent(f.node)
	if err != nil {
		return "", err
	}
	text := d.lines[line]
	if f.holder.Style&yaml.FlowStyle == 0 { // `- item` on a line of its own
		before := strings.TrimSpace(string(text[:from]))
		after := strings.TrimSpace(string(text[to:]))
		if before != "-" || after != "" && !strings.HasPrefix(after, "#") {
			return "", errLines
		}
		d.lines = append(d.lines[:line:line], d.lines[line+1:]...)
		return d.text(), nil
	}
	skip := func(i, by int) int {
		for i >= 0 && i < len(text) && text[i] == ' ' {
			i += by
		}
		return i
	}
	if next := skip(to, 1); next < len(text) && text[next] == ',' {
		return d.splice(line, from, skip(next+1, 1), ""), nil
	}
	if previous := skip(from-1, -1); previous >= 0 && text[previous] == ',' {
		return d.splice(line, previous, to, ""), nil
	}
	return "", errLines
}

// insert states a silent setting; what holds it is made where it is missing.
func (d *document) insert(path []string, text string, shortOf func(string) string) (string, error) {
	holder, depth := d.root, 0
	var at found
walk:
	for depth < len(path) {
		if holder.Kind != yaml.MappingNode {
			break
		}
		for take := len(path) - depth; take > 0; take-- { // a name may hold dots
			for i := 0; i+1 < len(holder.Content); i += 2 {
				if holder.Content[i].Value == strings.Join(path[depth:depth+take], ".") {
					at = found{holder.Content[i+1], holder, holder.Content[i]}
					holder, depth = holder.Content[i+1], depth+take
					continue walk
				}
			}
		}
		break
	}
	if depth == len(path) {
		return "", fmt.Errorf("it is stated already")
	}
	rest := path[depth:]
	for i := len(rest) - 1; i > 0; i-- {
		text = "{" + rest[i] + ": " + text + "}"
	}
	entry := rest[0] + ": " + text
	switch {
	case holder.Kind == yaml.AliasNode:
		return "", errAlias
	case holder.Kind == yaml.MappingNode && holder.Style&yaml.FlowStyle != 0:
		line, from, to, err := d.extent(holder)
		if err != nil {
			return "", err
		}
		separator := ", "
		if strings.TrimSpace(string(d.lines[line][from+1:to-1])) == "" {
			separator = ""
		}
		return d.splice(line, to-1, to-1, separator+entry), nil
	case holder.Kind == yaml.MappingNode && len(holder.Content) > 0:
		return d.after(lastLine(holder), strings.Repeat(" ", holder.Content[0].Column-1)+entry), nil
	case at.node != nil && (holder.Kind == yaml.ScalarNode || holder.Style&yaml.FlowStyle != 0):
		short := shortOf(strings.Join(path[:depth], "."))
		if short == "" {
			return "", fmt.Errorf("%s is written as a plain value; write it out first", strings.Join(path[:depth], "."))
		}
		line, from, to, err := d.extent(holder)
		if err != nil {
			return "", err
		}
		return d.splice(line, from, to, "{"+short+": "+string(d.lines[line][from:to])+", "+entry+"}"), nil
	}
	return "", errLines
}
