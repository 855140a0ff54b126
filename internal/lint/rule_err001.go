package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var unregisteredErrorCode = &Rule{
	ID: "ERR001", Title: "error code that the surface does not have",
	Why: "Client libraries branch on the registered codes. One that is made up, or belongs elsewhere, falls through to the last branch, where users are signed out or requests repeated.",
	Cites: []Cite{
		{"RFC 6749", "8.5", "MUST"},
		{"RFC 6750", "3.1", ""},
		{"RFC 9068", "4", "MUST"},
		{"IANA OAuth Parameters", "", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "errors:\n  causes:\n    expired: {code: token_expired, at: resource}\n",
	Good:   "errors:\n  causes:\n    expired: {code: invalid_token, at: resource}\n",
	At:     "errors.causes.expired.code",
	Repair: "writes the registered code, where only one covers the case",
	Check: func(p *Pass) {
		for r := range refusals(p) {
			for _, surface := range r.Surfaces {
				if _, ok := standard.ErrorByCode(r.Code, surface); !ok {
					judgeCode(p, r, surface)
				}
			}
		}
	},
}

func judgeCode(p *Pass, r refusal, surface standard.Surface) {
	info, _ := standard.SurfaceByKey(surface)
	title := strings.ToLower(info.Title)
	looks := standard.LookAlikes()
	alike := slices.IndexFunc(looks, func(l standard.LookAlike) bool { return l.Code == r.Code })
	if alike >= 0 {
		var use []string
		for _, key := range looks[alike].Use {
			if code, ok := strings.CutPrefix(key, string(surface)+"."); ok {
				use = append(use, code)
			}
		}
		if len(use) > 0 {
			rep := p.Report(r.CodeAt, "%s is registered nowhere; write %s, and tell the exact reason in the log alone", diag.Quote(r.Code), strings.Join(use, " or "))
			if len(use) == 1 && len(r.Surfaces) == 1 && r.CodeAt.Path != r.Path {
				rep.Write(r.CodeAt, use[0])
			}
			return
		}
	}
	if elsewhere := standard.ErrorsByCode(r.Code); len(elsewhere) > 0 {
		var where []string
		for _, e := range elsewhere {
			where = append(where, string(e.Surface))
		}
		p.Report(r.CodeAt, "%s is no error of the %s; it is one of %s", diag.Quote(r.Code), title, strings.Join(where, ", "))
		return
	}
	if !ownName(p, r.Code) {
		p.Report(r.CodeAt, "%s is registered for no surface, and may be one day with another meaning; use a registered code, or begin it with a name of your own, such as %s",
			diag.Quote(r.Code), diag.Quote(string(p.Policy.Policy.ID.Or("acme"))+"_"+r.Code)).AtMost(diag.Warning)
	}
}

// ownName reports whether a code shows that it is the team's own: by the name of the policy, or by being a URI or a
// dotted name, which no registered code is.
func ownName(p *Pass, code string) bool {
	own := string(p.Policy.Policy.ID.Or(specs.ID("")))
	return strings.ContainsAny(code, ".:/") || strings.HasPrefix(code, "x_") || own != "" && (strings.HasPrefix(code, own+"_") || strings.HasPrefix(code, own+"-"))
}
