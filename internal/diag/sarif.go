package diag

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
)

// The parts of SARIF 2.1.0 that are used, by the names of its schema.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID      string     `json:"id"`
		Short   sarifText  `json:"shortDescription"`
		Full    *sarifText `json:"fullDescription,omitempty"`
		Help    *sarifText `json:"help,omitempty"`
		HelpURI string     `json:"helpUri,omitempty"`
		Default struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Baseline     string             `json:"baselineState,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Fixes        []sarifFix         `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

var sarifLevels = [...]string{"note", "warning", "error"}

// writeSARIF writes SARIF 2.1.0: one run, with the rules that spoke. Columns count characters.
func writeSARIF(w io.Writer, r *Report) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "tokenbook", SemanticVersion: r.Version, InformationURI: "https://github.com/tokenbook/tokenbook", Rules: []sarifRule{}}
	prints := r.Fingerprints()
	for i := range r.Findings {
		f := &r.Findings[i]
		index := slices.IndexFunc(run.Tool.Driver.Rules, func(known sarifRule) bool { return known.ID == f.Rule })
		if index < 0 {
			index = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(r.rule(f.Rule)))
		}
		result := sarifResult{
			RuleID: f.Rule, RuleIndex: index, Level: sarifLevels[f.Severity], Message: sarifText{f.Message},
			Locations:    []sarifLocation{r.sarifPlace(f.At, f.Setting, "")},
			Fingerprints: map[string]string{"tokenbook/v1": prints[i]},
		}
		if f.Basis != "" {
			result.Message.Text += " (" + f.Basis + ")"
		}
		for _, related := range f.Related {
			result.Related = append(result.Related, r.sarifPlace(related.At, "", related.Message))
		}
		if f.Known {
			result.Baseline = "unchanged"
		}
		if a := f.Allowed; a != nil {
			result.Suppressions = []sarifSuppression{{Kind: "inSource", Justification: a.Reason}}
		}
		if r.Edits != nil && f.Fix != nil {
			result.Fixes = r.sarifFixes(f)
		}
		run.Results = append(run.Results, result)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func sarifRuleOf(t RuleText) sarifRule {
	out := sarifRule{ID: t.ID, Short: sarifText{t.Title}, HelpURI: t.Help}
	if t.Why != "" {
		out.Full = &sarifText{t.Why}
		help := t.Why
		for _, c := range t.Clauses {
			help += "\n" + c
		}
		out.Help = &sarifText{help}
	}
	out.Default.Level = sarifLevels[t.Severity]
	return out
}

// artifactURI is a file's name as an address: relative where the name is, so that readers find it in a checkout.
func artifactURI(name string) string {
	u := url.URL{Path: name}
	if strings.HasPrefix(name, "/") {
		u.Scheme = "file"
	}
	return u.String()
}

func (r *Report) sarifPlace(at Span, setting, message string) sarifLocation {
	at = r.name(at)
	out := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{artifactURI(at.File)}}}
	if at.Start.Line > 0 {
		out.Physical.Region = sarifRegionOf(at)
	}
	if setting != "" {
		out.Logical = []sarifLogical{{Name: setting, Kind: "member"}}
	}
	if message != "" {
		out.Message = &sarifText{message}
	}
	return out
}

func sarifRegionOf(at Span) *sarifRegion {
	out := &sarifRegion{StartLine: at.Start.Line, StartColumn: at.Start.Column}
	if at.End.Line >= at.Start.Line {
		out.EndLine, out.EndColumn = at.End.Line, at.End.Column
	}
	return out
}

func (r *Report) sarifFixes(f *Finding) []sarifFix {
	fix := sarifFix{Description: sarifText{f.Fix.Title}}
	for _, e := range r.Edits(f) {
		at := r.name(e.At)
		fix.Changes = append(fix.Changes, sarifChange{
			Artifact:     sarifArtifact{artifactURI(at.File)},
			Replacements: []sarifReplacement{{Deleted: *sarifRegionOf(at), Inserted: sarifText{e.Text}}},
		})
	}
	if len(fix.Changes) == 0 {
		return nil
	}
	return []sarifFix{fix}
}
