package generator

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// analysisJSON is what follows from the policy, in policy.json under "analysis". Lengths of time are written as in a
// policy; a bound that cannot be worked out is absent, and "missing" names the settings that it would take.
type analysisJSON struct {
	Exposures  []exposureJSON  `json:"exposures,omitempty"`
	Keys       []keysJSON      `json:"keys,omitempty"`
	Races      []raceJSON      `json:"races,omitempty"`
	Errors     []errorCellJSON `json:"errors,omitempty"`
	Faults     []faultJSON     `json:"error_faults,omitempty"`
	Judgements []judgementJSON `json:"judgements,omitempty"`
}

type termJSON struct {
	Text  string `json:"text"`
	Value string `json:"value"`
	Path  string `json:"path,omitempty"`
	At    string `json:"at,omitempty"`
}

type exposureJSON struct {
	Trigger   string            `json:"trigger"`
	Token     string            `json:"token"`
	Resource  string            `json:"resource_server,omitempty"`
	Issuer    bool              `json:"at_issuer,omitempty"`
	Mode      string            `json:"mode,omitempty"`
	Where     []specs.Selection `json:"selections,omitempty"`
	At        string            `json:"at"`
	Outlives  bool              `json:"outlives,omitempty"`
	Bound     string            `json:"bound,omitempty"`
	Seconds   *int64            `json:"bound_seconds,omitempty"`
	Formula   string            `json:"formula"`
	Terms     []termJSON        `json:"terms,omitempty"`
	Objective *termJSON         `json:"objective,omitempty"`
	Verdict   string            `json:"verdict"`
	Missing   []string          `json:"missing,omitempty"`
}

type keysJSON struct {
	Issuer       string             `json:"issuer"`
	Set          string             `json:"key_set"`
	Environments []string           `json:"environments,omitempty"`
	At           string             `json:"at"`
	AtOnce       int                `json:"keys_at_once,omitempty"`
	Gap          string             `json:"gap_without_notice,omitempty"`
	Conditions   []keyConditionJSON `json:"conditions"`
}

type keyConditionJSON struct {
	ID      string     `json:"id"`
	Text    string     `json:"text"`
	Have    *termJSON  `json:"have,omitempty"`
	Need    string     `json:"need,omitempty"`
	Terms   []termJSON `json:"terms,omitempty"`
	Verdict string     `json:"verdict"`
	Missing []string   `json:"missing,omitempty"`
	Repair  string     `json:"repair,omitempty"`
}

type raceJSON struct {
	Token   string   `json:"token"`
	Clients []string `json:"clients,omitempty"`
	// Environments are those that it holds in; all where there are none.
	Environments []string   `json:"environments,omitempty"`
	Hazard       string     `json:"hazard,omitempty"`
	Verdict      string     `json:"verdict"`
	At           string     `json:"at"`
	Steps        []string   `json:"steps,omitempty"`
	Outcome      string     `json:"outcome,omitempty"`
	Because      []termJSON `json:"because,omitempty"`
	Missing      []string   `json:"missing,omitempty"`
	States       int        `json:"states,omitempty"`
}

type errorCellJSON struct {
	Token   string   `json:"token"`
	Surface string   `json:"surface"`
	State   string   `json:"state"`
	Causes  []string `json:"causes,omitempty"`
	Code    string   `json:"code,omitempty"`
	Action  string   `json:"action,omitempty"`
	Verdict string   `json:"verdict"`
}

type faultJSON struct {
	Kind   string   `json:"kind"`
	Causes []string `json:"causes"`
	At     []string `json:"at"`
	Text   string   `json:"text"`
}

type judgementJSON struct {
	Kind      string          `json:"kind"`
	Path      string          `json:"path"`
	At        string          `json:"at"`
	Winner    string          `json:"winner"`
	WinnerAt  string          `json:"winner_at"`
	Selection specs.Selection `json:"selection,omitempty"`
	Text      string          `json:"text"`
}

// analysisOf writes the facts; nil where nothing follows.
func analysisOf(f *analysis.Facts) *analysisJSON {
	out := &analysisJSON{}
	for i := range f.Exposures {
		out.Exposures = append(out.Exposures, exposureOf(&f.Exposures[i]))
	}
	for i := range f.Keys {
		out.Keys = append(out.Keys, keysOf(&f.Keys[i]))
	}
	for i := range f.Races {
		r := &f.Races[i]
		j := raceJSON{Token: r.Token, Clients: r.Clients, Environments: r.Environments, Hazard: r.Hazard, Verdict: string(r.Verdict), At: r.At.String(), Outcome: r.Outcome,
			Missing: r.Missing, States: r.States}
		for _, s := range r.Steps {
			j.Steps = append(j.Steps, s.Actor+" "+s.Text)
		}
		for _, why := range r.Because {
			j.Because = append(j.Because, termJSON{Text: why.Path, Value: why.Text, At: placeText(why.At)})
		}
		out.Races = append(out.Races, j)
	}
	for i := range f.Errors.Cells {
		c := &f.Errors.Cells[i]
		out.Errors = append(out.Errors, errorCellJSON{Token: c.Token, Surface: string(c.Surface), State: string(c.State), Causes: c.Causes,
			Code: c.Code, Action: string(c.Action), Verdict: string(c.Verdict)})
	}
	for i := range f.Errors.Faults {
		fault := &f.Errors.Faults[i]
		j := faultJSON{Kind: fault.Kind, Causes: fault.Causes, Text: fault.Text}
		for _, at := range fault.At {
			j.At = append(j.At, at.String())
		}
		out.Faults = append(out.Faults, j)
	}
	for i := range f.Judgements {
		g := &f.Judgements[i]
		out.Judgements = append(out.Judgements, judgementJSON{Kind: g.Kind, Path: g.Path, At: g.At.String(), Winner: g.WinnerPath,
			WinnerAt: g.Winner.String(), Selection: g.Selection, Text: g.Text})
	}
	if len(out.Exposures)+len(out.Keys)+len(out.Races)+len(out.Errors)+len(out.Faults)+len(out.Judgements) == 0 {
		return nil
	}
	return out
}

func placeText(at diag.Span) string {
	if at.IsZero() {
		return ""
	}
	return at.String()
}

func termOf(t analysis.Term) termJSON {
	return termJSON{Text: t.Text, Value: t.D.String(), Path: t.Path, At: placeText(t.At)}
}

func termsOf(list []analysis.Term) (out []termJSON) {
	for _, t := range list {
		out = append(out, termOf(t))
	}
	return out
}

func exposureOf(e *analysis.Exposure) exposureJSON {
	j := exposureJSON{Trigger: e.Trigger, Token: e.Token, Resource: e.Resource, Issuer: e.Issuer, Mode: string(e.Mode), Where: e.Selections,
		At: e.At.String(), Outlives: e.Outlives, Formula: e.Formula, Terms: termsOf(e.Terms), Verdict: string(e.Verdict), Missing: e.Missing}
	if e.Bounded {
		j.Bound = e.Bound.String()
		if e.Bound.Kind == specs.Finite {
			seconds := e.Bound.D.Seconds()
			j.Seconds = &seconds
		}
	}
	if e.Objective != nil {
		t := termOf(*e.Objective)
		j.Objective = &t
	}
	return j
}

func keysOf(k *analysis.KeyTimeline) keysJSON {
	j := keysJSON{Issuer: k.Issuer, Set: k.Set, Environments: k.Environments, At: k.At.String(), AtOnce: k.AtOnce, Conditions: []keyConditionJSON{}}
	if len(k.GapMissing) == 0 {
		j.Gap = k.Gap.D.String()
	}
	for i := range k.Conditions {
		c := &k.Conditions[i]
		one := keyConditionJSON{ID: c.ID, Text: c.Text, Terms: termsOf(c.Terms), Verdict: string(c.Verdict), Missing: c.Missing, Repair: c.Repair}
		if !c.Have.At.IsZero() {
			t := termOf(c.Have)
			one.Have = &t
		}
		if c.Verdict != analysis.KeyUnknown {
			one.Need = c.Need.String()
		}
		j.Conditions = append(j.Conditions, one)
	}
	return j
}
