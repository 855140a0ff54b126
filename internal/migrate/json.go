package migrate

import (
	"encoding/json"
	"io"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// The shape of the JSON form. Its names stay; new ones may be added.
type (
	jsonPlan struct {
		Format      int             `json:"plan_format"`
		Old         string          `json:"old"`
		New         string          `json:"new"`
		Start       string          `json:"start"`
		End         string          `json:"end,omitempty"`
		Summary     string          `json:"summary"`
		Fingerprint string          `json:"fingerprint"`
		Migrations  []jsonMigration `json:"migrations"`
		AtOnce      []string        `json:"at_once,omitempty"`
		Findings    []jsonFinding   `json:"findings,omitempty"`
	}
	jsonMigration struct {
		Kind     string       `json:"kind"`
		Title    string       `json:"title"`
		Settings []jsonChange `json:"changes"`
		Window   *jsonWindow  `json:"compatibility_window,omitempty"`
		Flag     string       `json:"flag,omitempty"`
		Rollback string       `json:"rollback,omitempty"`
		Steps    []jsonStep   `json:"steps"`
		Notices  []jsonNotice `json:"notices,omitempty"`
	}
	jsonChange struct {
		Setting     string `json:"setting"`
		Fingerprint string `json:"fingerprint"`
	}
	jsonWindow struct {
		From    string `json:"from"`
		Until   string `json:"until"`
		Seconds int64  `json:"seconds"`
	}
	jsonStep struct {
		ID        string     `json:"id"`
		Who       string     `json:"who"`
		Do        string     `json:"do"`
		Why       string     `json:"why"`
		Cite      string     `json:"cite,omitempty"`
		Stage     string     `json:"stage,omitempty"`
		NotBefore string     `json:"not_before"`
		DoneBy    string     `json:"done_at_the_earliest"`
		Waits     []jsonWait `json:"waits,omitempty"`
		Takes     []jsonTerm `json:"takes,omitempty"`
		Open      []jsonTerm `json:"without_a_day_because_of,omitempty"`
		Gate      string     `json:"before_going_on,omitempty"`
		Rollback  string     `json:"rollback,omitempty"`
		Cost      string     `json:"rollback_cost,omitempty"`
	}
	jsonWait struct {
		// After is the id of the step that is done; empty for the start.
		After   string     `json:"after,omitempty"`
		Seconds int64      `json:"seconds"`
		Terms   []jsonTerm `json:"terms,omitempty"`
	}
	jsonTerm struct {
		Text    string `json:"text"`
		Setting string `json:"setting,omitempty"`
		Seconds *int64 `json:"seconds,omitempty"`
		Known   string `json:"known"`
		Place   string `json:"place,omitempty"`
		Old     bool   `json:"in_the_old_policy,omitempty"`
	}
	jsonNotice struct {
		To    string `json:"to"`
		Step  string `json:"step"`
		On    string `json:"on"`
		Until string `json:"until"`
	}
	jsonFinding struct {
		Severity string `json:"severity"`
		Setting  string `json:"setting"`
		Message  string `json:"message"`
		Place    string `json:"place,omitempty"`
	}
)

// planFormat is the version of the JSON form.
const planFormat = 1

var certaintyNames = []string{"yes", "not specified", "no end"}

// WriteJSON writes a plan for programs. Moments are in UTC, as RFC 3339 has them.
func WriteJSON(w io.Writer, p *Plan, s Show) error {
	out := jsonPlan{Format: planFormat, Old: s.Old, New: s.New, Start: p.Start.String(), Summary: p.Summary(), Fingerprint: p.Fingerprint, Migrations: []jsonMigration{}}
	if end, ok := p.End(); ok {
		out.End = p.Moment(end).Format(time.RFC3339)
	}
	for i := range p.Migrations {
		out.Migrations = append(out.Migrations, p.jsonOf(&p.Migrations[i], s))
	}
	for _, c := range p.AtOnce {
		out.AtOnce = append(out.AtOnce, c.Shown)
	}
	for _, f := range p.Findings {
		place := ""
		if !f.At.IsZero() {
			place = placeOf(s.NewName, f.At)
		}
		out.Findings = append(out.Findings, jsonFinding{f.Severity.String(), f.Setting, f.Message, place})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (p *Plan) jsonOf(m *Migration, s Show) jsonMigration {
	out := jsonMigration{Kind: m.Kind, Title: m.Title, Flag: m.Flag, Rollback: m.Rollback}
	for _, c := range m.Changes {
		out.Settings = append(out.Settings, jsonChange{c.Shown, c.Fingerprint})
	}
	if from, until, ok := m.Window(); ok {
		out.Window = &jsonWindow{p.Moment(from).Format(time.RFC3339), p.Moment(until).Format(time.RFC3339), (until - from).Seconds()}
	}
	for i := range m.Steps {
		st := &m.Steps[i]
		one := jsonStep{ID: st.ID, Who: st.Who.String(), Do: st.Do, Why: st.Why, Cite: st.Cite, Stage: string(st.Stage), NotBefore: p.Moment(st.Begin).Format(time.RFC3339),
			DoneBy: p.Moment(st.End).Format(time.RFC3339), Takes: jsonTerms(st.Takes, s), Open: jsonTerms(st.Open, s), Gate: st.Gate, Rollback: st.Rollback, Cost: st.Cost}
		for j := range st.Waits {
			w := &st.Waits[j]
			jw := jsonWait{Seconds: w.Length().Seconds(), Terms: jsonTerms(w.Terms, s)}
			if w.After != Start {
				jw.After = m.Steps[w.After].ID
			}
			one.Waits = append(one.Waits, jw)
		}
		out.Steps = append(out.Steps, one)
	}
	for _, n := range m.notices() {
		out.Notices = append(out.Notices, jsonNotice{n.Who.String(), m.Steps[n.Step].ID, p.Moment(n.On).Format(time.RFC3339), p.Moment(n.Until).Format(time.RFC3339)})
	}
	return out
}

func jsonTerms(terms []Term, s Show) []jsonTerm {
	var out []jsonTerm
	for _, t := range terms {
		one := jsonTerm{Text: t.Text, Setting: t.Path, Known: certaintyNames[t.Sure], Old: t.Old && !t.At.IsZero()}
		if t.Sure == Known {
			n := t.D.Seconds()
			one.Seconds = &n
		}
		if !t.At.IsZero() {
			name := s.NewName
			if t.Old {
				name = s.OldName
			}
			one.Place = placeOf(name, t.At)
		}
		out = append(out, one)
	}
	return out
}

// Report is what cannot work, for the formats in which findings are written.
func (p *Plan) Report(s Show) *diag.Report {
	return &diag.Report{Name: s.NewName, Version: s.Version, Entry: s.New, Findings: p.Findings, Rule: func(id string) (diag.RuleText, bool) {
		return diag.RuleText{ID: RuleID, Title: "a day that comes before what has to happen first", Severity: diag.Error}, id == RuleID
	}}
}
