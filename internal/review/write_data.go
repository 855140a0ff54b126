package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// CSV writes the checklist as a table for spreadsheets: a column for each body whose clauses compliance has to answer,
// and empty ones for reviewers.
func CSV(p Paper) []byte {
	head := []string{"id", "section", "title", "question", "audiences", "status", "why", "evidence", "findings", "pages", "scenarios"}
	for _, c := range CrossReferences() {
		head = append(head, c.Key)
	}
	var w strings.Builder
	w.WriteString(escape.CSVRow(append(head, "fingerprint", "signed", "reviewer", "date", "note")...))
	for i := range p.Items {
		item := &p.Items[i]
		var evidence, pages, signed []string
		for _, e := range item.Evidence {
			evidence = append(evidence, e.Path+" = "+e.Value+" ("+e.At.String()+")")
		}
		if item.More > 0 {
			evidence = append(evidence, fmt.Sprintf("and %d more", item.More))
		}
		for _, page := range item.Pages {
			pages = append(pages, p.Site+page+".html")
		}
		for _, s := range item.Signed {
			signed = append(signed, s.By+" "+s.On+": "+s.Note)
		}
		row := []string{item.ID, item.Section, item.Title, item.Question, strings.Join(audienceWords(item.Audience), ", "), string(item.Status), item.Why,
			strings.Join(evidence, "; "), strings.Join(item.lines(), "; "), strings.Join(pages, " "), strings.Join(item.Scenarios, " ")}
		for _, c := range CrossReferences() {
			row = append(row, c.Clauses(item))
		}
		w.WriteString(escape.CSVRow(append(row, item.Fingerprint(), strings.Join(signed, "; "), "", "", "")...))
	}
	return []byte(w.String())
}

// The JSON of a checklist. Its member names are stable.
type (
	paperJSON struct {
		Policy  string      `json:"policy"`
		Version string      `json:"version"`
		Hash    string      `json:"hash"`
		Scores  []scoreJSON `json:"scores"`
		Items   []itemJSON  `json:"items"`
	}
	scoreJSON struct {
		Section string   `json:"section"`
		Done    int      `json:"done"`
		Of      int      `json:"of"`
		Percent int      `json:"percent"`
		Missing []string `json:"missing"`
	}
	itemJSON struct {
		ID          string            `json:"id"`
		Section     string            `json:"section"`
		Title       string            `json:"title"`
		Question    string            `json:"question"`
		Audiences   []string          `json:"audiences"`
		Status      Status            `json:"status"`
		Why         string            `json:"why"`
		Covers      []string          `json:"covers,omitempty"`
		Evidence    []evidenceJSON    `json:"evidence"`
		More        int               `json:"more,omitempty"`
		Findings    []findingJSON     `json:"findings,omitempty"`
		Pages       []string          `json:"pages,omitempty"`
		Clauses     map[string]string `json:"clauses,omitempty"`
		Scenarios   []string          `json:"scenarios,omitempty"`
		Fingerprint string            `json:"fingerprint,omitempty"`
		Rests       int               `json:"rests_on,omitempty"`
		Signed      []signedJSON      `json:"signed,omitempty"`
	}
	evidenceJSON struct {
		Setting string `json:"setting"`
		Value   string `json:"value"`
		At      string `json:"at"`
	}
	findingJSON struct {
		Rule     string `json:"rule"`
		Severity string `json:"severity"`
		Setting  string `json:"setting,omitempty"`
		Message  string `json:"message"`
		At       string `json:"at"`
		Silenced bool   `json:"silenced,omitempty"`
	}
	signedJSON struct {
		By          string `json:"by"`
		On          string `json:"on"`
		Version     string `json:"version,omitempty"`
		Note        string `json:"note"`
		Fingerprint string `json:"fingerprint"`
		Holds       bool   `json:"holds"`
	}
)

// JSON writes the checklist for programs.
func JSON(p Paper) ([]byte, error) {
	out := paperJSON{Policy: p.Policy, Version: p.Version, Hash: p.Hash, Scores: []scoreJSON{}, Items: []itemJSON{}}
	for _, s := range Scores(p.All) {
		out.Scores = append(out.Scores, scoreJSON{s.Section, s.Done, s.Of, s.Percent(), append([]string{}, s.Reasons...)})
	}
	for i := range p.Items {
		item := &p.Items[i]
		j := itemJSON{ID: item.ID, Section: item.Section, Title: item.Title, Question: item.Question, Audiences: []string{}, Status: item.Status, Why: item.Why,
			Covers: item.Covers, Evidence: []evidenceJSON{}, More: item.More, Scenarios: item.Scenarios, Fingerprint: item.Fingerprint(), Rests: len(item.Rests)}
		for _, a := range item.Audience {
			j.Audiences = append(j.Audiences, string(a))
		}
		for _, e := range item.Evidence {
			j.Evidence = append(j.Evidence, evidenceJSON{e.Path, e.Value, e.At.String()})
		}
		for _, f := range item.Findings {
			j.Findings = append(j.Findings, findingJSON{f.Rule, f.Severity.String(), f.Setting, f.Message, f.At.String(), f.Allowed != nil})
		}
		for _, page := range item.Pages {
			j.Pages = append(j.Pages, p.Site+page+".html")
		}
		for _, c := range CrossReferences() {
			if text := c.Clauses(item); text != "" {
				if j.Clauses == nil {
					j.Clauses = map[string]string{}
				}
				j.Clauses[c.Key] = text
			}
		}
		for _, s := range item.Signed {
			j.Signed = append(j.Signed, signedJSON{s.By, s.On, s.Version, s.Note, s.Fingerprint, s.Fingerprint == item.Fingerprint()})
		}
		out.Items = append(out.Items, j)
	}
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
