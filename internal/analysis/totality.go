package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// ErrorCell is what a surface answers to a token in one state: for every reachable state there must be exactly one
// error cause and one client action. A cause that names the state (`token_state`) and the token, or no token, outranks
// one that only has the code which the standard uses for the state; the adopted entry of the standard stands for what
// no cause of the policy names.
//
// Judged are the surfaces that the policy adopts or gives causes to, and that take tokens: resource servers, and the
// token endpoint for what is traded there.
type ErrorCell struct {
	Token   string
	Surface specs.Surface
	State   specs.TokenState
	// Reached is the setting because of which the state can be reached.
	Reached string
	// Causes are the errors that answer; Standard is true where only the standard's own entry does.
	Causes   []string
	Standard bool
	// At are the places of the causes, without those that are the standard's alone.
	At []diag.Span
	// Code is what is seen on the wire; Action is what the client does. Both are empty where there is not exactly one cause.
	Code   string
	Action specs.ClientAction
	// Verdict says whether there is exactly one of each.
	Verdict ErrorVerdict
}

// ErrorVerdict says whether a state has one error.
type ErrorVerdict string

// The verdicts.
const (
	ErrorOne      ErrorVerdict = "one"       // one cause, one action
	ErrorGap      ErrorVerdict = "gap"       // no cause
	ErrorOverlap  ErrorVerdict = "overlap"   // several causes
	ErrorNoAction ErrorVerdict = "no action" // one cause, and nothing says what a client does
)

// ErrorFault is something about causes that no cell shows.
type ErrorFault struct {
	// Kind is unreachable, for a cause that names a state which no token is in there, or indistinct, for causes that
	// look the same on the wire and ask for different actions.
	Kind    string
	Surface specs.Surface
	Causes  []string
	At      []diag.Span
	// Text says what the fault is.
	Text string
}

// ErrorTable is the whole judgement of errors.
type ErrorTable struct {
	Cells  []ErrorCell
	Faults []ErrorFault
}

// totality judges errors.
type totality struct {
	*reader
	places *exposing
}

func errorTable(r *reader, places *exposing) ErrorTable {
	x := &totality{reader: r, places: places}
	var out ErrorTable
	met := map[specs.Surface]map[specs.TokenState][]string{} // the tokens that reach a state
	for _, surface := range []specs.Surface{specs.SurfaceResource, specs.SurfaceToken} {
		if !x.judged(surface) {
			continue
		}
		met[surface] = map[specs.TokenState][]string{}
		for _, token := range x.taken(surface) {
			for _, r := range x.reachable(token, surface) {
				met[surface][r.state] = append(met[surface][r.state], token)
				out.Cells = append(out.Cells, x.cell(token, surface, r))
			}
		}
	}
	out.Faults = append(x.unreachable(met), x.indistinct()...)
	return out
}

// judged reports whether the policy says anything of errors at a surface.
func (x *totality) judged(surface specs.Surface) bool {
	if specs.Has(x.p.Errors.Adopt, surface) {
		return true
	}
	return slices.ContainsFunc(x.p.Causes, func(c specs.ResolvedCause) bool { return c.Own != nil && x.at(&c, surface) })
}

// at reports whether a cause can appear at a surface.
func (x *totality) at(c *specs.ResolvedCause, surface specs.Surface) bool {
	if c.Own == nil {
		return specs.Surface(c.Standard.Surface) == surface
	}
	surfaces := c.Own.Surfaces
	if !surfaces.Stated() {
		surfaces = x.p.Errors.Adopt
	}
	return specs.Has(surfaces, surface)
}

// traded are the types of token that the token endpoint takes.
var traded = []specs.TokenType{specs.RefreshToken, specs.AuthorizationCode, specs.DeviceCode, specs.AuthenticationRequestID}

// taken are the tokens that a surface takes.
func (x *totality) taken(surface specs.Surface) []string {
	var out []string
	for i := range x.p.Tokens.Entries {
		e := &x.p.Tokens.Entries[i]
		takes := slices.Contains(traded, e.V.Type.V)
		if surface == specs.SurfaceResource {
			takes = slices.ContainsFunc(x.places.placesOf(e.ID), func(s place) bool { return !s.issuer })
		}
		if takes {
			out = append(out, e.ID)
		}
	}
	return out
}

// cell looks for the causes that answer to a state.
func (x *totality) cell(token string, surface specs.Surface, r reach) ErrorCell {
	c := ErrorCell{Token: token, Surface: surface, State: r.state, Reached: r.path}
	var exact, general []*specs.ResolvedCause
	for i := range x.p.Causes {
		cause := &x.p.Causes[i]
		if !x.at(cause, surface) {
			continue
		}
		switch own := cause.Own; {
		case own == nil:
			if slices.Contains(x.codes(token, r.state), cause.Standard.Key()) {
				general = append(general, cause)
			}
		case len(own.Tokens.Items) > 0 && !specs.Has(own.Tokens, specs.TokenID(token)) && r.state != specs.TokenWrongType:
		case own.TokenState.IsSet():
			if own.TokenState.V == r.state {
				exact = append(exact, cause)
			}
		case slices.Contains(x.codes(token, r.state), string(surface)+"."+own.Code.Or(cause.ID)):
			general = append(general, cause)
		}
	}
	found := exact
	if len(found) == 0 {
		found = x.first(general, surface, x.codes(token, r.state))
	}
	if len(found) == 0 {
		if std, ok := x.adopted(surface, x.codes(token, r.state)); ok {
			c.Causes, c.Standard, c.Code, c.Action, c.Verdict = []string{std.Key()}, true, std.Code, specs.ClientAction(std.Action), ErrorOne
			return c
		}
	}
	for _, cause := range found {
		c.Causes = append(c.Causes, cause.ID)
		if cause.Own != nil {
			c.At = append(c.At, cause.Own.At)
		}
	}
	switch len(found) {
	case 0:
		c.Verdict = ErrorGap
	case 1:
		c.Standard = found[0].Own == nil
		c.Code, c.Action, c.Verdict = code(found[0]), action(found[0]), ErrorOne
		if c.Action == "" {
			c.Verdict = ErrorNoAction
		}
	default:
		c.Verdict = ErrorOverlap
	}
	return c
}

// first keeps the causes with the first code that the standard has for a state: the others are its alternatives.
func (x *totality) first(list []*specs.ResolvedCause, surface specs.Surface, codes []string) []*specs.ResolvedCause {
	for _, key := range codes {
		var out []*specs.ResolvedCause
		for _, c := range list {
			if string(surface)+"."+code(c) == key {
				out = append(out, c)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// adopted is the standard's entry for a state at a surface whose errors the policy takes over. It still stands where
// causes of the policy refine the code for other states.
func (x *totality) adopted(surface specs.Surface, codes []string) (standard.ErrorCode, bool) {
	if !specs.Has(x.p.Errors.Adopt, surface) {
		return standard.ErrorCode{}, false
	}
	for _, key := range codes {
		if name, ok := strings.CutPrefix(key, string(surface)+"."); ok {
			if std, ok := standard.ErrorByCode(name, standard.Surface(surface)); ok && std.AppliesWith(x.p.Has) {
				return std, true
			}
		}
	}
	return standard.ErrorCode{}, false
}

func code(c *specs.ResolvedCause) string {
	if c.Own == nil {
		return c.Standard.Code
	}
	return c.Own.Code.Or(c.ID)
}

// action is what a client does: what the cause says, else the standard's.
func action(c *specs.ResolvedCause) specs.ClientAction {
	switch {
	case c.Own != nil && c.Own.Then.Do.IsSet():
		return c.Own.Then.Do.V
	case c.Standard != nil:
		return specs.ClientAction(c.Standard.Action)
	}
	return ""
}

// unreachable are the causes that name a state which no token that they speak of reaches at any of their surfaces.
// Surfaces that are not judged may reach anything.
func (x *totality) unreachable(met map[specs.Surface]map[specs.TokenState][]string) []ErrorFault {
	var out []ErrorFault
	for i := range x.p.Causes {
		c := &x.p.Causes[i]
		if c.Own == nil || !c.Own.TokenState.IsSet() || c.Own.TokenState.V == specs.TokenValid {
			continue
		}
		surfaces := specs.Plain(c.Own.Surfaces)
		if len(surfaces) == 0 {
			continue
		}
		reached := false
		for _, s := range surfaces {
			by, judged := met[s]
			tokens := by[c.Own.TokenState.V]
			reached = reached || !judged || slices.ContainsFunc(tokens, func(t string) bool {
				return len(c.Own.Tokens.Items) == 0 || c.Own.TokenState.V == specs.TokenWrongType || specs.Has(c.Own.Tokens, specs.TokenID(t))
			}) || !judged || s == specs.SurfaceToken && c.Own.TokenState.V == specs.TokenWeakAuthentication && x.p.RiskSignals.Len() > 0
		}
		if !reached {
			out = append(out, ErrorFault{Kind: "unreachable", Surface: surfaces[0], Causes: []string{c.ID}, At: []diag.Span{c.Own.At},
				Text: "no token that " + string(surfaces[0]) + " takes can be " + words(c.Own.TokenState.V)})
		}
	}
	return out
}

// indistinct are causes that share surface, code and status, and ask for different actions: a client cannot tell.
func (x *totality) indistinct() []ErrorFault {
	var out []ErrorFault
	type look struct {
		surface specs.Surface
		code    string
		status  int
	}
	index := map[look]int{}
	actions := map[look][]specs.ClientAction{}
	for i := range x.p.Causes {
		c := &x.p.Causes[i]
		if c.Own == nil {
			continue
		}
		status := int(c.Own.Status.V)
		if !c.Own.Status.IsSet() && c.Standard != nil {
			status = c.Standard.Status
		}
		for _, s := range specs.Plain(c.Own.Surfaces) {
			key := look{s, code(c), status}
			at, ok := index[key]
			if !ok {
				at = len(out)
				index[key] = at
				out = append(out, ErrorFault{Kind: "indistinct", Surface: s})
			}
			out[at].Causes, out[at].At = append(out[at].Causes, c.ID), append(out[at].At, c.Own.At)
			if a := action(c); a != "" && !slices.Contains(actions[key], a) {
				actions[key] = append(actions[key], a)
			}
		}
	}
	for key, at := range index {
		var list []string
		for _, a := range actions[key] {
			list = append(list, words(a))
		}
		if len(list) > 1 {
			out[at].Text = key.code + " at " + string(key.surface) + " asks for several actions: " + strings.Join(list, ", ")
		}
	}
	return slices.DeleteFunc(out, func(f ErrorFault) bool { return f.Text == "" })
}
