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
	in.Checklist = checklistInput(review.Checklist(b))
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
	case "asyncapi":
		return "Event contracts"
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

// checklistInput hands the checklist to the site.
func checklistInput(items []review.Item) site.Checklist {
	var out site.Checklist
	for _, s := range review.Scores(items) {
		out.Scores = append(out.Scores, site.ChecklistScore{Section: s.Section, Done: s.Done, Of: s.Of, Missing: s.Reasons})
	}
	for i := range items {
		item := &items[i]
		one := site.ChecklistItem{ID: item.ID, Section: item.Section, Title: item.Title, Question: item.Question, Status: string(item.Status), Why: item.Why,
			More: item.More, Pages: item.Pages, Scenarios: item.Scenarios, Fingerprint: item.Fingerprint()}
		for _, a := range item.Audience {
			one.Audience = append(one.Audience, strings.ReplaceAll(string(a), "_", " "))
		}
		for _, e := range item.Evidence {
			one.Evidence = append(one.Evidence, site.Evidence{Setting: e.Path, Value: e.Value, At: e.At.String()})
		}
		for _, f := range item.Findings {
			if f.Counts() {
				one.Findings = append(one.Findings, f.Message)
			}
		}
		for _, c := range review.CrossReferences() {
			one.Clauses = append(one.Clauses, c.Clauses(item))
		}
		out.Items = append(out.Items, one)
	}
	return out
}
