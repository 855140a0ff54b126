package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// concern is what a deprecated thing has to do with: tokens, and the clients that they are issued to.
type concern struct {
	tokens  []string
	clients []string // nil for all
}

// concernOf finds the tokens that a deprecated thing concerns, by its kind and its name; ok is false where the policy does
// not tell.
func concernOf(p *Pass, d *specs.Deprecation) (c concern, ok bool) {
	name := d.Name.V
	switch d.What.V {
	case specs.DeprecatedToken:
		c.tokens = tokensWhere(p, func(id string, t *specs.Token) bool {
			return id == name || t.Title.V == name || string(t.Type.V) == name
		})
	case specs.DeprecatedClaim:
		c.tokens = tokensWhere(p, func(_ string, t *specs.Token) bool { return t.Claims.Get(name) != nil })
	case specs.DeprecatedScope:
		c.tokens = tokensWhere(p, func(_ string, t *specs.Token) bool { return specs.Has(t.Scopes, specs.ScopeID(name)) })
	case specs.DeprecatedGrant:
		c.tokens = tokensWhere(p, func(id string, t *specs.Token) bool {
			return name == string(specs.GrantRefreshToken) && p.Is(id, specs.RefreshToken) ||
				slices.ContainsFunc(t.Issued.Items, func(i specs.Issuance) bool { return string(i.Grant.V) == name })
		})
	case specs.DeprecatedAlgorithm, specs.DeprecatedKey:
		for i := range p.Facts().Keys {
			t := &p.Facts().Keys[i]
			set := p.Issuers.Get(t.Issuer).Keys.Get(t.Set)
			if d.What.V == specs.DeprecatedKey && (t.Set == name || t.Issuer+"."+t.Set == name) ||
				d.What.V == specs.DeprecatedAlgorithm && specs.Has(set.Algorithms, specs.Algorithm(name)) {
				c.tokens = append(c.tokens, t.Tokens...)
			}
		}
	case specs.DeprecatedClient, specs.DeprecatedClientAuth:
		for i := range p.Clients.Entries {
			e := &p.Clients.Entries[i]
			if d.What.V == specs.DeprecatedClient && (e.ID == name || e.V.Title.V == name) ||
				d.What.V == specs.DeprecatedClientAuth && specs.Has(e.V.Auth, specs.ClientAuth(name)) {
				c.clients = append(c.clients, e.ID)
			}
		}
		c.tokens = tokensWhere(p, func(id string, _ *specs.Token) bool {
			return slices.ContainsFunc(p.ClientsOf(id), func(client string) bool { return slices.Contains(c.clients, client) })
		})
	case specs.DeprecatedEndpoint, specs.DeprecatedAddress, specs.DeprecatedParameter, specs.DeprecatedError, specs.DeprecatedSetting, specs.DeprecatedVersion:
	}
	return c, len(c.tokens) > 0
}

func tokensWhere(p *Pass, is func(id string, t *specs.Token) bool) []string {
	var out []string
	for i := range p.Tokens.Entries {
		if e := &p.Tokens.Entries[i]; is(e.ID, &e.V) {
			out = append(out, e.ID)
		}
	}
	return out
}

// longest is the longest life of the tokens of a concern that have an end; zero where none has.
func (c concern) longest(p *Pass) (longest specs.Duration, token string) {
	for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
		client, one := s.Sel[specs.AxisClient]
		if !slices.Contains(c.tokens, s.Name()) || one && c.clients != nil && !slices.Contains(c.clients, client) {
			continue
		}
		if bound, ok := p.Longest(life, s.Sel); ok && bound.Max.Kind == specs.Finite && bound.Max.D > longest {
			longest, token = bound.Max.D, s.Name()
		}
	}
	return longest, token
}

// tokenWords is a token for a message: its name, and what it is where the name does not say it.
func tokenWords(p *Pass, token string) string {
	kind := strings.ReplaceAll(string(p.Tokens.Get(token).Type.V), "_", " ")
	if strings.ReplaceAll(token, "_", " ") == kind {
		return kind
	}
	return kind + " (" + token + ")"
}
