package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Baseline is a record of findings that a team knows: they are shown apart and do not bear on the exit status.
type Baseline struct {
	// Format is the version of this file's layout.
	Format int `json:"tokenbook_baseline"`
	// Findings are in the order of file, rule and fingerprint.
	Findings []KnownFinding `json:"findings"`
}

// KnownFinding is one record of a baseline.
type KnownFinding struct {
	// Fingerprint is the finding's stable name; see diag.Report.Fingerprints.
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	File        string `json:"file"`
	Setting     string `json:"setting,omitempty"`
	Message     string `json:"message"`
	// Since is the day on which it was first recorded, as YYYY-MM-DD.
	Since string `json:"since"`
}

const baselineFormat = 1

// ReadBaseline reads a baseline. Its errors say what is wrong with the file.
func ReadBaseline(data []byte) (*Baseline, error) {
	var b Baseline
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("is not a baseline: %w", err)
	}
	if d.More() {
		return nil, fmt.Errorf("is not a baseline: something follows it")
	}
	if b.Format != baselineFormat {
		return nil, fmt.Errorf("is a baseline of format %d; this version reads format %d", b.Format, baselineFormat)
	}
	for _, f := range b.Findings {
		if _, err := specs.ParseDate(f.Since); err != nil {
			return nil, fmt.Errorf("is not a baseline: since %s: %w", diag.Quote(f.Since), err)
		}
	}
	return &b, nil
}

// Mark marks the findings that the baseline holds, and returns how long the oldest of them has been known. Silenced
// findings stay silenced.
func (b *Baseline) Mark(r *diag.Report) (oldest string) {
	known := map[string]KnownFinding{}
	for _, f := range b.Findings {
		known[f.Fingerprint] = f
	}
	for i, name := range r.Fingerprints() {
		f := &r.Findings[i]
		have, ok := known[name]
		if !ok || f.Allowed != nil {
			continue
		}
		f.Known = true
		if oldest == "" || have.Since < oldest {
			oldest = have.Since
		}
	}
	return oldest
}

// Merge is the baseline with the findings of a report: those it knew keep their day, new ones get today's, those of the
// files that were read and are no longer found go, those of other files stay.
func (b *Baseline) Merge(r *diag.Report, files []string, today specs.Date) (merged *Baseline, added, gone int) {
	merged = &Baseline{Format: baselineFormat}
	have := map[string]KnownFinding{}
	for _, f := range b.Findings {
		have[f.Fingerprint] = f
	}
	for i, name := range r.Fingerprints() {
		f := &r.Findings[i]
		if f.Allowed != nil {
			continue
		}
		since := today.String()
		if old, ok := have[name]; ok {
			since = old.Since
			delete(have, name)
		} else {
			added++
		}
		file := f.At.File
		if r.Name != nil {
			file = r.Name(file)
		}
		merged.Findings = append(merged.Findings, KnownFinding{Fingerprint: name, Rule: f.Rule, File: file, Setting: f.Setting, Message: f.Message, Since: since})
	}
	for _, old := range b.Findings {
		if _, left := have[old.Fingerprint]; !left {
			continue
		}
		if slices.Contains(files, old.File) {
			gone++
			continue
		}
		merged.Findings = append(merged.Findings, old)
	}
	slices.SortFunc(merged.Findings, func(x, y KnownFinding) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Setting, y.Setting), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	return merged, added, gone
}

// JSON is the baseline as a file, one record a line so that changes read well.
func (b *Baseline) JSON() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"tokenbook_baseline\": %d,\n  \"findings\": [", b.Format)
	for i, f := range b.Findings {
		line, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(line)
	}
	if len(b.Findings) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}
