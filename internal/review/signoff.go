package review

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/specs"
)

// SignOff is one person's answer to one item.
type SignOff struct {
	// Item is the item's ID.
	Item string
	// By is who answered, On the day, as YYYY-MM-DD; Version is that of the policy on that day.
	By, On, Version string
	// Note is what they found.
	Note string
	// Fingerprint is the digest of Rests, the values that the answer rests on.
	Fingerprint string
	Rests       []Rest
}

// FileFor is the name of the file of sign-offs that stands beside a policy: policy.reviews.yaml beside policy.yaml.
func FileFor(policy string) string {
	return strings.TrimSuffix(policy, path.Ext(policy)) + ".reviews.yaml"
}

// The most of what one sign-off may say, in characters.
const (
	maxName = 100
	maxNote = 2000
)

// fileFormat is the version of the layout of the file of sign-offs.
const fileFormat = "1"

// The keys of the file.
const (
	keyFormat      = "tokenbook_reviews"
	keySigned      = "signed"
	keyItem        = "item"
	keyBy          = "by"
	keyOn          = "on"
	keyVersion     = "version"
	keyNote        = "note"
	keyFingerprint = "fingerprint"
	keyRests       = "rests"
)

// FileError is what is wrong with a file of sign-offs.
type FileError struct {
	At      diag.Position
	Problem string
}

// Error says what is wrong, and in which line.
func (e *FileError) Error() string {
	if e.At.Line == 0 {
		return e.Problem
	}
	return fmt.Sprintf("line %d: %s", e.At.Line, e.Problem)
}

// ReadSignOffs reads the file in which people sign, in its order; the empty text has none. An error is a *FileError, and
// comes without sign-offs: a file that cannot be read whole proves nothing.
func ReadSignOffs(text string) ([]SignOff, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	list, err := signedList(text)
	if err != nil {
		return nil, err
	}
	var out []SignOff
	for i := range list.Items {
		s, err := readSignOff(&list.Items[i])
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// ByDay parts sign-offs into those up to a day, which count, and those dated after it, which prove nothing: nobody has
// looked at anything tomorrow. By the zero day all count.
func ByDay(all []SignOff, today specs.Date) (count, ahead []SignOff) {
	for _, s := range all {
		if !today.IsZero() && s.On > today.String() {
			ahead = append(ahead, s)
		} else {
			count = append(count, s)
		}
	}
	return count, ahead
}

// signedList finds the list of sign-offs.
func signedList(text string) (*edit.Node, error) {
	root, err := edit.Read(text)
	if err != nil {
		return nil, &FileError{Problem: err.Error()}
	}
	wrong := func(n *edit.Node, format string, args ...any) (*edit.Node, error) {
		return nil, &FileError{n.At, fmt.Sprintf(format, args...)}
	}
	if root.Plain || root.List {
		return wrong(root, "the file has to begin with %s: %s", keyFormat, fileFormat)
	}
	for i, key := range root.Keys {
		if key != keyFormat && key != keySigned {
			return wrong(&root.Items[i], "there is no key %s here; there are %s and %s", diag.Quote(key), keyFormat, keySigned)
		}
	}
	if format := root.Get(keyFormat); format == nil || format.Text != fileFormat {
		return wrong(root, "%s has to be %s; a newer tokenbook may have written this", keyFormat, fileFormat)
	}
	list := root.Get(keySigned)
	if list == nil || !list.List {
		return wrong(root, "%s has to be a list", keySigned)
	}
	return list, nil
}

func readSignOff(n *edit.Node) (SignOff, error) {
	s := SignOff{}
	fields := map[string]*string{keyItem: &s.Item, keyBy: &s.By, keyOn: &s.On, keyVersion: &s.Version, keyNote: &s.Note, keyFingerprint: &s.Fingerprint}
	if n.Plain || n.List {
		return s, &FileError{n.At, "a sign-off has to be a mapping"}
	}
	for i, key := range n.Keys {
		v := &n.Items[i]
		switch into := fields[key]; {
		case key == keyRests && !v.Plain && !v.List:
			for k, name := range v.Keys {
				if !v.Items[k].Plain {
					return s, &FileError{v.Items[k].At, "a value that an answer rests on has to be plain text"}
				}
				s.Rests = append(s.Rests, Rest{name, v.Items[k].Text})
			}
		case into == nil || !v.Plain:
			return s, &FileError{v.At, "a sign-off has no " + diag.Quote(key) + " of this kind"}
		default:
			*into = v.Text
		}
	}
	_, dayErr := time.Parse(time.DateOnly, s.On)
	switch {
	case s.Item == "" || strings.TrimSpace(s.By) == "":
		return s, &FileError{n.At, "a sign-off needs the item and who signs"}
	case dayErr != nil:
		return s, &FileError{n.At, "a sign-off needs its day, such as 2027-01-31"}
	case s.Fingerprint != fingerprint(s.Rests):
		return s, &FileError{n.At, "the values of " + s.Item + " and their fingerprint do not belong together: the file was changed by hand, or a merge went wrong; sign the item again and remove this entry"}
	}
	return s, nil
}
