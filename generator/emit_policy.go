package generator

import (
	"bytes"
	"encoding/json"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// resolved writes policy.json: the policy as resolved, the place of each setting, and the effective values.
var resolved = Emitter{Name: "policy.json", Emit: func(b *book.Book) ([]File, error) {
	out := resolvedPolicy{
		Format:   string(specs.V1),
		Hash:     b.Policy.Hash(),
		Date:     dateText(b.Policy.Date),
		Settings: json.RawMessage(b.Policy.JSON()),
		Places:   []placeJSON{},
		Values:   []effectiveJSON{},
		Analysis: analysisOf(b.Facts),
		Findings: findingsJSON(b.Findings),
	}
	b.Policy.Visit(func(s *specs.Setting) {
		if s.Path == "" {
			return
		}
		place := placeJSON{Path: s.Path, State: s.Mark.State.String(), At: s.Mark.At.String()}
		for _, via := range s.Mark.Via {
			place.Via = append(place.Via, via.String())
		}
		if s.Variant != nil {
			place.When = s.Variant.When.Text()
		}
		out.Places = append(out.Places, place)
	})
	for _, v := range b.Facts.Values {
		e := effectiveJSON{Path: v.Path, Selection: v.Selection, Value: v.Text, Chain: []stepJSON{}}
		for _, step := range v.Chain {
			j := stepJSON{At: step.At.String(), Value: step.Text(), Because: string(step.Because)}
			if step.Variant != nil {
				j.When = step.Variant.When.Text()
			}
			e.Chain = append(e.Chain, j)
		}
		out.Values = append(out.Values, e)
	}
	for _, l := range b.Facts.Lives {
		sel := specs.Selection{}
		if l.Client != "" {
			sel[specs.AxisClient] = l.Client
		}
		if l.Environment != "" {
			sel[specs.AxisEnvironment] = l.Environment
		}
		j := lifeJSON{Token: l.Token, Client: l.Client, Environment: l.Environment}
		if r, ok := analysis.LongestLife(b.Policy, &l.Lifetime, sel, 1+len(b.Policy.Settings.Entries)); ok {
			j.Default, j.Max = r.Default.String(), r.Max.String()
			if r.Default.Kind == specs.Finite {
				seconds := r.Default.D.Seconds()
				j.Seconds = &seconds
			}
		}
		out.Lives = append(out.Lives, j)
	}
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return nil, err
	}
	return []File{{Path: "policy.json", Data: buf.Bytes()}}, nil
}}

type resolvedPolicy struct {
	Format   string          `json:"tokenbook"`
	Hash     string          `json:"hash"`
	Date     string          `json:"date,omitempty"`
	Settings json.RawMessage `json:"settings"`
	Places   []placeJSON     `json:"places"`
	Values   []effectiveJSON `json:"effective"`
	Lives    []lifeJSON      `json:"lifetimes,omitempty"`
	Analysis *analysisJSON   `json:"analysis,omitempty"`
	Findings []findingJSON   `json:"findings"`
}

type placeJSON struct {
	Path  string   `json:"path"`
	State string   `json:"state"`
	At    string   `json:"at"`
	When  string   `json:"when,omitempty"`
	Via   []string `json:"via,omitempty"`
}

type effectiveJSON struct {
	Path      string            `json:"path"`
	Selection map[string]string `json:"selection"`
	Value     string            `json:"value"`
	Chain     []stepJSON        `json:"chain"`
}

type stepJSON struct {
	At      string `json:"at"`
	Value   string `json:"value"`
	When    string `json:"when,omitempty"`
	Because string `json:"because,omitempty"`
}

type lifeJSON struct {
	Token       string `json:"token"`
	Client      string `json:"client,omitempty"`
	Environment string `json:"environment,omitempty"`
	Default     string `json:"default,omitempty"`
	Max         string `json:"max,omitempty"`
	// Seconds is the default in seconds, absent where the token has no end.
	Seconds *int64 `json:"default_seconds,omitempty"`
}

type findingJSON struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Setting  string `json:"setting,omitempty"`
	At       string `json:"at"`
	Message  string `json:"message"`
}

func findingsJSON(findings diag.List) []findingJSON {
	out := []findingJSON{}
	for _, f := range findings {
		out = append(out, findingJSON{Rule: f.Rule, Severity: f.Severity.String(), Setting: f.Setting, At: f.At.String(), Message: f.Message})
	}
	return out
}

func dateText(d specs.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
