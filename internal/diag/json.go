package diag

import (
	_ "embed"
	"encoding/json"
	"io"
)

// JSONSchema is the JSON Schema (2020-12) of what the format json writes.
//
//go:embed findings.schema.json
var JSONSchema []byte

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Setting     string        `json:"setting,omitempty"`
	Message     string        `json:"message"`
	At          jsonSpan      `json:"at"`
	Related     []jsonRelated `json:"related,omitempty"`
	Basis       string        `json:"basis,omitempty"`
	Fix         string        `json:"fix,omitempty"`
	Edits       []jsonEdit    `json:"edits,omitempty"`
	Silenced    *jsonSilenced `json:"silenced,omitempty"`
	Known       bool          `json:"known,omitempty"`
	Fingerprint string        `json:"fingerprint"`
}

type jsonEdit struct {
	At   jsonSpan `json:"at"`
	Text string   `json:"text"`
}

type jsonSilenced struct {
	Reason string   `json:"reason"`
	Owner  string   `json:"owner,omitempty"`
	Until  string   `json:"until,omitempty"`
	At     jsonSpan `json:"at"`
}

type jsonSpan struct {
	File      string `json:"file"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
}

type jsonRelated struct {
	Message string   `json:"message"`
	At      jsonSpan `json:"at"`
}

// writeJSON writes findings for programs, as JSONSchema says.
func writeJSON(w io.Writer, r *Report) error {
	span := func(s Span) jsonSpan {
		s = r.name(s)
		return jsonSpan{s.File, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
	}
	out := struct {
		Findings []jsonFinding `json:"findings"`
		Errors   int           `json:"errors"`
		Warnings int           `json:"warnings"`
		Info     int           `json:"info"`
		Silenced int           `json:"silenced"`
		Known    int           `json:"known"`
	}{Findings: []jsonFinding{}}
	fingerprints := r.Fingerprints()
	for i, f := range r.Findings {
		j := jsonFinding{Rule: f.Rule, Severity: f.Severity.String(), Setting: f.Setting, Message: f.Message, At: span(f.At), Basis: f.Basis, Known: f.Known, Fingerprint: fingerprints[i]}
		for _, r := range f.Related {
			j.Related = append(j.Related, jsonRelated{r.Message, span(r.At)})
		}
		if f.Fix != nil {
			j.Fix = f.Fix.Title
			if r.Edits != nil {
				for _, e := range r.Edits(&f) {
					j.Edits = append(j.Edits, jsonEdit{span(e.At), e.Text})
				}
			}
		}
		if a := f.Allowed; a != nil {
			j.Silenced = &jsonSilenced{a.Reason, a.Owner, a.Until, span(a.At)}
		}
		out.Findings = append(out.Findings, j)
	}
	out.Errors = r.Findings.Count(Error)
	out.Warnings = r.Findings.Count(Warning) - out.Errors
	out.Info = r.Findings.Count(Info) - r.Findings.Count(Warning)
	out.Silenced, out.Known = r.Findings.Apart()
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
