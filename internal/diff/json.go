package diff

import (
	"encoding/json"
	"io"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// The shape of the JSON form. Its names stay; new ones may be added.
type (
	jsonDiff struct {
		Format    int          `json:"diff_format"`
		Old       string       `json:"old"`
		New       string       `json:"new"`
		NewPolicy bool         `json:"new_policy"`
		Summary   string       `json:"summary"`
		Version   jsonVersion  `json:"version"`
		Changes   []jsonChange `json:"changes"`
		Outputs   []Output     `json:"outputs,omitempty"`
		Cut       []string     `json:"cut,omitempty"`
	}
	jsonVersion struct {
		Old     string `json:"old,omitempty"`
		New     string `json:"new"`
		Needed  string `json:"needed"`
		Least   string `json:"least,omitempty"`
		Enough  bool   `json:"enough"`
		Because string `json:"because"`
	}
	jsonChange struct {
		Setting     string    `json:"setting"`
		Path        string    `json:"path"`
		Kind        Kind      `json:"kind"`
		For         []Choice  `json:"for,omitempty"`
		Whom        string    `json:"for_text,omitempty"`
		Old         *jsonSide `json:"old,omitempty"`
		New         *jsonSide `json:"new,omitempty"`
		Impact      jsonWho   `json:"impact"`
		Security    string    `json:"security"`
		Words       bool      `json:"words_only,omitempty"`
		Rule        string    `json:"rule"`
		Why         string    `json:"why"`
		Affected    Affected  `json:"affected"`
		Fingerprint string    `json:"fingerprint"`
		Approval    *Approval `json:"approval,omitempty"`
	}
	jsonWho struct {
		Clients   string `json:"clients"`
		Services  string `json:"services"`
		Operators string `json:"operators"`
	}
	jsonSide struct {
		State  string `json:"state"`
		Text   string `json:"text,omitempty"`
		File   string `json:"file,omitempty"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
	}
)

// diffFormat is the version of the JSON form.
const diffFormat = 1

// WriteJSON writes a diff for programs.
func WriteJSON(w io.Writer, d *Diff, s Show) error {
	v := d.Version
	out := jsonDiff{Format: diffFormat, Old: s.Old, New: s.New, NewPolicy: d.Old == nil, Summary: d.Summary(), Changes: []jsonChange{}, Outputs: d.Outputs, Cut: d.Cut,
		Version: jsonVersion{string(v.Old), string(v.New), v.Needed.String(), string(v.Least), v.Enough, v.Because}}
	for i := range d.Changes {
		c := &d.Changes[i]
		out.Changes = append(out.Changes, jsonChange{Setting: c.Shown, Path: c.Path, Kind: c.Kind, For: c.Choices, Whom: c.Whom.Text(), Old: jsonOf(c.Old, s.OldName), New: jsonOf(c.New, s.NewName),
			Impact: jsonWho{c.Clients.String(), c.Services.String(), c.Operators.String()}, Security: c.Security.String(), Words: c.Words, Rule: c.Rule, Why: c.Why,
			Affected: c.Affected, Fingerprint: c.Fingerprint, Approval: c.Approval})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func jsonOf(s Side, name func(string) string) *jsonSide {
	if s == (Side{}) {
		return nil
	}
	out := &jsonSide{State: s.State.String(), Text: s.Text, Line: s.At.Start.Line, Column: s.At.Start.Column}
	if s.At.File != "" {
		out.File = s.At.File
		if name != nil {
			out.File = name(s.At.File)
		}
	}
	return out
}

// Report is a diff as findings, for the formats in which findings are written: what breaks or weakens and was not
// approved is an error, what is risky a warning, the rest information.
func (d *Diff) Report(s Show) *diag.Report {
	r := &diag.Report{Name: s.NewName, Version: s.Version, Entry: s.New, Rule: func(id string) (diag.RuleText, bool) {
		for _, rule := range allRules {
			if ruleName(rule.ID) == id {
				return diag.RuleText{ID: id, Title: "a change of " + rule.ID, Severity: diag.Warning}, true
			}
		}
		return diag.RuleText{}, false
	}}
	for i := range d.Changes {
		c := &d.Changes[i]
		level := diag.Info
		switch {
		case c.Approval != nil:
		case c.Impact() == Breaking, c.Security == Weaker:
			level = diag.Error
		case c.Impact() == Risky:
			level = diag.Warning
		}
		at := c.At()
		if at.IsZero() {
			at = d.New.Policy.At
		}
		text := c.Shown + ": " + c.movedText(func(s string) string { return s })
		if choice := c.Whom.Text(); choice != "" {
			text += " for " + choice
		}
		r.Findings.Add(ruleName(c.Rule), level, at, c.Shown, "%s. %s For client developers %s, for resource servers %s, for operators %s; protection: %s. (%s)",
			text, c.Why, c.Clients, c.Services, c.Operators, c.Security, c.Fingerprint)
	}
	r.Findings.Sort()
	return r
}

func ruleName(id string) string { return "diff-" + id }
