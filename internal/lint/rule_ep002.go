package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var tokenResponseCached = &Rule{
	ID: "EP002", Title: "token response that caches keep, or that hides what was granted",
	Why: "A cache on the way would hand one user's token to the next; a client that is not told the scope or the life has to guess.",
	Cites: []Cite{
		{"RFC 6749", "5.1", "MUST"},
		{"ASVS 5.0", "14.3.2", ""},
		{"RFC 9449", "8.2", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad:    "issuers:\n  main:\n    endpoints: {token: {path: /oauth2/token, cache_control: private}}\n",
	Good:   "issuers:\n  main:\n    endpoints: {token: {path: /oauth2/token, cache_control: no-store}}\n",
	At:     "issuers.main.endpoints.token.cache_control",
	Repair: "writes no-store",
	Check: func(p *Pass) {
		for s, v := range Each[specs.Value[string]](p, "issuers.*.endpoints.*.cache_control") {
			if s.Names[1] == "token" && (v.State == specs.None || v.IsSet() && !noStore(v.V)) {
				p.Report(s, "answers that hold tokens may be kept by caches; write no-store").Write(s, "no-store")
			}
		}
		for s, r := range Each[specs.Response](p, "issuers.*.responses.*") {
			if s.Names[1] != "token" || r.State != specs.Set {
				continue
			}
			cachedByHeader(p, s, r)
			for i := range r.Fields.Entries {
				f := &r.Fields.Entries[i]
				if f.V.Present.V != specs.PresentNever || !f.V.Present.IsSet() {
					continue
				}
				at := s.In("fields", r.Fields.Mark).In(f.ID, f.V.Mark).In("present", f.V.Present.Mark)
				switch f.ID {
				case "scope":
					p.Report(at, "a client that got less than it asked for is not told; write maybe, and send it wherever it differs")
				case "expires_in":
					if endless(p, string(f.V.Of.V), s.Sel) {
						continue // there is no end to tell
					}
					p.Report(at, "clients cannot know when the token ends; write always").AtMost(diag.Warning)
				}
			}
		}
	},
}

// cachedByHeader judges the Cache-Control header of a response.
func cachedByHeader(p *Pass, s Spot, r specs.Response) {
	for i := range r.Headers.Entries {
		h := &r.Headers.Entries[i]
		if !strings.EqualFold(h.ID, "cache-control") {
			continue
		}
		at := s.In("headers", r.Headers.Mark).In(h.ID, h.V.Mark)
		value, present := at.In("value", h.V.Value.Mark), at.In("present", h.V.Present.Mark)
		switch {
		case h.V.Present.IsSet() && h.V.Present.V == specs.PresentNever:
			p.Report(present, "answers that hold tokens may be kept by caches; write always, with the value no-store")
		case h.V.Value.State == specs.None || h.V.Value.IsSet() && !noStore(h.V.Value.V):
			p.Report(value, "answers that hold tokens may be kept by caches; write no-store").Write(value, "no-store")
		}
	}
}

// noStore reports whether a Cache-Control header keeps an answer out of every cache.
func noStore(header string) bool {
	for directive := range strings.SplitSeq(header, ",") {
		if strings.EqualFold(strings.TrimSpace(directive), "no-store") {
			return true
		}
	}
	return false
}

// endless reports whether a token has no end for a choice. Where none is named, it is any access token.
func endless(p *Pass, token string, sel specs.Selection) bool {
	tokens := []string{token}
	if token == "" {
		tokens = p.TokensOf(specs.AccessToken)
	}
	return slices.ContainsFunc(tokens, func(id string) bool {
		bound, ok := p.Longest(Get[specs.Lifetime](p, "tokens."+id+".lifetime", sel), sel)
		return ok && bound.Max.Kind != specs.Finite
	})
}
