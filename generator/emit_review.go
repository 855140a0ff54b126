package generator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/review"
	"github.com/tokenbook/tokenbook/internal/standard"
)

// checklist writes the reviewer's checklist as Markdown, as a table for spreadsheets and as JSON.
var checklist = Emitter{Name: "checklist", Emit: func(b *book.Book) ([]File, error) {
	items := review.Checklist(b)
	data, err := checklistJSON(b, items)
	if err != nil {
		return nil, err
	}
	return []File{
		{Path: "review/checklist.csv", Data: checklistCSV(items)},
		{Path: "review/checklist.json", Data: data},
		{Path: "review/checklist.md", Data: checklistMarkdown(b, items)},
	}, nil
}}

func checklistMarkdown(b *book.Book, items []review.Item) []byte {
	var w strings.Builder
	head := &b.Policy.Policy
	fmt.Fprintf(&w, "# Review of %s %s\n\n", escape.MarkdownText(head.Title.V), escape.MarkdownText(string(head.Version.V)))
	fmt.Fprintf(&w, "Content hash `%s`. %d of %d questions are answered by settings of the policy, %d are not, %d have findings.\n",
		b.Policy.Hash()[:16], review.Count(items, review.Stated)+review.Count(items, review.Findings), len(items), review.Count(items, review.NotStated), review.Count(items, review.Findings))
	w.WriteString("A tick says that a person has judged the answer, not that there is one.\n")
	section := ""
	for _, item := range items {
		if item.Section != section {
			section = item.Section
			fmt.Fprintf(&w, "\n## %s\n\n", escape.MarkdownText(section))
		}
		fmt.Fprintf(&w, "- [ ] **%s %s** (%s). %s\n", item.Requirement.ID, escape.MarkdownText(item.Requirement.Title), item.Status, escape.MarkdownText(item.Requirement.Question))
		for _, e := range item.Evidence {
			fmt.Fprintf(&w, "  - %s: %s (%s)\n", escape.MarkdownCode(e.Path), escape.MarkdownText(e.Value), escape.MarkdownText(e.At.String()))
		}
		if item.More > 0 {
			fmt.Fprintf(&w, "  - and %d more settings\n", item.More)
		}
		for _, e := range item.Open {
			fmt.Fprintf(&w, "  - undecided: %s (%s)\n", escape.MarkdownCode(e.Path), escape.MarkdownText(e.At.String()))
		}
		for _, f := range item.Findings {
			fmt.Fprintf(&w, "  - %s: %s (%s)\n", f.Severity, escape.MarkdownText(f.Message), escape.MarkdownText(f.At.String()))
		}
	}
	return []byte(w.String())
}

func checklistCSV(items []review.Item) []byte {
	var w strings.Builder
	w.WriteString(escape.CSVRow("id", "section", "title", "question", "audiences", "status", "evidence", "undecided", "findings", "reviewer", "date", "note"))
	for _, item := range items {
		var evidence, open, findings []string
		for _, e := range item.Evidence {
			evidence = append(evidence, e.Path+" = "+e.Value+" ("+e.At.String()+")")
		}
		if item.More > 0 {
			evidence = append(evidence, fmt.Sprintf("and %d more", item.More))
		}
		for _, e := range item.Open {
			open = append(open, e.Path)
		}
		for _, f := range item.Findings {
			findings = append(findings, f.Message)
		}
		w.WriteString(escape.CSVRow(item.Requirement.ID, item.Section, item.Requirement.Title, item.Requirement.Question, audiences(item.Requirement), string(item.Status),
			strings.Join(evidence, "; "), strings.Join(open, "; "), strings.Join(findings, "; "), "", "", ""))
	}
	return []byte(w.String())
}

func audiences(r standard.Requirement) string {
	words := make([]string, len(r.Audience))
	for i, a := range r.Audience {
		words[i] = string(a)
	}
	return strings.Join(words, " ")
}

type reviewJSON struct {
	Policy  string           `json:"policy"`
	Version string           `json:"version"`
	Hash    string           `json:"hash"`
	Items   []reviewItemJSON `json:"items"`
}

type reviewItemJSON struct {
	ID        string         `json:"id"`
	Section   string         `json:"section"`
	Title     string         `json:"title"`
	Question  string         `json:"question"`
	Audiences []string       `json:"audiences"`
	Status    review.Status  `json:"status"`
	Evidence  []evidenceJSON `json:"evidence"`
	More      int            `json:"more,omitempty"`
	Undecided []evidenceJSON `json:"undecided,omitempty"`
	Findings  []findingJSON  `json:"findings,omitempty"`
}

type evidenceJSON struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	At      string `json:"at"`
}

func checklistJSON(b *book.Book, items []review.Item) ([]byte, error) {
	out := reviewJSON{Policy: string(b.Policy.Policy.ID.V), Version: string(b.Policy.Policy.Version.V), Hash: b.Policy.Hash()}
	for _, item := range items {
		r := item.Requirement
		j := reviewItemJSON{ID: r.ID, Section: item.Section, Title: r.Title, Question: r.Question, Audiences: strings.Fields(audiences(r)),
			Status: item.Status, Evidence: evidence(item.Evidence), More: item.More, Findings: findingsJSON(item.Findings)}
		if len(item.Open) > 0 {
			j.Undecided = evidence(item.Open)
		}
		out.Items = append(out.Items, j)
	}
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func evidence(in []review.Evidence) []evidenceJSON {
	out := []evidenceJSON{}
	for _, e := range in {
		out = append(out, evidenceJSON{e.Path, e.Value, e.At.String()})
	}
	return out
}
