// Package book is what every output is made from: the policy, what follows from it, and what is to be said about it.
package book

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/specs"
)

// Book is a checked policy with its facts. Nothing in it changes after New.
type Book struct {
	Policy   *specs.Policy
	Facts    *analysis.Facts
	Findings diag.List
	// Reviews is the text of the file in which people sign the checklist; empty where there is none.
	Reviews string
	// Today is the day after which nobody can have signed yet; the zero day knows of none.
	Today specs.Date
}

// New works out what follows from a policy and judges it. findings are those of the earlier stages. No day is taken
// from the clock: what depends on one is judged on the policy's own.
func New(p *specs.Policy, findings diag.List) *Book {
	facts := analysis.Analyse(p)
	return &Book{Policy: p, Facts: facts, Findings: lint.Run(p, facts, findings, lint.Options{})}
}
