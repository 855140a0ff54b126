package generator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// takesClientAuth reports whether callers authenticate as clients.
func (op *operation) takesClientAuth() bool {
	return op.known && op.std.ClientAuth || op.endpoint.Auth.Stated()
}

// clientsHere are the clients that the issuer knows and that may call the endpoint.
func (op *operation) clientsHere() []string {
	var out []string
	callers := specs.Plain(op.endpoint.Callers)
	for i := range op.p.Clients.Entries {
		e := &op.p.Clients.Entries[i]
		known := len(e.V.Issuers.Items) == 0 || specs.Has(e.V.Issuers, specs.IssuerID(op.id))
		named := len(callers) == 0 || slices.Contains(callers, e.ID)
		if known && named {
			out = append(out, e.ID)
		}
	}
	return out
}

// auth are the authentication methods of one client; stated is false where the policy is silent.
func (a *api) auth(client string) (methods []string, stated bool) {
	list, _, ok := specs.Effective[specs.Values[specs.ClientAuth]](a.p, "clients."+client+".auth", a.sel.With(specs.AxisClient, client))
	if !ok || !list.Stated() {
		return nil, false
	}
	for _, m := range specs.Plain(list) {
		methods = append(methods, string(m))
	}
	if len(methods) == 0 && list.State == specs.None {
		methods = []string{"none"}
	}
	return methods, len(methods) > 0
}

// authMethods are the authentication methods that the endpoint takes: those stated for it, else those of the clients.
func (op *operation) authMethods() []string {
	var out []string
	if op.endpoint.Auth.Stated() {
		for _, m := range specs.Plain(op.endpoint.Auth) {
			out = append(out, string(m))
		}
		if len(out) == 0 {
			out = []string{"none"}
		}
		return out
	}
	for _, client := range op.clientsHere() {
		methods, _ := op.auth(client)
		for _, m := range methods {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

func isAssertion(method string) bool {
	return method == "private_key_jwt" || method == "client_secret_jwt"
}

// clientAuthInputs are the parameters with which clients authenticate. each are the methods of each client that
// sends the request; what all of them need is mandatory.
func (op *operation) clientAuthInputs(methods []string, each [][]string) []input {
	all := func(test func(string) bool) bool {
		return len(each) > 0 && !slices.ContainsFunc(each, func(of []string) bool {
			return len(of) == 0 || slices.ContainsFunc(of, func(m string) bool { return !test(m) })
		})
	}
	var out []input
	params := standard.ClientAuthParams()
	for i := range params {
		p := params[i]
		switch p.Name {
		case "client_id":
			p.Required = all(func(m string) bool { return m == "none" || m == "client_secret_post" })
		case "client_secret":
			if !slices.Contains(methods, "client_secret_post") {
				continue
			}
			p.Required = all(func(m string) bool { return m == "client_secret_post" })
		default:
			if !slices.ContainsFunc(methods, isAssertion) {
				continue
			}
			p.Required = all(isAssertion)
		}
		if p.Required {
			p.Conditional = ""
		}
		in := op.standardInput(&p, op.sel)
		if p.Name == "client_assertion_type" {
			in[0].schema = contract.Only(p.Example)
		}
		out = append(out, in...)
	}
	return out
}

// sampleMethod is the authentication method of sample requests: the first of the first of some clients that the endpoint
// takes, or the endpoint's first; empty where the policy names none.
func (op *operation) sampleMethod(clients []string) string {
	taken := op.authMethods()
	if len(clients) > 0 {
		methods, _ := op.auth(clients[0])
		for _, m := range methods {
			if m == "none" || slices.Contains(taken, m) {
				return m
			}
		}
		taken = slices.Concat(methods, taken)
	}
	if len(taken) == 0 {
		return ""
	}
	return taken[0]
}

// authMembers are the members of a body that an authentication method needs.
func authMembers(method string) []string {
	switch {
	case isAssertion(method):
		return []string{"client_assertion_type", "client_assertion"}
	case method == "client_secret_basic":
		return nil
	case method == "client_secret_post":
		return []string{"client_id", "client_secret"}
	}
	return []string{"client_id"} // RFC 6749, section 3.2.1; RFC 8705, section 2
}

// securityList is what callers show: client authentication, a token, or nothing that OpenAPI has a word for.
func (op *operation) securityList() contract.Array {
	out := contract.Array{}
	if op.takesClientAuth() {
		nothing := false
		for _, m := range op.authMethods() {
			switch {
			case m == "client_secret_basic":
				out = append(out, op.requires("clientSecretBasic", new(contract.Object).Set("type", "http").Set("scheme", "basic").
					Set("description", escape.MarkdownText("Client identifier and secret, each form-encoded first (RFC 6749, section 2.3.1)."))))
			case strings.Contains(m, "tls"):
				out = append(out, op.requires("clientCertificate", mutualTLS()))
			default:
				nothing = true
			}
		}
		if nothing && len(out) > 0 {
			out = append(out, new(contract.Object)) // credentials in the body, or none
		}
		return out
	}
	if op.shownToken() {
		for _, s := range op.tokenSchemes(&op.endpoint.Credential, specs.Plain(op.endpoint.Accepts)) {
			out = append(out, op.requires(s.name, s.scheme))
		}
	}
	return out
}

// securityNote says what an empty requirement beside others stands for, since OpenAPI has no word for it.
func (op *operation) securityNote() string {
	if !op.takesClientAuth() {
		return ""
	}
	var bodily []string
	for _, m := range op.authMethods() {
		if m != "client_secret_basic" && !strings.Contains(m, "tls") {
			bodily = append(bodily, m)
		}
	}
	switch {
	case len(bodily) == 0:
		return ""
	case len(bodily) == len(op.authMethods()):
		return strings.Join(bodily, ", ") + ": what tells who asks stands in the body"
	}
	return "{} stands for " + strings.Join(bodily, ", ") + ": what tells who asks stands in the body"
}

func mutualTLS() *contract.Object {
	return new(contract.Object).Set("type", "mutualTLS").Set("description", escape.MarkdownText("A certificate of the client in the TLS handshake (RFC 8705)."))
}

// requires declares a security scheme, under another name where a different one has it, and is the requirement for it.
func (a *api) requires(name string, scheme *contract.Object) *contract.Object {
	as := name
	for i := 2; a.security.Has(as) && !contract.Same(a.security.Get(as), scheme); i++ {
		as = name + strconv.Itoa(i)
	}
	a.security.Set(as, scheme)
	return new(contract.Object).Set(as, contract.Array{})
}

// shownToken reports whether callers show a token.
func (op *operation) shownToken() bool {
	return op.endpoint.Credential.IsSet() || op.key == "userinfo"
}

// scheme is a security scheme with its name.
type scheme struct {
	name   string
	scheme *contract.Object
}

// tokenSchemes are the ways in which a token is shown: as the credential says, else in the Authorization header with
// the scheme that goes with the tokens' binding.
func (a *api) tokenSchemes(c *specs.Credential, tokens []specs.TokenID) []scheme {
	key := func(name, in, what string) scheme {
		return scheme{contract.Camel(what, name), new(contract.Object).Set("type", "apiKey").Set("in", in).Set("name", name).
			Set("description", escape.MarkdownText("The token in the "+what+" "+name+"."))}
	}
	var out []scheme
	if c.Header.IsSet() && !strings.EqualFold(string(c.Header.V), "Authorization") {
		out = append(out, key(string(c.Header.V), "header", "header"))
	}
	if c.Query.IsSet() && c.Query.V != "" {
		out = append(out, key(c.Query.V, "query", "query parameter"))
	}
	if c.Cookie.IsSet() && c.Cookie.V != "" {
		out = append(out, key(c.Cookie.V, "cookie", "cookie"))
	}
	if c.Scheme.IsSet() {
		out = append(out, a.authorizationScheme(c.Scheme.V, tokens))
	}
	if len(out) > 0 {
		return out
	}
	names := a.schemesOfTokens(tokens)
	for _, name := range names {
		out = append(out, a.authorizationScheme(name, tokens))
	}
	return out
}

// authorizationScheme is a scheme of the Authorization header.
func (a *api) authorizationScheme(name string, tokens []specs.TokenID) scheme {
	text := "The token in the Authorization header, after the word " + name + "."
	s := new(contract.Object).Set("type", "http")
	switch {
	case strings.EqualFold(name, "bearer"):
		s.Set("scheme", "bearer")
		if a.allJWT(tokens) {
			s.Set("bearerFormat", "JWT")
		}
		return scheme{"bearer", s.Set("description", escape.MarkdownText(text+" (RFC 6750, section 2.1)"))}
	case strings.EqualFold(name, "dpop"):
		s.Set("scheme", "DPoP")
		return scheme{"dpop", s.Set("description", escape.MarkdownText(text+" A proof goes with it in the header DPoP (RFC 9449, section 7.1)."))}
	}
	if !headerName.MatchString(name) { // no word that HTTP knows (RFC 9110, section 11.1)
		s = new(contract.Object).Set("type", "apiKey").Set("in", "header").Set("name", "Authorization")
		return scheme{"authorization", s.Set("description", escape.MarkdownText(text))}
	}
	return scheme{contract.Camel("scheme", name), s.Set("scheme", name).Set("description", escape.MarkdownText(text))}
}

// accessTokens are the tokens that are shown to services, of those named, else of all.
func (a *api) accessTokens(ids []specs.TokenID) []*specs.Token {
	var out []*specs.Token
	for i := range a.p.Tokens.Entries {
		e := &a.p.Tokens.Entries[i]
		if len(ids) > 0 && !slices.Contains(ids, specs.TokenID(e.ID)) {
			continue
		}
		if len(e.V.Issuers.Items) > 0 && !specs.Has(e.V.Issuers, specs.IssuerID(a.id)) {
			continue
		}
		if len(ids) > 0 || isAccess(&e.V) {
			out = append(out, &e.V)
		}
	}
	return out
}

func isAccess(t *specs.Token) bool {
	return t.Type.V == specs.AccessToken || t.Type.V == specs.ExchangedToken || specs.Has(t.AlsoServesAs, specs.AccessToken)
}

// binding is how a token is bound to a key of that kind: required, optional, or forbidden for not at all.
func binding(t *specs.Token, to specs.BindingType) specs.Need {
	for i := range t.Binding.Items {
		if b := &t.Binding.Items[i]; b.To.V == to {
			if b.Optional.V {
				return specs.NeedOptional
			}
			return specs.NeedRequired
		}
	}
	return specs.NeedForbidden
}

// schemesOfTokens are the words before the tokens in the Authorization header, Bearer first.
func (a *api) schemesOfTokens(ids []specs.TokenID) []string {
	var bearer, dpop bool
	for _, t := range a.accessTokens(ids) {
		need := binding(t, specs.BindingDPoP)
		dpop = dpop || need != specs.NeedForbidden
		bearer = bearer || need != specs.NeedRequired
	}
	switch {
	case bearer && dpop:
		return []string{"Bearer", "DPoP"}
	case dpop:
		return []string{"DPoP"}
	}
	return []string{"Bearer"}
}

func (a *api) allJWT(ids []specs.TokenID) bool {
	tokens := a.accessTokens(ids)
	return len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t *specs.Token) bool { return t.Format.Kind.V != specs.FormatJWT })
}

// proofNeeded says whether requests carry a DPoP proof: at the token endpoint and where tokens are shown.
func (op *operation) proofNeeded() specs.Need {
	if op.key == "pushed_authorization" && op.acceptsProofs() {
		return specs.NeedOptional // it ties the code to the key (RFC 9449, section 10.1)
	}
	if op.key != "token" && !op.shownToken() {
		return specs.NeedForbidden
	}
	schemes := op.schemesOfTokens(specs.Plain(op.endpoint.Accepts))
	switch {
	case !slices.Contains(schemes, "DPoP") && op.key == "token" && op.bindsGrants():
		return specs.NeedOptional
	case !slices.Contains(schemes, "DPoP"):
		return specs.NeedForbidden
	case len(schemes) == 1:
		return specs.NeedRequired
	}
	return specs.NeedOptional
}

// bindsGrants reports whether some token that is redeemed at the token endpoint is bound to a key by DPoP.
func (op *operation) bindsGrants() bool {
	return slices.ContainsFunc(op.tokensOfIssuer(), func(id string) bool {
		t := op.p.Tokens.Get(id)
		redeemed := t.Type.V == specs.RefreshToken || t.Type.V == specs.AuthorizationCode || t.Type.V == specs.DeviceCode
		return redeemed && binding(t, specs.BindingDPoP) != specs.NeedForbidden
	})
}

// acceptsProofs reports whether the policy says that the endpoint takes DPoP proofs.
func (op *operation) acceptsProofs() bool {
	return slices.ContainsFunc(specs.Plain(op.endpoint.Accepts), func(id specs.TokenID) bool {
		t := op.p.Tokens.Get(string(id))
		return t != nil && t.Type.V == specs.DPoPProof
	})
}

// proofInput is the header with the DPoP proof.
func (op *operation) proofInput() input {
	return input{name: "DPoP", in: "header", required: op.proofNeeded() == specs.NeedRequired, schema: contract.Typed("string"),
		description: escape.MarkdownText(proofText), sample: sampleProof, sampled: true}
}

const (
	proofText   = "The proof of possession: a JWT that the client signs for this one request (RFC 9449, section 4)."
	sampleProof = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0In0.e30.c2ln"
)
