package lint

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var sampleDisagrees = &Rule{
	ID: "DOC001", Title: "sample that disagrees with the policy",
	Why: "Readers copy the sample, not the table.",
	Cites: []Cite{
		{"RFC 6749", "5.1", ""},
		{"ASVS 5.0", "7.1.1", ""},
	},
	Severity: diag.Error,
	Bad:      "tokens:\n  access: {type: access_token, lifetime: 10m, sample: {token_type: Bearer, expires_in: 3600}}\n",
	Good:     "tokens:\n  access: {type: access_token, lifetime: 10m, sample: {token_type: Bearer, expires_in: 600}}\n",
	At:       "tokens.access.sample",
	Check: func(p *Pass) {
		for s, raw := range Each[specs.Value[specs.Raw]](p, "tokens.*.sample") {
			judgeSample(p, s, raw.V)
		}
		for s, c := range Each[specs.EdgeCase](p, "tokens.*.edge_cases.*") {
			if c.Sample.IsSet() {
				judgeTimes(p, s.In("sample", c.Sample.Mark), c.Sample.V)
			}
		}
		for s, scenarios := range Each[specs.Map[specs.Scenario]](p, "scenarios") {
			if p.Claims(s).Nothing() || scenarios.State != specs.Set {
				continue
			}
			var missing []string
			for _, kind := range testedKinds(p) {
				if !slices.ContainsFunc(scenarios.Entries, func(e specs.Entry[specs.Scenario]) bool { return e.V.Kind.V == kind }) {
					missing = append(missing, string(kind))
				}
			}
			if len(missing) > 0 {
				p.Missing(s, "what has to happen on %s; add a scenario of each kind", strings.Join(missing, ", ")).AtMost(diag.Info)
			}
		}
	},
}

// judgeSample compares a sample token or answer with what the policy says of the token.
func judgeSample(p *Pass, s Spot, raw specs.Raw) {
	judgeTimes(p, s, raw)
	members := membersOf(raw)
	if members["exp"] == nil || p.Is(s.Name(), specs.DPoPProof) {
		return // not the claims of a token
	}
	for _, place := range p.Places("tokens." + s.Name() + ".claims.*") {
		_, c := At[specs.Claim](p, place.Path, s.Sel)
		name := place.Names[len(place.Names)-1]
		if c.Present.IsSet() && c.Present.V == specs.PresentAlways && members[name] == nil {
			p.Report(s, "the sample lacks %s, which is always there", name).Related(c.At, "the claim")
		}
	}
}

// judgeTimes compares the life that a sample shows with the lives that the token can have.
func judgeTimes(p *Pass, s Spot, raw specs.Raw) {
	if !p.Is(s.Name(), specs.AccessToken) && !p.Is(s.Name(), specs.IDToken) {
		return
	}
	shown, name := shownLife(membersOf(raw))
	if name == "" || name == "expires_in" && !p.Is(s.Name(), specs.AccessToken) {
		return
	}
	path := "tokens." + s.Name() + ".lifetime"
	var lives []string
	for _, sel := range append([]specs.Selection{{}}, analysis.Selections(p.Policy, path)...) {
		life := Get[specs.Lifetime](p, path, sel)
		bound, ok := p.Longest(life, sel)
		if !ok || bound.Max.Kind != specs.Finite {
			return // nothing to compare with
		}
		if spread := bound.Min; shown <= bound.Max.D && (shown == bound.Max.D || shown == bound.Default.D || spread.Kind == specs.Finite && shown >= spread.D && spread.D < bound.Max.D) {
			return
		}
		if text := bound.Max.String(); !slices.Contains(lives, text) {
			lives = append(lives, text)
		}
	}
	p.Report(s, "%s shows a life of %s; the token lives %s", name, shown, diag.OneOf(lives)).Related(p.Whereabouts(path), "the lifetime")
}

// shownLife is the life that a sample shows, and the member that shows it.
func shownLife(members map[string]any) (specs.Duration, string) {
	number := func(name string) (float64, bool) {
		n, ok := members[name].(float64)
		return n, ok
	}
	if n, ok := number("expires_in"); ok {
		return specs.Duration(time.Duration(n) * time.Second), "expires_in"
	}
	exp, hasExp := number("exp")
	if iat, ok := number("iat"); ok && hasExp {
		return specs.Duration(time.Duration(exp-iat) * time.Second), "exp"
	}
	return 0, ""
}

func membersOf(raw specs.Raw) map[string]any {
	var out map[string]any
	if json.Unmarshal(raw.JSON(), &out) != nil {
		return nil // a sample that is no mapping
	}
	return out
}

// testedKinds are the outcomes that every policy with such tokens has to be tested for.
func testedKinds(p *Pass) []specs.ScenarioKind {
	out := []specs.ScenarioKind{specs.ScenarioExpiry, specs.ScenarioRevocation, specs.ScenarioSkew}
	for r := range rotations(p) {
		if r.onUse() {
			out = append(out, specs.ScenarioReuse, specs.ScenarioConcurrency)
			break
		}
	}
	if p.Has(standard.FeatureDPoP) || p.Issuers.Len() > 0 {
		out = append(out, specs.ScenarioKeyRotation)
	}
	return append(out, specs.ScenarioOutage)
}
