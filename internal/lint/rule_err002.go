package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// withChallenge are the surfaces of protected resources (RFC 6750 section 3).
var withChallenge = []standard.Surface{standard.SurfaceResource, standard.SurfaceUserinfo}

var wrongChallenge = &Rule{
	ID: "ERR002", Title: "status or challenge of a resource server is wrong",
	Why: "From status and challenge a client learns whether to refresh, to ask for more, or to give up. A wrong one makes it sign users out or loop.",
	Cites: []Cite{
		{"RFC 6750", "3.1", "SHOULD"},
		{"RFC 6750", "3", "MUST"},
		{"RFC 9449", "7.1", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "errors:\n  causes:\n    expired: {code: invalid_token, at: resource, status: 403}\n",
	Good:   "errors:\n  causes:\n    expired: {code: invalid_token, at: resource, status: 401}\n",
	At:     "errors.causes.expired.status",
	Repair: "writes the status of the standard, or adds the challenge",
	Check: func(p *Pass) {
		for r := range refusals(p, "status", "headers", "token_state") {
			at, status := r.Status()
			for _, surface := range withChallenge {
				std, ok := r.Standard(surface)
				if !ok || !std.CodeOnWire || !status.IsSet() || int(status.V) == std.Status {
					continue
				}
				rep := p.Report(at, "%s has status %d here; write %d", r.Code, std.Status, std.Status).AtMost(diag.Warning).Cite(Cite{std.Cite.Document, std.Cite.Section, ""})
				if agreed, one := r.agreed(); one && agreed == std.Status {
					rep.Write(at, strconv.Itoa(agreed))
				}
				break
			}
			if r.On(withChallenge...) {
				unchallenged(p, r)
			}
		}
	},
}

// unchallenged finds a 401 without WWW-Authenticate, and a challenge that accuses a call which brought no token.
func unchallenged(p *Pass, r refusal) {
	refused := slices.ContainsFunc(withChallenge, func(s standard.Surface) bool { return r.On(s) && r.effectiveStatus(s) == 401 })
	s, headers := r.Headers()
	if refused {
		cite := Cite{"RFC 6750", "3", "MUST"}
		switch at, stated, silent := r.lacksHeader("WWW-Authenticate"); {
		case stated:
			rep := p.Report(at, "a 401 of a resource server carries WWW-Authenticate; add it").Cite(cite)
			if headers.State == specs.Set && r.known() && !p.Varies(at.Path) && !p.usesDPoP() { // the scheme is Bearer without doubt
				rep.State(at.At.File, at.Path+".WWW-Authenticate", `'Bearer error="`+r.Code+`"'`)
			}
		case silent:
			p.Missing(at, "a 401 of a resource server carries WWW-Authenticate; write it").Cite(cite)
		}
	}
	state := Get[specs.Value[specs.TokenState]](p, r.Path+".token_state", r.Sel)
	if state.V != specs.TokenMissing {
		return
	}
	challenge, _ := statedHeader(headers, "WWW-Authenticate")
	std, known := r.Standard(standard.SurfaceResource)
	switch cite := (Cite{"RFC 6750", "3.1", "SHOULD NOT"}); {
	case challenge != nil && strings.Contains(challenge.V, "error="):
		p.Report(s.In("WWW-Authenticate", challenge.Mark), "a call without a token gets no error code; name the scheme alone").AtMost(diag.Warning).Cite(cite)
	case challenge == nil && known && std.CodeOnWire:
		p.Report(r.CodeAt, "a call without a token gets no error code; use missing_credentials, which only names the case").AtMost(diag.Warning).Cite(cite)
	}
}
