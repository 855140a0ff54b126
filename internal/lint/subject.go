package lint

import (
	"slices"
	"time"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// Is reports whether a token is of one of the types, in its first purpose or a further one.
func (p *Pass) Is(token string, types ...specs.TokenType) bool {
	t := p.Tokens.Get(token)
	return t != nil && slices.ContainsFunc(types, func(k specs.TokenType) bool {
		return t.Type.V == k || specs.Has(t.AlsoServesAs, k)
	})
}

// TokensOf are the tokens of some types, in the order of the policy.
func (p *Pass) TokensOf(types ...specs.TokenType) []string {
	return slices.DeleteFunc(p.Tokens.IDs(), func(id string) bool { return !p.Is(id, types...) })
}

// Holders are the clients that get the token at a spot: the one that the choice names, else all that get it. Where the
// policy does not say who gets its only refresh token, they are those that may use one. Else there are none.
func (p *Pass) Holders(s Spot) []string {
	if client, ok := s.Sel[specs.AxisClient]; ok {
		return []string{client}
	}
	if len(s.Names) == 0 {
		return nil
	}
	holders := p.ClientsOf(s.Name())
	if len(holders) == 0 && p.Is(s.Name(), specs.RefreshToken) && len(p.TokensOf(specs.RefreshToken)) == 1 {
		for i := range p.Clients.Entries {
			if e := &p.Clients.Entries[i]; specs.Has(e.V.Grants, specs.GrantRefreshToken) {
				holders = append(holders, e.ID)
			}
		}
	}
	return holders
}

// Client is a client by name, for the choice of a spot; nil where there is none of that name.
func (p *Pass) Client(id string) *specs.Client { return p.Clients.Get(id) }

// AnyHolder reports whether a client that gets the token at a spot is as asked.
func (p *Pass) AnyHolder(s Spot, is func(*specs.Client) bool) bool {
	return slices.ContainsFunc(p.Holders(s), func(id string) bool { return is(p.Clients.Get(id)) })
}

// keyBindings are the bindings whose every use is proved with a private key.
var keyBindings = []specs.BindingType{specs.BindingDPoP, specs.BindingMTLS, specs.BindingKey}

// KeyBound reports whether the token at a spot is useless without a key, always. A device fingerprint binds nothing
// (RFC 9700 section 4.10.1).
func (p *Pass) KeyBound(s Spot) bool {
	bindings := Get[specs.List[specs.Binding]](p, "tokens."+s.Name()+".binding", s.Sel)
	return slices.ContainsFunc(bindings.Items, func(b specs.Binding) bool {
		return !b.Optional.Or(false) && slices.Contains(keyBindings, b.To.V)
	})
}

// Uses reports whether any client may use one of the grants.
func (p *Pass) Uses(grants ...specs.GrantType) bool {
	for i := range p.Clients.Entries {
		for _, g := range grants {
			if specs.Has(p.Clients.Entries[i].V.Grants, g) {
				return true
			}
		}
	}
	return false
}

// followed bounds how far references between amounts of time are followed.
const followed = 20

// Longest is how long something can live at most, with the bound that counts from a fixed moment; ok is false where
// nothing is stated that can be worked out.
func (p *Pass) Longest(l specs.Lifetime, sel specs.Selection) (analysis.Range, bool) {
	return analysis.LongestLife(p.Policy, &l, sel, followed)
}

// Amount works out an amount of time for a choice.
func (p *Pass) Amount(a specs.Amount, sel specs.Selection) (analysis.Range, bool) {
	return analysis.AmountRange(p.Policy, &a, sel)
}

// Exceeds reports whether an extent is longer than a time; what has no end is longer than any.
func Exceeds(e specs.Extent, limit specs.Duration) bool {
	return e.Kind != specs.Finite || e.D > limit
}

// House figures are written as an author would write them.
func days(n int) specs.Threshold    { return lasting(specs.Duration(n) * specs.Duration(24*time.Hour)) }
func minutes(n int) specs.Threshold { return lasting(specs.Duration(n) * specs.Duration(time.Minute)) }
func seconds(n int) specs.Threshold { return lasting(specs.Duration(n) * specs.Duration(time.Second)) }

func lasting(d specs.Duration) specs.Threshold { return specs.Threshold{IsTime: true, D: d} }
func percent(n float64) specs.Threshold        { return specs.Threshold{Percent: true, Number: n} }
func count(n float64) specs.Threshold          { return specs.Threshold{Number: n} }
