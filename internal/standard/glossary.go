package standard

import (
	"slices"
	"strings"
)

// Term is a word of the field.
type Term struct {
	// Key is stable and fit for an address.
	Key string
	// Name is the word as it is written in running text, in the singular.
	Name string
	// Definition is one or two plain sentences.
	Definition string
	// Cite is where the term is defined or best described; zero for Practice.
	Cite Cite
	// Practice tells that the term comes from practice, not from a document.
	Practice bool
	// Aliases lists other spellings that a page may link from, plural forms not included.
	Aliases []string
	// SeeAlso lists keys of related terms.
	SeeAlso []string
}

// Glossary lists the terms, subject by subject.
func Glossary() []Term { return slices.Concat(termsRoles, termsLifecycle, termsSecurity) }

// GlossaryByName lists the terms in alphabetical order of their names, without regard to case.
func GlossaryByName() []Term {
	list := Glossary()
	slices.SortStableFunc(list, func(a, b Term) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return list
}

// TermByKey finds a term by its key.
func TermByKey(key string) (Term, bool) {
	for _, t := range Glossary() {
		if t.Key == key {
			return t, true
		}
	}
	return Term{}, false
}

// TermByWord finds a term by its name or one of its aliases, without regard to case.
func TermByWord(word string) (Term, bool) {
	for _, t := range Glossary() {
		if strings.EqualFold(t.Name, word) || slices.ContainsFunc(t.Aliases, func(a string) bool { return strings.EqualFold(a, word) }) {
			return t, true
		}
	}
	return Term{}, false
}
