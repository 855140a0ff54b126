package cli

import (
	"path"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/review"
	"github.com/tokenbook/tokenbook/site"
)

// siteInputs hands to the site what other stages made.
func siteInputs(b *book.Book, pictures []generator.Picture, contracts []generator.Contract, files []generator.File) site.Inputs {
	var in site.Inputs
	for _, p := range pictures {
		in.Diagrams = append(in.Diagrams, site.Diagram{
			ID: p.ID, Title: p.Title, Description: p.Description, SVG: p.Inline, Standalone: p.Standalone, Steps: p.Model.Text(), Kind: string(p.Kind), Tokens: p.Tokens,
		})
	}
	in.Samples = map[string]site.Sample{}
	for id, s := range generator.SampleTokens(b.Policy) {
		in.Samples[id] = site.Sample(s)
	}
	for _, item := range review.Checklist(b) {
		one := site.ChecklistItem{ID: item.Requirement.ID, Section: item.Section, Question: item.Requirement.Question, Status: string(item.Status)}
		words := make([]string, len(item.Requirement.Audience))
		for i, a := range item.Requirement.Audience {
			words[i] = strings.ReplaceAll(string(a), "_", " ")
		}
		one.Audience = strings.Join(words, ", ")
		for _, e := range item.Evidence {
			one.Evidence = append(one.Evidence, site.Evidence{Setting: e.Path, At: e.At.String()})
		}
		in.Checklist = append(in.Checklist, one)
	}
	for _, c := range contracts {
		in.Reference = append(in.Reference, site.Contract{File: c.File.Path, Issuer: c.Issuer, Resources: c.Resources, Reference: c.Reference})
	}
	for _, f := range files {
		in.Downloads = append(in.Downloads, site.Download{Path: f.Path, Label: path.Base(f.Path), Group: downloadGroup(f.Path)})
	}
	return in
}

// downloadGroup is the heading under which a file is offered.
func downloadGroup(name string) string {
	switch folder, _, _ := strings.Cut(name, "/"); folder {
	case "openapi":
		return "API contracts"
	case "schemas":
		return "Schemas of claims"
	case "diagrams":
		return "Diagrams"
	case "code":
		return "Constants for code"
	case "review":
		return "Reviewer's checklist"
	}
	return "The policy"
}
