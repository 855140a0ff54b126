package generator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// refusal is one cause of refusal on one surface.
type refusal struct {
	id     string
	own    *specs.Cause        // nil where the policy only adopts the standard's entry
	std    *standard.ErrorCode // nil for a code of the policy's own
	code   string              // on the wire; empty where none is sent or none is stated
	status int                 // 0 where it is not stated, or a redirect carries it
	at     diag.Span
}

// refusals are the causes on a surface, given all names under which the policy may speak of it: the policy's own first.
func (a *api) refusals(surfaces ...string) []refusal {
	var out []refusal
	for i := range a.p.Causes {
		if r, ok := a.refusal(i, surfaces); ok {
			out = append(out, r)
		}
	}
	return out
}

// cause is what holds for one of the policy's causes; nil where it only adopts the standard's entry.
func (a *api) cause(i int) *specs.Cause {
	rc := &a.p.Causes[i]
	if rc.Own == nil || a.causes[i] != nil {
		return a.causes[i]
	}
	own, _, ok := specs.Effective[specs.Cause](a.p, "errors.causes."+rc.ID, a.sel)
	if !ok {
		own = *rc.Own
	}
	a.causes[i] = &own
	return &own
}

// refusal is a cause, by its place among all, as it shows on a surface; ok is false where it does not appear there.
func (a *api) refusal(i int, surfaces []string) (refusal, bool) {
	rc := &a.p.Causes[i]
	r := refusal{id: rc.ID, std: rc.Standard}
	if rc.Own == nil {
		if !slices.Contains(surfaces, string(rc.Standard.Surface)) {
			return r, false
		}
		r.status = rc.Standard.Status
		if rc.Standard.CodeOnWire {
			r.code = rc.Standard.Code
		}
		r.at = a.p.Errors.Adopt.At
		for _, s := range a.p.Errors.Adopt.Items {
			if string(s.V) == string(rc.Standard.Surface) {
				r.at = s.At
			}
		}
		return r, true
	}
	own := a.cause(i)
	r.own, r.at, r.std = own, own.At, nil
	for _, s := range surfaces {
		if std, known := standard.ErrorByCode(own.Code.Or(rc.ID), standard.Surface(s)); known {
			r.std = &std
			break
		}
	}
	if !slices.ContainsFunc(surfaces, func(s string) bool { return a.appearsOn(own, rc.ID, s) }) {
		return r, false
	}
	switch {
	case own.Status.IsSet():
		r.status = int(own.Status.V)
	case r.std != nil && !own.Status.Stated():
		r.status = r.std.Status
	}
	switch {
	case own.Code.IsSet():
		r.code = own.Code.V
	case r.std != nil && r.std.CodeOnWire && !own.Code.Stated():
		r.code = r.std.Code
	}
	return r, true
}

// appearsOn reports whether a cause of the policy's own appears on a surface: it says so, or it says nothing and the
// policy adopts a surface that has its code.
func (a *api) appearsOn(own *specs.Cause, id, surface string) bool {
	if len(own.Surfaces.Items) > 0 {
		return specs.Has(own.Surfaces, specs.Surface(surface))
	}
	if !specs.Has(a.p.Errors.Adopt, specs.Surface(surface)) {
		return false
	}
	_, known := standard.ErrorByCode(own.Code.Or(id), standard.Surface(surface))
	if known {
		return true
	}
	return !slices.ContainsFunc(specs.Plain(a.p.Errors.Adopt), func(s specs.Surface) bool {
		_, elsewhere := standard.ErrorByCode(own.Code.Or(id), standard.Surface(s))
		return elsewhere
	})
}

// surfaces are the names under which the policy may speak of the errors of an endpoint.
func (op *operation) surfaces() []string {
	out := []string{op.key}
	if s := string(op.std.Surface); s != "" && s != op.key {
		out = append(out, s)
	}
	return out
}

// responseList are the responses of an operation: success, then refusals by status.
func (op *operation) responseList() *contract.Object {
	out := new(contract.Object).Set(op.success(), op.successResponse())
	refusals := op.refusals(op.surfaces()...)
	if op.known && op.std.Success == 0 {
		if refusals = op.redirected(out.Object(op.success()), refusals); len(refusals) == 0 {
			out.Set("4XX", new(contract.Object).Set("description", "Refused without a redirect, since the address of the client is not trusted. The policy does not specify it."))
		}
	}
	if op.endpoint.UnknownToken.IsSet() {
		if status := strconv.Itoa(int(op.endpoint.UnknownToken.V)); !out.Has(status) {
			out.Set(status, new(contract.Object).Set("description", "The token is not known."))
		}
	}
	op.addRefusals(out, op.name, refusals)
	if len(refusals) == 0 {
		op.unspecified(out)
	}
	return out
}

// unspecified says that the policy names no errors.
func (a *api) unspecified(out *contract.Object) {
	if !out.Has("4XX") {
		out.Set("4XX", new(contract.Object).Set("description", "Refused. The policy does not specify the errors here."))
	}
	out.Set("default", new(contract.Object).Set("description", "Anything else. The policy does not specify it."))
}

// addRefusals adds one response for each status.
func (a *api) addRefusals(out *contract.Object, name string, refusals []refusal) {
	var statuses []string
	byStatus := map[string][]refusal{}
	for _, r := range refusals {
		s := a.statusOf(&r)
		if byStatus[s] == nil {
			statuses = append(statuses, s)
		}
		byStatus[s] = append(byStatus[s], r)
	}
	slices.Sort(statuses) // "default" comes last
	for _, s := range statuses {
		response := a.refusalResponse(name, s, byStatus[s])
		if success := out.Object(s); success != nil {
			mixResponses(success, response)
			continue
		}
		out.Set(s, response)
	}
}

// statusOf is the status of a refusal as OpenAPI names it: that of its envelope where failure is told by the body
// alone, default where the policy states none.
func (a *api) statusOf(r *refusal) string {
	status := r.status
	if e := a.envelopeOf(r); e != nil && e.Status.IsSet() {
		status = int(e.Status.V)
	}
	if status == 0 {
		return "default"
	}
	return strconv.Itoa(status)
}

// mixResponses adds refusals to the response of success, for a server that tells failure by the body alone.
func mixResponses(success, refused *contract.Object) {
	text, _ := success.Get("description").(string)
	more, _ := refused.Get("description").(string)
	success.Set("description", strings.TrimSpace(text+" "+more))
	for _, key := range []string{"headers", "content"} {
		into, from := success.Object(key), refused.Object(key)
		if into == nil {
			success.Fill(key, from)
			continue
		}
		for _, name := range from.Keys() {
			if into.Has(name) && key == "content" {
				mixMedia(into.Object(name), from.Object(name))
			} else if !into.Has(name) {
				header := from.Object(name)
				into.Set(name, header)
			}
		}
	}
	success.Fill("x-tokenbook-errors", refused.Get("x-tokenbook-errors"))
}

func mixMedia(into, from *contract.Object) {
	into.Set("schema", new(contract.Object).Set("anyOf", contract.Of(into.Get("schema"), from.Get("schema"))))
	examples := into.Object("examples")
	if examples == nil {
		into.Fill("examples", from.Get("examples"))
		return
	}
	more := from.Object("examples")
	for _, name := range more.Keys() {
		as := name
		if examples.Has(as) {
			as = "error_" + name
		}
		examples.Set(as, more.Get(name))
	}
}

// refusalResponse is the response for all causes with one status.
func (a *api) refusalResponse(name, status string, refusals []refusal) *contract.Object {
	var words []string
	for _, r := range refusals {
		word := r.code
		if word == "" {
			word = r.id
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	text := "Refused: " + strings.Join(words, ", ") + "."
	if status == "default" {
		text += " The policy does not specify the status."
	}
	out := new(contract.Object).Set("description", escape.MarkdownText(text))
	out.Fill("headers", a.refusalHeaders(status, refusals))
	out.Fill("content", a.refusalContent(name, status, refusals))
	return out.Set("x-tokenbook-errors", a.errorFacts(refusals))
}

// errorFacts are what a client has to know of each cause, with the place where the policy states it.
func (a *api) errorFacts(refusals []refusal) contract.Array {
	var out contract.Array
	for i := range refusals {
		r := &refusals[i]
		o := new(contract.Object).Set("cause", r.id).Fill("code", r.code)
		if r.own != nil && r.own.Number.IsSet() {
			o.Set("number", int(r.own.Number.V))
		}
		o.Fill("meaning", a.meaning(r))
		action, retry := a.reaction(r)
		o.Fill("action", action).Fill("retryable", retry)
		if r.own != nil && r.own.UserMessage.IsSet() {
			o.Set("user-message", escape.Valid(r.own.UserMessage.V))
		}
		if r.own != nil && r.own.StableCode.IsSet() && !r.own.StableCode.V {
			o.Set("stable-code", false)
		}
		out = append(out, o.Fill("place", place(r.at)))
	}
	return out
}

// meaning is what a cause means, as plain text.
func (a *api) meaning(r *refusal) string {
	switch {
	case r.own != nil && r.own.Meaning.IsSet():
		return a.plain(r.own.Meaning.V)
	case r.std != nil:
		return r.std.Meaning
	}
	return ""
}

// reaction is what a client does, and whether the same request may be sent again.
func (a *api) reaction(r *refusal) (action, retry string) {
	if r.std != nil {
		action, retry = string(r.std.Action), string(r.std.Retry)
	}
	if r.own == nil {
		return action, retry
	}
	if r.own.Then.Do.IsSet() {
		action = string(r.own.Then.Do.V)
	}
	switch {
	case r.own.Retry.State == specs.None, r.own.Retry.Attempts.IsSet() && r.own.Retry.Attempts.V == 0:
		retry = string(standard.RetryNever)
	case r.own.Retry.IsSet() && r.own.Retry.Backoff.IsSet():
		retry = string(standard.RetryWithBackoff)
	case r.own.Retry.Attempts.IsSet() && r.own.Retry.Attempts.V == 1:
		retry = string(standard.RetryOnce)
	}
	return action, retry
}
