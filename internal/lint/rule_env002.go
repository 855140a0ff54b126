package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var productionWeaker = &Rule{
	ID: "ENV002", Title: "production weaker than other environments, or a difference without a reason",
	Why: "What was loosened for a test reaches users when nobody remembers why it differs.",
	In:  []Ask{{BCP, diag.Error}, {ASVS2, diag.Error}},
	Bad: `issuers:
  staging: {url: https://id.staging.example.com, endpoints: {token: /oauth2/token, jwks: /.well-known/jwks.json}, keys: {signing: ES256}}
environments:
  production: {issuer: main, purpose: production}
  staging: {issuer: staging, purpose: staging}
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {environment: production}, lifetime: 24h, because: Fewer requests}
`,
	Good: `issuers:
  staging: {url: https://id.staging.example.com, endpoints: {token: /oauth2/token, jwks: /.well-known/jwks.json}, keys: {signing: ES256}}
environments:
  production: {issuer: main, purpose: production}
  staging: {issuer: staging, purpose: staging}
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {environment: staging}, lifetime: 5m, because: Renewal is tested more often}
`,
	At: "tokens.access.lifetime",
	Check: func(p *Pass) {
		production, others := purposes(p)
		// Details in the errors of production are for ERR005, which is graver about them there.
		for _, env := range production {
			longerThanElsewhere(p, env, others)
			uncheckedInProduction(p, env, others)
		}
		p.Visit(func(s *specs.Setting) {
			if s.Variant == nil || !strings.HasSuffix(s.Path, ".variants") || s.Mark.Because() != "" {
				return
			}
			if envs := environmentsOf(s.Variant.When); len(envs) > 0 && len(production) > 0 {
				p.Missing(Spot{Path: strings.TrimSuffix(s.Path, ".variants"), At: s.Mark.At}, "why %s differs; add because to the variant", strings.Join(envs, ", ")).AtMost(diag.Warning)
			}
		})
	},
}

// environmentsOf are the environments that a condition names.
func environmentsOf(when specs.Selector) []string {
	for _, term := range when.Terms {
		if term.Axis == specs.AxisEnvironment {
			return specs.Plain(term.Values)
		}
	}
	return nil
}

// purposes are the environments for real use, and the others.
func purposes(p *Pass) (production, others []string) {
	for i := range p.Environments.Entries {
		switch e := &p.Environments.Entries[i]; {
		case e.V.Purpose.V == specs.PurposeProduction && e.V.Purpose.IsSet():
			production = append(production, e.ID)
		case e.V.Purpose.IsSet():
			others = append(others, e.ID)
		}
	}
	return production, others
}

// inProduction reports whether the value at a spot holds in an environment for real use.
func inProduction(p *Pass, s Spot) bool {
	production, _ := purposes(p)
	if env, ok := s.Sel[specs.AxisEnvironment]; ok {
		return slices.Contains(production, env)
	}
	told := p.AxisValues(s.Path)[specs.AxisEnvironment] // these have choices of their own
	return slices.ContainsFunc(production, func(env string) bool { return !slices.Contains(told, env) })
}

// longerThanElsewhere finds lifetimes that are longer in production than in another environment, choice by choice. Where
// only the other environment differs, it has been made stricter for a test, which is nobody's fault: production has to
// be what a variant makes longer.
func longerThanElsewhere(p *Pass, env string, others []string) {
	for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
		if s.Sel[specs.AxisEnvironment] != env {
			continue
		}
		mine, ok := p.Longest(life, s.Sel)
		anywhere := maps.Clone(s.Sel)
		delete(anywhere, specs.AxisEnvironment)
		usual, known := p.Longest(Get[specs.Lifetime](p, s.Path, anywhere), anywhere)
		if !ok || !known || !lastsLonger(mine.Max, usual.Max) {
			continue
		}
		for _, other := range others {
			sel := s.Sel.With(specs.AxisEnvironment, other)
			at, elsewhere := At[specs.Lifetime](p, s.Path, sel)
			if theirs, ok := p.Longest(elsewhere, sel); ok && lastsLonger(mine.Max, theirs.Max) {
				p.Report(Spot{Path: s.Path, At: s.At, Names: s.Names}, "it is %s in %s and %s in %s; production gets the shorter one, tests the exception", mine.Max, env, theirs.Max, other).Related(at.At, "in %s", other)
				break
			}
		}
	}
}

// uncheckedInProduction finds checks that another environment makes and production does not.
func uncheckedInProduction(p *Pass, env string, others []string) {
	const path = "validation.checks"
	var lacking []string
	where := map[string]bool{}
	if _, ok := p.AxisValues(path)[specs.AxisEnvironment]; !ok {
		return
	}
	at, checks := At[specs.Values[specs.Check]](p, path, specs.Selection{specs.AxisEnvironment: env})
	for _, other := range others {
		theirs := Get[specs.Values[specs.Check]](p, path, specs.Selection{specs.AxisEnvironment: other})
		for _, c := range specs.Plain(theirs) {
			if !specs.Has(checks, c) {
				lacking, where[other] = append(lacking, string(c)), true
			}
		}
	}
	if len(lacking) == 0 || checks.State == specs.Undecided {
		return
	}
	slices.Sort(lacking)
	lacking = slices.Compact(lacking)
	names, elsewhere := strings.Join(lacking, ", "), strings.Join(slices.Sorted(maps.Keys(where)), ", ")
	switch checks.State {
	case specs.Silent:
		p.Missing(at, "what %s checks, while %s checks %s", env, elsewhere, names)
	case specs.None:
		p.Report(at, "%s does not check what %s does; write %s", env, elsewhere, names)
	default:
		p.Report(at, "%s does not check what %s does; add %s", env, elsewhere, names).Add(at, lacking...)
	}
}
