package generator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// claims makes a JSON Schema of the claims of every token that is a JWT: schemas/<token>.claims.json.
var claims = Emitter{Name: "Claims", Emit: func(b *book.Book) ([]File, error) {
	var out []File
	for i := range b.Policy.Tokens.Entries {
		id := b.Policy.Tokens.Entries[i].ID
		t, _, ok := specs.Effective[specs.Token](b.Policy, "tokens."+id, specs.Selection{})
		if !ok || t.Format.Kind.V != specs.FormatJWT && t.Format.Kind.V != specs.FormatJWE {
			continue
		}
		data, err := contract.FinishSchema(claimsOf(b.Policy, id, &t))
		if err != nil {
			return nil, fmt.Errorf("claims of token %q: %w", id, err)
		}
		out = append(out, File{Path: "schemas/" + escape.FileName(id) + ".claims.json", Data: data})
	}
	SortFiles(out)
	return out, nil
}}

// kindOf is the kind of token whose claims a standard fixes.
var kindOf = map[specs.TokenType]standard.TokenKind{
	specs.AccessToken: standard.KindAccessToken, specs.ExchangedToken: standard.KindAccessToken, specs.IDToken: standard.KindIDToken,
	specs.LogoutToken: standard.KindLogoutToken, specs.DPoPProof: standard.KindDPoPProof, specs.SecurityEventToken: standard.KindSecurityEvent,
	specs.StatusListToken: standard.KindStatusList, specs.ClientAssertion: standard.KindClientAssert,
}

// claimsOf is the schema of one token's claims. Claims that the policy does not list are allowed; those of the
// token's kind that it does not list are typed, but never demanded.
func claimsOf(p *specs.Policy, id string, t *specs.Token) *contract.Object {
	c := &claimWriter{p: p, token: t}
	out := new(contract.Object).Set("$schema", contract.Draft)
	out.Set("$id", "urn:tokenbook:"+string(p.Policy.ID.V)+":"+string(p.Policy.Version.V)+":"+id+":claims")
	title := id
	if t.Title.IsSet() && t.Title.V != "" {
		title = t.Title.V
	}
	out.Set("title", escape.Valid(title)+" claims").Set("description", c.description())
	out.Set("type", "object")
	c.members(&t.Claims, true)
	out.Fill("required", c.required).Fill("properties", c.properties)
	if example := c.example; example.Len() > 0 && c.whole {
		out.Set("examples", contract.Of(example))
	}
	return out.Fill("x-tokenbook-place", place(t.At))
}

type claimWriter struct {
	p          *specs.Policy
	token      *specs.Token
	properties *contract.Object
	required   contract.Array
	example    *contract.Object
	whole      bool // the example has all that is required
}

func (c *claimWriter) description() string {
	if c.token.Claims.Len() == 0 {
		return "The policy does not list the claims of this token; those that standards give it are typed here."
	}
	return "What the policy says of the claims. Others may be there."
}

// members writes the claims of a token, or the members of an object claim.
func (c *claimWriter) members(list *specs.Map[specs.Claim], top bool) {
	c.properties, c.required, c.example, c.whole = new(contract.Object), contract.Array{}, new(contract.Object), true
	for i := range list.Entries {
		e := &list.Entries[i]
		if e.V.State == specs.None || e.V.Present.V == specs.PresentNever {
			c.properties.Set(e.ID, new(contract.Object).Set("not", new(contract.Object)).Set("description", "Never present."))
			continue
		}
		schema := c.claim(e.ID, &e.V, top)
		c.properties.Set(e.ID, schema)
		always := e.V.Present.V == specs.PresentAlways || e.V.Present.V == specs.PresentNull
		if always {
			c.required = append(c.required, e.ID)
		}
		if value, ok := c.sample(e.ID, &e.V, schema, top); ok {
			c.example.Set(e.ID, value)
		} else if always {
			c.whole = false
		}
	}
	if !top {
		return
	}
	for _, name := range standard.RequiredClaims(kindOf[c.token.Type.V]) {
		if !c.properties.Has(name) {
			c.properties.Set(name, c.claim(name, new(specs.Claim), true))
		}
	}
	for _, name := range []string{"iss", "aud", "exp"} { // what validation looks at
		if kindOf[c.token.Type.V] == "" && !c.properties.Has(name) {
			c.properties.Set(name, c.claim(name, new(specs.Claim), true))
		}
	}
}

// claim is the schema of one claim.
func (c *claimWriter) claim(name string, own *specs.Claim, top bool) *contract.Object {
	std, known := standard.ClaimByName(name)
	known = known && top
	schema := new(contract.Object)
	switch {
	case own.Members.Len() > 0:
		inner := &claimWriter{p: c.p, token: c.token}
		inner.members(&own.Members, false)
		schema = contract.Typed("object").Fill("required", inner.required).Fill("properties", inner.properties)
	case own.Type.IsSet():
		schema = contract.FieldSchema(own.Type.V)
	case known:
		schema = contract.ClaimSchema(std.Type)
	}
	if top {
		schema = c.narrowed(name, schema)
	}
	if own.Present.V == specs.PresentNull {
		schema = contract.Typed("null")
	}
	switch {
	case own.Why.IsSet():
		schema.Set("description", escape.Valid(string(own.Why.V)))
	case known:
		schema.Set("description", std.Description)
	}
	if own.Value.IsSet() {
		schema.Set("x-tokenbook-value", escape.Valid(own.Value.V))
	}
	if own.PersonalData.IsSet() {
		schema.Set("x-tokenbook-personal-data", string(own.PersonalData.V))
	}
	if own.Needs.IsSet() {
		schema.Set("x-tokenbook-needs", escape.Valid(own.Needs.V))
	}
	return schema.Fill("x-tokenbook-place", place(own.At))
}

// narrowed is what the policy says elsewhere of a claim: issuers, audiences, the key it is bound to.
func (c *claimWriter) narrowed(name string, schema *contract.Object) *contract.Object {
	switch name {
	case "iss":
		return c.issuers(schema)
	case "aud":
		audiences := specs.Plain(c.token.Audiences)
		if len(audiences) == 0 || slices.Contains(audiences, "any") {
			return schema
		}
		one := contract.Typed("string").Set("enum", contract.Of(distinct(audiences)...))
		return new(contract.Object).Set("anyOf", contract.Of(one, contract.ListOf(one).Set("minItems", 1)))
	case "cnf":
		members, needed := new(contract.Object), contract.Array{}
		for i := range c.token.Binding.Items {
			b := &c.token.Binding.Items[i]
			if std, ok := standard.BindingByKey(string(b.To.V)); ok && std.Confirmation != "" {
				members.Set(std.Confirmation, contract.Typed("string"))
				if !b.Optional.V && len(c.token.Binding.Items) == 1 {
					needed = append(needed, std.Confirmation)
				}
			}
		}
		if members.Has("jwk") {
			members.Set("jwk", contract.Typed("object"))
		}
		return contract.Typed("object").Fill("required", needed).Fill("properties", members)
	}
	return schema
}

func distinct(in []string) []string {
	var out []string
	for _, s := range in {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// issuers are the addresses that `iss` may have: those of the issuers that make the token. Variables in them stand
// for one part of an address.
func (c *claimWriter) issuers(schema *contract.Object) *contract.Object {
	if c.token.MadeBy.IsSet() {
		return schema
	}
	var plain, patterns []string
	for i := range c.p.Issuers.Entries {
		e := &c.p.Issuers.Entries[i]
		if len(c.token.Issuers.Items) > 0 && !specs.Has(c.token.Issuers, specs.IssuerID(e.ID)) {
			continue
		}
		address := string(e.V.URL.V)
		switch {
		case address == "" || specs.Has(e.V.IssuerClaim.Match, specs.IssuerPrefix):
			return schema
		case pathVariable.MatchString(address):
			patterns = append(patterns, addressPattern(address))
		default:
			plain = append(plain, address)
		}
	}
	var anyOf contract.Array
	if len(plain) > 0 {
		anyOf = append(anyOf, contract.Typed("string").Set("enum", contract.Of(distinct(plain)...)))
	}
	for _, p := range patterns {
		anyOf = append(anyOf, contract.Typed("string").Set("pattern", p))
	}
	if len(anyOf) == 1 {
		only, _ := anyOf[0].(*contract.Object)
		return only
	}
	if len(anyOf) == 0 {
		return schema
	}
	return new(contract.Object).Set("anyOf", anyOf)
}

func addressPattern(address string) string {
	var b strings.Builder
	b.WriteByte('^')
	rest := address
	for {
		m := pathVariable.FindStringIndex(rest)
		if m == nil {
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:m[0]]) + "[^/]+")
		rest = rest[m[1]:]
	}
	return b.String() + regexp.QuoteMeta(rest) + "$"
}

// sample is a value for the example: the policy's own, or one that follows from the policy.
func (c *claimWriter) sample(name string, own *specs.Claim, schema *contract.Object, top bool) (any, bool) {
	switch {
	case own.Present.V == specs.PresentNull:
		return nil, true
	case own.Sample.IsSet():
		v, err := contract.FromJSON(own.Sample.V.JSON())
		return v, err == nil && contract.Fits(schema, v)
	case !top:
		return nil, false
	case name == "iss":
		if enum, ok := schema.Get("enum").(contract.Array); ok {
			return enum[0], true
		}
	case name == "aud":
		if anyOf, ok := schema.Get("anyOf").(contract.Array); ok {
			one, _ := anyOf[0].(*contract.Object)
			if enum, listed := one.Get("enum").(contract.Array); listed {
				return enum[0], true
			}
		}
	case name == "iat" || name == "nbf" || name == "auth_time":
		return sampleMoment, contract.Fits(schema, sampleMoment)
	}
	return nil, false
}
