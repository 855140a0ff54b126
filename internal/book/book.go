// Package book is what every output is made from: the policy, what follows from it, and what is to be said about it.
package book

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Book is a checked policy with its facts. Nothing in it changes after New.
type Book struct {
	Policy   *specs.Policy
	Facts    *analysis.Facts
	Findings diag.List
}

// New works out what follows from a policy. findings are those of the earlier stages.
func New(p *specs.Policy, findings diag.List) *Book {
	return &Book{Policy: p, Facts: analysis.Analyse(p), Findings: findings}
}
