package specs

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
)

// resolveCauses joins the policy's errors with the standard's. A cause whose code and surface the standard knows
// refines that entry; adopted entries that nothing refines stand by themselves.
func resolveCauses(doc *Document) []ResolvedCause {
	var out []ResolvedCause
	refined, taken := map[string]bool{}, map[string]bool{}
	for i := range doc.Errors.Causes.Entries {
		e := &doc.Errors.Causes.Entries[i]
		rc := ResolvedCause{ID: e.ID, Own: &e.V}
		surfaces := Plain(e.V.Surfaces)
		if len(surfaces) == 0 {
			surfaces = Plain(doc.Errors.Adopt)
		}
		for _, s := range surfaces {
			std, ok := standard.ErrorByCode(e.V.Code.Or(e.ID), standard.Surface(s))
			if !ok {
				continue
			}
			if rc.Standard == nil {
				rc.Standard = &std
			}
			refined[std.Key()] = true
		}
		taken[e.ID] = true
		out = append(out, rc)
	}
	for _, s := range Plain(doc.Errors.Adopt) {
		for _, std := range standard.ErrorsOn(standard.Surface(s)) {
			if refined[std.Key()] || !std.AppliesWith(doc.Has) {
				continue
			}
			refined[std.Key()] = true
			id := std.Code
			if taken[id] {
				id = string(std.Surface) + "_" + std.Code
			}
			taken[id] = true
			out = append(out, ResolvedCause{ID: id, Standard: &std})
		}
	}
	return out
}

// namePages gives each error the address of its page: the one it states or its name. Of two that ask for the same, or
// for that of the index, the later gets a number.
func namePages(causes []ResolvedCause) {
	taken := map[string]bool{"index": true}
	for i := range causes {
		c := &causes[i]
		base := c.ID
		if c.Own != nil {
			base = string(c.Own.Page.Or(ID(c.ID)))
		}
		if escape.FileName(base) != base { // a name that some system reserves
			base = "page-" + base
		}
		c.Page = base
		for n := 2; taken[c.Page]; n++ {
			c.Page = base + "-" + indexKey(n)
		}
		taken[c.Page] = true
	}
}

// ErrorURL is the published address of an error's page, fit for error_uri and for the type of a problem; empty where the
// policy names no address of its site.
func (p *Policy) ErrorURL(c *ResolvedCause) string {
	site := strings.TrimRight(string(p.Site.URL.V), "/")
	if !p.Site.URL.IsSet() || site == "" {
		return ""
	}
	return site + "/errors/" + escape.URLPart(c.Page) + ".html"
}

// Cause is the error of that name, or nil.
func (p *Policy) Cause(id string) *ResolvedCause {
	for i := range p.Causes {
		if p.Causes[i].ID == id {
			return &p.Causes[i]
		}
	}
	return nil
}

// Has reports whether the policy uses an extension, going by the tokens, endpoints, grants and operations it states.
func (d *Document) Has(f standard.Feature) bool {
	endpoint := func(name string) bool {
		return slices.ContainsFunc(d.Issuers.Entries, func(e Entry[Issuer]) bool { return e.V.Endpoints.Get(name) != nil })
	}
	grant := func(g GrantType) bool {
		return slices.ContainsFunc(d.Clients.Entries, func(e Entry[Client]) bool { return Has(e.V.Grants, g) }) ||
			slices.ContainsFunc(d.Tokens.Entries, func(e Entry[Token]) bool {
				return slices.ContainsFunc(e.V.Issued.Items, func(i Issuance) bool { return i.Grant.V == g })
			})
	}
	bound := func(b BindingType) bool {
		return slices.ContainsFunc(d.Tokens.Entries, func(e Entry[Token]) bool {
			return slices.ContainsFunc(e.V.Binding.Items, func(x Binding) bool { return x.To.V == b })
		})
	}
	switch f {
	case standard.FeatureNone:
		return true
	case standard.FeatureDPoP:
		return bound(BindingDPoP)
	case standard.FeatureMTLS:
		return bound(BindingMTLS)
	case standard.FeatureStepUp:
		return d.Operations.Len() > 0 || d.ACRValues.Len() > 0
	case standard.FeatureDevice:
		return grant(GrantDeviceCode)
	case standard.FeatureCIBA:
		return grant(GrantCIBA)
	case standard.FeatureTokenExchange:
		return grant(GrantTokenExchange)
	case standard.FeaturePAR:
		return endpoint("pushed_authorization")
	case standard.FeatureRevocation:
		return endpoint("revocation")
	case standard.FeatureOIDC:
		return slices.ContainsFunc(d.Tokens.Entries, func(e Entry[Token]) bool { return e.V.Type.V == IDToken })
	case standard.FeaturePKCE:
		return grant(GrantAuthorizationCode)
	case standard.FeatureResourceIndicators:
		return d.ResourceServers.Len() > 1
	}
	return endpoint(string(f))
}
