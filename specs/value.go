package specs

import (
	"reflect"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// State says what a setting states. Silence is not zero: a policy that leaves a setting out has not chosen a value.
type State uint8

// The states of a setting.
const (
	Silent    State = iota // not written
	None                   // written as none: there is stated to be no such thing
	Undecided              // written as undecided: an open question of the policy itself
	Set                    // written with a value
)

var stateNames = []string{"silent", "none", "undecided", "set"}

// String is the state's word.
func (s State) String() string { return stateNames[s] }

// Mark is where and how a setting was stated. Every structure of the format begins with one.
type Mark struct {
	State State
	At    diag.Span
	// Via are the places it came through or replaced: a base policy's value, an alias.
	Via []diag.Span
	// Note is what an author wrote beside the value.
	Note *Note
}

func (m *Mark) mark() *Mark { return m }

// Stated reports whether anything at all was written: a value, none, or undecided.
func (m *Mark) Stated() bool { return m.State != Silent }

// IsSet reports whether a value was written.
func (m *Mark) IsSet() bool { return m.State == Set }

// Because is the reason that stands beside the value, or empty.
func (m *Mark) Because() Prose {
	if m.Note == nil {
		return ""
	}
	return m.Note.Because.V
}

// marked is anything that carries a Mark.
type marked interface{ mark() *Mark }

// Note is what may be written beside any value: `{is: 365d, because: …, force: guaranteed}`. Structures take the
// same keys directly.
type Note struct {
	// Because is the reason for the value.
	Because Value[Prose] `yaml:"because" req:"LIF-2 TYP-10"`
	// Source names an entry of `sources` that the value was read from.
	Source Value[SourceID] `yaml:"source" req:"PRV-5"`
	// Force says how binding the value is: a guarantee, a requirement, advice, or something merely observed. Limits are judged on guarantees.
	Force Value[Force] `yaml:"force"`
	// Stated is the wording of the source where it differs from the value, such as "6 months".
	Stated Value[string] `yaml:"stated"`
	// Stable is false where readers must expect the value to change without notice.
	Stable Value[bool] `yaml:"stable"`
	// Was is the value before the last change.
	Was Value[Raw] `yaml:"was"`
	// But lists values that other sources give for the same setting.
	But List[Contradiction] `yaml:"but"`
}

// Contradiction is what another source says of the same setting.
type Contradiction struct {
	Mark
	// Says is the value that the other source gives.
	Says Value[Raw] `yaml:"says,short"`
}

// Section is a Mark for structures whose settings may differ: each may have `variants`, and a policy that extends
// another merges them setting by setting. Structures with a bare Mark are values and are replaced whole.
type Section struct {
	Mark
	Variants []Variant
}

func (s *Section) section() *Section { return s }

// sectioned is any structure that may have variants.
type sectioned interface{ section() *Section }

// Variant is the one override mechanism: under a condition, some settings of a section have other values.
type Variant struct {
	Mark
	// ID names the variant, so that another can beat it and a policy that extends this one can replace it.
	ID Value[string]
	// When is the condition: all axes must hold.
	When Selector
	// Beats lists variants of the same section that this one wins over where neither condition implies the other.
	Beats Values[string]
	// Sets are the settings it replaces, in the order written.
	Sets []Replacement
}

// Replacement is one setting that a variant replaces: whole, or one leaf by a dotted key.
type Replacement struct {
	Path []string // relative to the section
	At   diag.Span
	V    reflect.Value // of the setting's own type
}

// Value is a setting with one typed value.
type Value[T any] struct {
	Mark
	V T
}

// Or is the value where one was set, and otherwise the fallback.
func (v *Value[T]) Or(fallback T) T {
	if v.State == Set {
		return v.V
	}
	return fallback
}

// List is a setting with several values in an order. A list of one may be written without brackets.
type List[T any] struct {
	Mark
	Items []T
}

// Values is a list of plain values, each with its place.
type Values[T any] = List[Value[T]]

// Plain is the values of a list without their places; stated none yields none.
func Plain[T any](l Values[T]) []T {
	var out []T
	for _, v := range l.Items {
		if v.State == Set {
			out = append(out, v.V)
		}
	}
	return out
}

// Has reports whether a list holds a value.
func Has[T comparable](l Values[T], v T) bool {
	for _, item := range l.Items {
		if item.State == Set && item.V == v {
			return true
		}
	}
	return false
}

// Entry is one named member of a Map.
type Entry[T any] struct {
	ID string
	At diag.Span // the key
	V  T
}

// Map is a collection of named things, in the order written.
type Map[T any] struct {
	Mark
	Entries []Entry[T]
}

// Get returns the entry of that name, or nil.
func (m *Map[T]) Get(id string) *T {
	for i := range m.Entries {
		if m.Entries[i].ID == id {
			return &m.Entries[i].V
		}
	}
	return nil
}

// IDs are the names in the order written. An entry that is stated to be none, as a policy does with one of its base, is
// not there.
func (m *Map[T]) IDs() []string {
	out := make([]string, 0, len(m.Entries))
	for i := range m.Entries {
		if e, ok := any(&m.Entries[i].V).(marked); !ok || e.mark().State != None {
			out = append(out, m.Entries[i].ID)
		}
	}
	return out
}

// Len is the number of entries.
func (m *Map[T]) Len() int { return len(m.Entries) }
