package generator

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// exportKind is what a value is, in no language.
type exportKind int

// The kinds of value.
const (
	kindSilent  exportKind = iota // there is no value; Word says why
	kindText                      // a string
	kindTexts                     // strings in an order
	kindNumber                    // a whole number
	kindShare                     // a share of a whole, from 0 to 1
	kindTruth                     // true or false
	kindExtent                    // an amount of time, or a word where there is no end
	kindMember                    // a member of the enumeration Of
	kindMembers                   // several of them
	kindRecord                    // a record of type Of
)

// Why there is no value. The first is the zero value.
const (
	silentWord     = "not specified"
	noneWord       = "none"
	undecidedWord  = "undecided"
	unresolvedWord = "unresolved" // stated in a way that gives no number before run time
)

// exportValue is a value of a setting.
type exportValue struct {
	Kind exportKind
	// Of names the enumeration or the record.
	Of string
	// Word says why there is no value, for kindSilent, and is the word of an extent that is no length of time.
	Word   string
	Text   string
	Texts  []string
	Number int64
	Share  float64
	Truth  bool
	Time   specs.Duration // of an extent without a Word
	Fields []exportField
}

// exportField is one field of a record with its value; a field that the policy does not state is left out.
type exportField struct {
	Name  string
	Value exportValue
}

// Is reports whether there is a value.
func (v exportValue) Is() bool { return v.Kind != kindSilent }

// equal reports whether two values would be written alike.
func (v exportValue) equal(w exportValue) bool { return fmt.Sprintf("%#v", v) == fmt.Sprintf("%#v", w) }

func textValue(s string) exportValue     { return exportValue{Kind: kindText, Text: s} }
func numberValue(n int64) exportValue    { return exportValue{Kind: kindNumber, Number: n} }
func silentValue(w string) exportValue   { return exportValue{Kind: kindSilent, Word: w} }
func extentWord(word string) exportValue { return exportValue{Kind: kindExtent, Word: word} }

func timeValue(d specs.Duration) exportValue { return exportValue{Kind: kindExtent, Time: d} }

func extentValue(e specs.Extent) exportValue {
	if e.Kind != specs.Finite {
		return extentWord(e.String())
	}
	return timeValue(e.D)
}

// stateWords say why a setting has no value.
var stateWords = map[specs.State]string{specs.Silent: silentWord, specs.None: noneWord, specs.Undecided: undecidedWord}

// whySilent says why a setting has no value. What is silent inside something that is stated to be none is none too.
func whySilent(p *specs.Policy, path string, state specs.State, sel specs.Selection) string {
	for state == specs.Silent {
		i := strings.LastIndexByte(path, '.')
		if i < 0 {
			break
		}
		path = path[:i]
		switch above := p.EffectiveState(path, sel); above {
		case specs.None, specs.Undecided:
			return stateWords[above]
		case specs.Set:
			return silentWord
		case specs.Silent:
		}
	}
	return stateWords[state]
}

// exportSetting is a setting that is exported: as a constant where path is whole, as a field of a record where path
// goes on from an entry.
type exportSetting struct {
	name  string
	path  string
	about string // continues "<Name> is"
	kind  exportKind
	of    string
	read  func(p *specs.Policy, path string, sel specs.Selection) exportValue
}

// plain is a setting with one value of type T.
func plain[T any](kind exportKind, name, path, about string, value func(T) exportValue) exportSetting {
	return exportSetting{name: name, path: path, about: about, kind: kind,
		read: func(p *specs.Policy, path string, sel specs.Selection) exportValue {
			v, _, _ := specs.Effective[specs.Value[T]](p, path, sel)
			if !v.IsSet() {
				return silentValue(whySilent(p, path, v.State, sel))
			}
			return value(v.V)
		}}
}

// list is a setting with several values of type T.
func list[T any](name, path, about string, text func(T) string) exportSetting {
	return exportSetting{name: name, path: path, about: about, kind: kindTexts,
		read: func(p *specs.Policy, path string, sel specs.Selection) exportValue {
			v, _, _ := specs.Effective[specs.Values[T]](p, path, sel)
			if !v.IsSet() {
				return silentValue(whySilent(p, path, v.State, sel))
			}
			out := exportValue{Kind: kindTexts}
			for _, item := range specs.Plain(v) {
				out.Texts = append(out.Texts, text(item))
			}
			return out
		}}
}

func duration(name, path, about string) exportSetting {
	return plain(kindExtent, name, path, about, timeValue)
}

func number(name, path, about string) exportSetting {
	return plain(kindNumber, name, path, about, func(n specs.Int) exportValue { return numberValue(int64(n)) })
}

func truth(name, path, about string) exportSetting {
	return plain(kindTruth, name, path, about, func(b bool) exportValue { return exportValue{Kind: kindTruth, Truth: b} })
}

// share is a percentage or an amount of time; which of the two, the policy says.
func share(name, path, about string) exportSetting {
	return plain(kindShare, name, path, about, func(s specs.Share) exportValue {
		if !s.Of {
			return timeValue(s.D)
		}
		return exportValue{Kind: kindShare, Share: s.Percent / 100}
	})
}

func word[T ~string](name, path, about string) exportSetting {
	return plain(kindText, name, path, about, func(w T) exportValue { return textValue(string(w)) })
}

// member is a word or a name that an enumeration lists.
func member[T ~string](of, name, path, about string) exportSetting {
	s := plain(kindMember, name, path, about, func(w T) exportValue { return exportValue{Kind: kindMember, Of: of, Text: string(w)} })
	s.of = of
	return s
}

// members are words or names that an enumeration lists.
func members[T ~string](of, name, path, about string) exportSetting {
	s := list(name, path, about, func(w T) string { return string(w) })
	read := s.read
	s.kind, s.of = kindMembers, of
	s.read = func(p *specs.Policy, path string, sel specs.Selection) exportValue {
		v := read(p, path, sel)
		if v.Is() {
			v.Kind, v.Of = kindMembers, of
		}
		return v
	}
	return s
}

func asIs(s string) string { return s }

func wordText[T ~string](w T) string { return string(w) }

// exportNote is what stands beside an exported item: what it is, and the setting with its text and place.
type exportNote struct {
	About string
	// Path is the setting; Text what holds there, For for which client and environment, Place where that is written.
	Path, Text, For, Place string
	// More are further sentences.
	More []string
	// Deprecated says, where the item is on its way out, until when it works and what to use.
	Deprecated string
}

// Where is the setting with what holds there and its place, in one line; empty where there is no setting.
func (n exportNote) Where() string {
	line := n.Path
	if n.Text != "" {
		line += ": " + n.Text
	}
	if n.For != "" {
		line += ", for " + n.For
	}
	if n.Place != "" {
		line += " (" + n.Place + ")"
	}
	return line
}

// Silence says that there is no value and why: "not specified: validation.gateway_cache".
func (n exportNote) Silence(v exportValue) string {
	word := v.Word
	if word == "" {
		word = silentWord
	}
	n.Text = ""
	return word + ": " + n.Where()
}

// differs adds the axes on which the value depends beside clients and environments. For days it holds what is valid
// on the day that the policy answers for.
func (n *exportNote) differs(axes []string, day string) {
	var others []string
	for _, axis := range axes {
		if axis == specs.AxisDate {
			if day != "" {
				n.More = append(n.More, "Differs by date: this is the value on "+day+".")
				continue
			}
		}
		others = append(others, axis)
	}
	if len(others) > 0 {
		n.More = append(n.More, "Differs by "+strings.Join(others, ", ")+", which is not exported: this is the value where none is named.")
	}
}

// note describes what holds at a path for a selection: the text and the place that decides.
func (c *constants) note(path string, sel specs.Selection, about string) exportNote {
	text, chain, _ := c.policy.EffectiveText(path, sel)
	n := exportNote{About: about, Path: path, Text: text, For: selectionWords(sel)}
	if len(chain) > 0 {
		n.Place = fileLine(chain[len(chain)-1].At)
	}
	return n
}

// selectionWords writes a selection in a fixed order.
func selectionWords(sel specs.Selection) string {
	var parts []string
	for _, axis := range sortedKeys(sel) {
		parts = append(parts, axis+" "+sel[axis])
	}
	return strings.Join(parts, ", ")
}

// fileLine is a place without its column, which nobody follows from a comment.
func fileLine(at diag.Span) string {
	if at.Start.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d", at.File, at.Start.Line)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
