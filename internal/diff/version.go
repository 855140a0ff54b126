package diff

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Step is a part of a version number.
type Step uint8

// The steps, from the smallest.
const (
	NoStep Step = iota
	Patch
	Minor
	Major
)

var stepNames = []string{"none", "patch", "minor", "major"}

// String is the step's word.
func (s Step) String() string { return stepNames[s] }

// Bump is what changes ask of a policy's version number.
type Bump struct {
	// Needed is the step that they ask for; Because the sentence.
	Needed  Step
	Because string
	// Old and New are the numbers written; Least is the lowest that would do, empty where nothing is asked for.
	Old, New, Least specs.Version
	// Enough is true where the number written is high enough.
	Enough bool
}

// mostNamed is how many names a sentence lists.
const mostNamed = 5

// bump works out the version number that the changes ask for: a new major one where something breaks or a name that
// services import goes, a new minor one where something is risky, weaker or new, else a patch.
func (d *Diff) bump() Bump {
	b := Bump{New: d.New.Policy.Version.V, Enough: true}
	if d.Old == nil {
		b.Because = "There was no policy before."
		return b
	}
	b.Old = d.Old.Policy.Version.V
	breaking, others := 0, 0
	for i := range d.Changes {
		c := &d.Changes[i]
		switch {
		case c.Impact() == Breaking:
			breaking++
		case c.Impact() == Risky, c.Security == Weaker, !c.Words && !c.told() && (c.Kind == Added || c.Kind == Stated):
			others++
		}
	}
	switch {
	case breaking > 0:
		b.Needed, b.Because = Major, fmt.Sprintf("%s.", counted(breaking, "change breaks", "changes break"))
	case len(d.Lost) > 0:
		b.Needed, b.Because = Major, fmt.Sprintf("%s: %s.", counted(len(d.Lost), "name that services import goes or is another thing", "names that services import go or are other things"), someOf(d.Lost))
	case others > 0:
		b.Needed, b.Because = Minor, fmt.Sprintf("%s something new, risky or weaker; nothing breaks.", counted(others, "change brings", "changes bring"))
	case len(d.Gained) > 0:
		b.Needed, b.Because = Minor, fmt.Sprintf("%s: %s.", counted(len(d.Gained), "name that services import is new", "names that services import are new"), someOf(d.Gained))
	case len(d.Changes) > 0:
		b.Needed, b.Because = Patch, "Nothing that a program could notice changes."
	default:
		b.Because = "No value differs."
		return b
	}
	if b.Least = next(b.Old, b.Needed); b.Least != "" {
		b.Enough = b.New.Compare(b.Least) >= 0
	}
	return b
}

// told reports whether a change is an entry about changes: telling of one brings nothing new by itself.
func (c *Change) told() bool {
	return c.Pattern == "changes" || strings.HasPrefix(c.Pattern, "changes.")
}

// someOf lists names, the first few of many.
func someOf(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
}

// next is the version after another. Before 1.0.0 a breaking change asks for a minor step, as semantic versioning allows.
func next(v specs.Version, s Step) specs.Version {
	var major, minor, patch int
	if n, err := fmt.Sscanf(string(v), "%d.%d.%d", &major, &minor, &patch); err != nil || n != 3 {
		return ""
	}
	if major == 0 && s == Major {
		s = Minor
	}
	switch s {
	case Major:
		return specs.Version(fmt.Sprintf("%d.0.0", major+1))
	case Minor:
		return specs.Version(fmt.Sprintf("%d.%d.0", major, minor+1))
	case Patch:
		return specs.Version(fmt.Sprintf("%d.%d.%d", major, minor, patch+1))
	case NoStep:
	}
	return v
}

// counted is a number with its words.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
