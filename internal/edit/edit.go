// Package edit changes the text of a policy without disturbing the rest: comments, order, blank lines and quotes stay.
//
//	edit.go     Apply: changes to a file, each kept or refused
//	place.go    where a node begins and ends in the text
//	tree.go     what a text says, to see that nothing else changed
//	read.go     Read: files of the tool's own, such as sign-offs
//	format*.go  Format: white space in one style; scan takes a text apart, layout puts it together, columns lines up
//
// A change that would alter anything that it does not name is refused, with the reason.
package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Refused is a change that was not made, and why.
type Refused struct {
	Change diag.Change
	Reason error
}

// Apply makes changes of one file, in the order given. ShortOf says which key a short form stands for: for the path of a
// structure that is written as a plain value it returns the key whose value that is; empty where there is none. The text
// that comes back says the same as before but for what the changes name.
func Apply(text string, changes []diag.Change, shortOf func(path string) string) (string, []Refused) {
	var refused []Refused
	// The last place first, so that the places of the others stay where they are.
	order := slices.Clone(changes)
	slices.SortStableFunc(order, func(a, b diag.Change) int {
		if a.At.Start.Line != b.At.Start.Line {
			return b.At.Start.Line - a.At.Start.Line
		}
		return b.At.Start.Column - a.At.Start.Column
	})
	for _, c := range order {
		changed, err := one(text, c, shortOf)
		if err == nil {
			err = onlyNamed(text, changed, c)
		}
		if err != nil {
			refused = append(refused, Refused{c, err})
			continue
		}
		text = changed
	}
	return text, refused
}

func one(text string, c diag.Change, shortOf func(string) string) (string, error) {
	doc, err := parse(text)
	if err != nil {
		return "", err
	}
	switch c.Op {
	case diag.Replace:
		n, err := doc.at(c.At.Start)
		if err != nil {
			return "", err
		}
		return doc.replace(n, c.Text)
	case diag.Append:
		n, err := doc.at(c.At.Start)
		if err != nil {
			return "", err
		}
		return doc.appendTo(n, c.Text)
	case diag.Remove:
		return doc.remove(c.At.Start)
	case diag.Insert:
		return doc.insert(strings.Split(c.Path, "."), c.Text, shortOf)
	}
	return "", fmt.Errorf("there is no such change")
}

var (
	errAlias = errors.New("the place is an alias, whose text serves other settings too")
	errLines = errors.New("the text goes over several lines; change it by hand")
	errGone  = errors.New("the place is not there any more")
)
