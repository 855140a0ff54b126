package lint

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
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
		for s, f := range Each[specs.ResponseField](p, "issuers.*.responses.*.fields.*") {
			if n, err := strconv.ParseFloat(f.Value.V, 64); err == nil && f.Value.IsSet() && f.Of.IsSet() && f.Clock.V == specs.ClockExpiresIn && toldAlone(p, string(f.Of.V)) {
				compareLife(p, s.In("value", f.Value.Mark), string(f.Of.V), "expires_in", n)
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

// toldAlone reports whether an expires_in beside a token speaks of that token: a refresh token or an ID token comes with the
// access token of which it speaks.
func toldAlone(p *Pass, token string) bool {
	return p.Is(token, append([]specs.TokenType{specs.DeviceCode, specs.RequestURI}, opensResources...)...)
}

// judgeTimes compares the life that a sample shows with the lives that the token can have.
func judgeTimes(p *Pass, s Spot, raw specs.Raw) {
	members := membersOf(raw)
	number := func(name string) (float64, bool) {
		n, ok := members[name].(float64)
		return n, ok
	}
	if n, ok := number("expires_in"); ok && toldAlone(p, s.Name()) {
		compareLife(p, s, s.Name(), "expires_in", n)
		return
	}
	exp, ends := number("exp")
	if iat, begins := number("iat"); begins && ends && (p.Is(s.Name(), specs.IDToken) || p.Is(s.Name(), opensResources...)) {
		compareLife(p, s, s.Name(), "exp", exp-iat)
	}
}

// compareLife holds the seconds that a member shows to what the token can live under some choice: what clients are told
// where that is stated apart, and the member is there to tell them.
func compareLife(p *Pass, s Spot, token, member string, seconds float64) {
	path := "tokens." + token + ".lifetime"
	shown := specs.Duration(-1) // what no token lives
	if seconds >= 0 && seconds <= math.MaxInt64/float64(time.Second)/2 {
		shown = specs.Duration(seconds * float64(time.Second))
	}
	var lives []string
	for _, sel := range append([]specs.Selection{{}}, analysis.Selections(p.Policy, path)...) {
		life := Get[specs.Lifetime](p, path, sel)
		bound, ok := p.Longest(life, sel)
		if member == "expires_in" && life.Reported.IsSet() {
			bound, ok = p.Amount(life.Reported, sel)
		}
		if !ok || bound.Max.Kind != specs.Finite {
			return // nothing to compare with
		}
		if spread := bound.Min; shown >= 0 && shown <= bound.Max.D && (shown == bound.Max.D || shown == bound.Default.D || spread.Kind == specs.Finite && shown >= spread.D && spread.D < bound.Max.D) {
			return
		}
		if text := bound.Max.String(); !slices.Contains(lives, text) {
			lives = append(lives, text)
		}
	}
	said := strconv.FormatFloat(seconds, 'g', -1, 64) + " seconds"
	if shown >= 0 {
		said = shown.String()
	}
	p.Report(s, "%s shows a life of %s; the token lives %s", member, said, diag.OneOf(lives)).Related(p.Whereabouts(path), "the lifetime")
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
