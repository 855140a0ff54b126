package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// sendAgain are the actions after which the same request goes out once more.
var sendAgain = []specs.ClientAction{specs.ActionRetry, specs.ActionBackoff, specs.ActionPoll, specs.ActionSlowDown, specs.ActionUseNonce, specs.ActionRefresh}

var wrongTokenError = &Rule{
	ID: "ERR003", Title: "error of the token endpoint has another status, body or meaning than OAuth gives it",
	Why: "A client that repeats a refused refresh token looks like a thief and loses the whole family. A body or status that it does not expect hides what went wrong.",
	Cites: []Cite{
		{"RFC 6749", "5.2", "MUST"},
		{"Refresh Expiration", "6.2", "SHOULD"},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "errors:\n  causes:\n    dead_grant: {code: invalid_grant, at: token, then: backoff}\n",
	Good:   "errors:\n  causes:\n    dead_grant: {code: invalid_grant, at: token, then: reauthenticate}\n",
	At:     "errors.causes.dead_grant.then.do",
	Repair: "writes the status of the standard, or has the user sign in again after invalid_grant",
	Check: func(p *Pass) {
		for r := range refusals(p, "status", "headers", "then", "retry", "envelope") {
			std, ok := r.Standard(standard.SurfaceToken)
			if ok && std.CodeOnWire {
				tokenStatus(p, r, std)
			}
			if ok && r.Code == "invalid_grant" {
				deadGrant(p, r)
			}
			if r.On(standard.SurfaceToken) {
				if at, envelope := At[specs.Value[specs.EnvelopeID]](p, r.Path+".envelope", r.Sel); envelope.IsSet() {
					tokenBody(p, at, string(envelope.V))
				}
			}
		}
		for s, envelope := range Each[specs.Value[specs.EnvelopeID]](p, "errors.envelope", "errors.adopt") {
			if adopted := Get[specs.Values[specs.Surface]](p, "errors.adopt", s.Sel); envelope.IsSet() && specs.Has(adopted, specs.SurfaceToken) {
				tokenBody(p, s, string(envelope.V))
			}
		}
	},
}

func tokenStatus(p *Pass, r refusal, std standard.ErrorCode) {
	at, status := r.Status()
	// Without the Authorization header 400 will do for invalid_client; with it 401 is a MUST.
	lenient := r.Code == "invalid_client" && status.V == 400 && !usesBasic(p)
	if status.IsSet() && int(status.V) != std.Status && !lenient {
		rep := p.Report(at, "%s has status %d at the token endpoint; write %d", r.Code, std.Status, std.Status)
		if agreed, one := r.agreed(); one && agreed == std.Status {
			rep.Write(at, strconv.Itoa(agreed))
		}
	}
	if r.Code == "invalid_client" && r.effectiveStatus(standard.SurfaceToken) == 401 {
		if s, stated, _ := r.lacksHeader("WWW-Authenticate"); stated {
			p.Report(s, "invalid_client with status 401 carries WWW-Authenticate with the scheme that the client used; add it")
		}
	}
}

// usesBasic reports whether a client authenticates in the Authorization header.
func usesBasic(p *Pass) bool {
	for _, auths := range Each[specs.Values[specs.ClientAuth]](p, "clients.*.auth") {
		if specs.Has(auths, specs.AuthSecretBasic) {
			return true
		}
	}
	return false
}

// deadGrant finds clients that send a refused grant again.
func deadGrant(p *Pass, r refusal) {
	cite := Cite{"Refresh Expiration", "6.2", "SHOULD"}
	s, then := At[specs.Then](p, r.Path+".then", r.Sel)
	if do := s.In("do", then.Do.Mark); then.Do.IsSet() && slices.Contains(sendAgain, then.Do.V) {
		p.Report(do, "a grant that was refused stays refused, and sent again it looks like theft; write reauthenticate").Cite(cite).
			Write(do, string(specs.ActionReauthenticate))
		return
	}
	s, retry := At[specs.Retry](p, r.Path+".retry", r.Sel)
	if retry.Attempts.IsSet() && retry.Attempts.V > 0 {
		at := s.In("attempts", retry.Attempts.Mark)
		p.Report(at, "a grant that was refused stays refused, and sent again it looks like theft; write 0").Cite(cite).Write(at, "0")
	}
}

// tokenBody holds a body of the token endpoint to the one that OAuth fixes.
func tokenBody(p *Pass, s Spot, id string) {
	e := p.Envelopes.Get(id)
	if e == nil || !e.Type.IsSet() {
		return
	}
	named := func(name string) bool { f := e.Fields.Get(name); return f != nil && f.Present.V != specs.PresentNever }
	media, _, _ := strings.Cut(strings.ToLower(e.ContentType.V), ";")
	switch {
	case e.Type.V == specs.EnvelopeOAuth && (!e.ContentType.IsSet() || strings.TrimSpace(media) == "application/json"):
	case e.Type.V == specs.EnvelopeOAuth, e.Type.V == specs.EnvelopeJSON && e.ContentType.IsSet() && strings.TrimSpace(media) != "application/json":
		p.Report(s, "the token endpoint answers with application/json, not with %s; use a body of type oauth", diag.Quote(e.ContentType.V)).Related(e.At, "the body")
	case e.Type.V == specs.EnvelopeJSON && (named("error") || e.Fields.Len() == 0):
	case e.Type.V == specs.EnvelopeJSON:
		p.Report(s, "clients look for the code in the member error, which this body has not; use a body of type oauth").Related(e.At, "the body")
	default:
		p.Report(s, "an error of the token endpoint is JSON with the member error; a body of type %s does not take its place, so use one of type oauth", e.Type.V).Related(e.At, "the body")
	}
}
