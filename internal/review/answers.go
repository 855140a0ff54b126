package review

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Answers are what somebody wrote into the page of the checklist and exported from there.
type Answers struct {
	// Policy is the name of the policy that the page was of.
	Policy string
	// List are the answers in the order of their items' names.
	List []Answer
}

// Answer is what somebody wrote to one item.
type Answer struct {
	// Item is the item's name, Answer yes, no or nothing yet, Note what they found.
	Item, Answer, Note string
	// Fingerprint is that of the values that the page showed.
	Fingerprint string
}

// answersFormat is the version of the file that the page writes, and maxAnswers what it keeps at most.
const (
	answersFormat = 1
	maxAnswers    = 2000
)

// ReadAnswers reads a file of answers.
func ReadAnswers(data []byte) (*Answers, error) {
	var file struct {
		Format  int    `json:"tokenbook_answers"`
		Policy  string `json:"policy"`
		Answers map[string]struct {
			Answer      string `json:"answer"`
			Note        string `json:"note"`
			Fingerprint string `json:"fingerprint"`
		} `json:"answers"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("is no file of answers: %w", err)
	}
	switch {
	case d.More():
		return nil, errors.New("is no file of answers: something follows its end")
	case file.Format != answersFormat:
		return nil, fmt.Errorf("has tokenbook_answers %d; this program reads %d", file.Format, answersFormat)
	case len(file.Answers) > maxAnswers:
		return nil, fmt.Errorf("has %d answers; %d are the most", len(file.Answers), maxAnswers)
	}
	out := &Answers{Policy: file.Policy}
	for item, a := range file.Answers {
		if a.Answer != "yes" && a.Answer != "no" && a.Answer != "" {
			return nil, fmt.Errorf("is no file of answers: %s is answered %s, which is neither yes nor no", diag.Quote(item), diag.Quote(a.Answer))
		}
		out.List = append(out.List, Answer{item, a.Answer, a.Note, a.Fingerprint})
	}
	slices.SortFunc(out.List, func(a, b Answer) int { return cmp.Compare(a.Item, b.Item) })
	return out, nil
}

// Taken is what became of answers: the items that are signed now, those that the same person had signed before, and those
// that are not answered with yes.
type Taken struct {
	Signed, Before []string
	No             []Answer
}

// SignAnswers adds a sign-off for each yes of a file of answers to the text of the file of sign-offs. note is taken where
// an answer has none. It takes all or none: an answer that was given for values which have changed is refused, and every
// one of them is named.
func SignAnswers(text string, items []Item, a *Answers, s SignOff, note string) (string, Taken, error) {
	var taken Taken
	var old, unknown, silent []string
	todo := map[*Item]string{}
	var order []*Item
	for _, one := range a.List {
		i := slices.IndexFunc(items, func(item Item) bool { return item.ID == one.Item })
		switch {
		case one.Answer != "yes":
			taken.No = append(taken.No, one)
		case i < 0:
			unknown = append(unknown, one.Item)
		case items[i].Fingerprint() != "" && one.Fingerprint != items[i].Fingerprint():
			old = append(old, one.Item)
		case signedBefore(&items[i], s.By):
			taken.Before = append(taken.Before, one.Item)
		case strings.TrimSpace(one.Note) == "" && note == "":
			silent = append(silent, one.Item)
		default:
			todo[&items[i]] = cmp.Or(strings.TrimSpace(one.Note), note)
			order = append(order, &items[i])
		}
	}
	switch {
	case len(unknown) > 0:
		return "", Taken{}, fmt.Errorf("the checklist has no item %s; the page was of another policy or version", diag.OneOf(unknown))
	case len(old) > 0:
		return "", Taken{}, fmt.Errorf("answered for older values: %s. What they rest on has changed since the page was built; look at them on a new page", strings.Join(old, ", "))
	case len(silent) > 0:
		return "", Taken{}, fmt.Errorf("answered without a note: %s. Say on the page what was looked at, or with --note for all of them", strings.Join(silent, ", "))
	}
	for _, item := range order {
		one := s
		one.Note = todo[item]
		var err error
		if text, err = Sign(text, item, one); err != nil {
			return "", Taken{}, err
		}
		taken.Signed = append(taken.Signed, item.ID)
	}
	return text, taken, nil
}

// signedBefore reports whether somebody's sign-off of an item still holds.
func signedBefore(item *Item, by string) bool {
	now := item.Fingerprint()
	return now != "" && slices.ContainsFunc(item.Signed, func(s SignOff) bool { return s.By == strings.TrimSpace(by) && s.Fingerprint == now })
}
