package lint

import (
	"iter"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// What the rules about claims, bindings, storage, errors and keys look up beside the subjects of subject.go.

// opensResources are the tokens that a resource server takes by themselves.
var opensResources = []specs.TokenType{specs.AccessToken, specs.ExchangedToken}

// FormatOf is how a token's string is built, for the choice of a spot; empty where the policy does not say.
func (p *Pass) FormatOf(token string, sel specs.Selection) specs.TokenFormat {
	f := Get[specs.Format](p, "tokens."+token+".format", sel)
	return f.Kind.V
}

// lacking are the claims of a list that a token never carries. One that is undecided is not lacking.
func lacking(claims specs.Map[specs.Claim], names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		c := claims.Get(name)
		return c != nil && c.State != specs.None && c.Present.V != specs.PresentNever
	})
}

// unsteady are the claims of a list that a token carries only sometimes.
func unsteady(claims specs.Map[specs.Claim], names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		c := claims.Get(name)
		return c == nil || c.Present.V != specs.PresentMaybe && c.Present.V != specs.PresentNull
	})
}

// presenceOf is the spot where a claim's presence is stated.
func presenceOf(s Spot, claims specs.Map[specs.Claim], name string) Spot {
	c := claims.Get(name)
	return s.In(name, c.Mark).In("present", c.Present.Mark)
}

// Varies reports whether a variant bears on a setting. What is inserted into the base does not reach into a variant, so
// that such a repair is offered only where there is none.
func (p *Pass) Varies(path string) bool { return len(p.AxisValues(path)) > 0 }

// stateEach offers to state several silent settings below one path, each with the same text.
func (r Report) stateEach(p *Pass, file, below string, names []string, text string) {
	if p.Varies(below) || len(names) == 0 {
		return
	}
	changes := make([]diag.Change, len(names))
	for i, name := range names {
		changes[i] = diag.Change{Op: diag.Insert, At: diag.Span{File: file}, Path: below + "." + name, Text: text}
	}
	r.fix("add "+strings.Join(names, ", "), changes...)
}

// Accepted are the tokens that a resource server takes: those that it names, else all access tokens.
func (p *Pass) Accepted(resource string, sel specs.Selection) []string {
	named := Get[specs.Values[specs.TokenID]](p, "resource_servers."+resource+".accepts", sel)
	var out []string
	for _, id := range specs.Plain(named) {
		out = append(out, string(id))
	}
	if len(out) == 0 {
		return p.TokensOf(specs.AccessToken)
	}
	return out
}

// boundByDPoP reports whether a token is bound by DPoP, always, for a choice.
func (p *Pass) boundByDPoP(token string, sel specs.Selection) bool {
	list := Get[specs.List[specs.Binding]](p, "tokens."+token+".binding", sel)
	return slices.ContainsFunc(list.Items, func(b specs.Binding) bool { return b.To.V == specs.BindingDPoP && !b.Optional.Or(false) })
}

// usesDPoP reports whether any token, in any variant, is bound by DPoP.
func (p *Pass) usesDPoP() bool { return p.usesBinding(specs.BindingDPoP, standard.FeatureDPoP) }

// usesMTLS reports whether any token or client, in any variant, relies on a client certificate.
func (p *Pass) usesMTLS() bool {
	for _, auths := range Each[specs.Values[specs.ClientAuth]](p, "clients.*.auth") {
		if specs.Has(auths, specs.AuthTLS) || specs.Has(auths, specs.AuthSelfSignedTLS) {
			return true
		}
	}
	return p.usesBinding(specs.BindingMTLS, standard.FeatureMTLS)
}

func (p *Pass) usesBinding(to specs.BindingType, feature standard.Feature) bool {
	if p.Has(feature) {
		return true
	}
	for _, list := range Each[specs.List[specs.Binding]](p, "tokens.*.binding") {
		if slices.ContainsFunc(list.Items, func(b specs.Binding) bool { return b.To.V == to }) {
			return true
		}
	}
	return false
}

// refusal is one error of the policy's own, for one choice.
type refusal struct {
	Spot
	pass *Pass
	// Code is what goes over the wire; CodeAt where it is stated, else where the error is.
	Code   string
	CodeAt Spot
	// Surfaces are the surfaces of the standards where it appears; own endpoints are left out.
	Surfaces []standard.Surface
	// Foreign is true where it appears at an endpoint of the team's own too.
	Foreign bool
}

// refusals yields the errors that the policy states, for each choice that their code, their surfaces and the settings
// looked at tell apart.
func refusals(p *Pass, looked ...string) iter.Seq[refusal] {
	with := []string{"errors.causes.*.at"}
	for _, key := range looked {
		with = append(with, "errors.causes.*."+key)
	}
	return func(yield func(refusal) bool) {
		for s, code := range EachOrSilent[specs.Value[string]](p, "errors.causes.*.code", with...) {
			if code.State == specs.None || code.State == specs.Undecided {
				continue
			}
			r := refusal{pass: p, Code: code.Or(s.Name())}
			r.Spot = Spot{Path: "errors.causes." + s.Name(), Names: s.Names, Sel: s.Sel}
			r.Spot.At = p.Whereabouts(r.Spot.Path)
			r.CodeAt = r.Spot
			if code.IsSet() {
				r.CodeAt = s
			}
			at := Get[specs.Values[specs.Surface]](p, r.Spot.Path+".at", s.Sel)
			names := specs.Plain(at)
			if !at.Stated() {
				names = specs.Plain(Get[specs.Values[specs.Surface]](p, "errors.adopt", s.Sel))
			}
			for _, name := range names {
				if info, ok := standard.SurfaceByKey(standard.Surface(name)); ok {
					r.Surfaces = append(r.Surfaces, info.Surface)
				} else {
					r.Foreign = true
				}
			}
			if !yield(r) {
				return
			}
		}
	}
}

// On reports whether the error appears at one of some surfaces.
func (r refusal) On(surfaces ...standard.Surface) bool {
	return slices.ContainsFunc(r.Surfaces, func(s standard.Surface) bool { return slices.Contains(surfaces, s) })
}

// Standard is the standard's entry for the error on a surface where it appears.
func (r refusal) Standard(surface standard.Surface) (standard.ErrorCode, bool) {
	if !r.On(surface) {
		return standard.ErrorCode{}, false
	}
	return standard.ErrorByCode(r.Code, surface)
}

// known reports whether the standards have the error on any surface where it appears.
func (r refusal) known() bool {
	return slices.ContainsFunc(r.Surfaces, func(s standard.Surface) bool {
		_, ok := standard.ErrorByCode(r.Code, s)
		return ok
	})
}

// agreed is the status that the standards give the error on all its surfaces; ok is false where they differ or are silent.
func (r refusal) agreed() (status int, ok bool) {
	for _, s := range r.Surfaces {
		std, known := standard.ErrorByCode(r.Code, s)
		if !known || std.Status == 0 || status != 0 && status != std.Status {
			return 0, false
		}
		status = std.Status
	}
	return status, status != 0 && !r.Foreign
}

// Status is the status that the policy states, and where.
func (r refusal) Status() (Spot, specs.Value[specs.Status]) {
	return At[specs.Value[specs.Status]](r.pass, r.Path+".status", r.Sel)
}

// effectiveStatus is the status on a surface: what the policy states, else what the standard says.
func (r refusal) effectiveStatus(surface standard.Surface) int {
	if _, own := r.Status(); own.IsSet() {
		return int(own.V)
	}
	std, _ := r.Standard(surface)
	return std.Status
}

// Headers are the headers that the policy states, and where.
func (r refusal) Headers() (Spot, specs.Map[specs.Value[string]]) {
	return At[specs.Map[specs.Value[string]]](r.pass, r.Path+".headers", r.Sel)
}

// lacksHeader reports whether the policy states headers without this one; silent is true where it states none and the
// standards give none either.
func (r refusal) lacksHeader(name string) (s Spot, stated, silent bool) {
	s, headers := r.Headers()
	switch headers.State {
	case specs.None:
		return s, true, false
	case specs.Set:
		_, have := statedHeader(headers, name)
		return s, !have, false
	case specs.Silent:
		return s, false, !r.known()
	}
	return s, false, false
}

// statedHeader finds a header by its name, in any case.
func statedHeader(headers specs.Map[specs.Value[string]], name string) (*specs.Value[string], bool) {
	for i := range headers.Entries {
		if e := &headers.Entries[i]; strings.EqualFold(e.ID, name) && e.V.State != specs.None {
			return &e.V, true
		}
	}
	return nil, false
}
