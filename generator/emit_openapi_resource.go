package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// hasResources reports whether anything is known of services that take the issuer's tokens.
func (a *api) hasResources() bool {
	return a.p.ResourceServers.Len() > 0 || len(a.accessTokens(nil)) > 0 || len(a.refusals(string(standard.SurfaceResource))) > 0
}

// resourceDocument is what services import: the ways to show a token, the refusals, and one operation that stands
// for all of theirs and shows how the parts fit together.
func (a *api) resourceDocument() *contract.Object {
	a.importable = true
	op := &operation{api: a, key: "resource", endpoint: new(specs.Endpoint), method: "get"}
	security := contract.Array{}
	proof := false
	for _, s := range a.resourceSchemes() {
		security = append(security, a.requires(s.name, s.scheme))
		proof = proof || s.name == "dpop"
	}
	security = append(security, a.oauthScheme()...)
	protected := new(contract.Object).Set("tags", contract.Of("Protected calls")).Set("summary", "Any protected call")
	a.tags = append(a.tags, "Protected calls")
	protected.Set("description", escape.MarkdownText("Stands for every operation of a service that takes these tokens: copy its security, parameters and responses, or refer to them.")).
		Set("operationId", "callProtected").Set("security", security)
	params := contract.Of(new(contract.Object).Set("name", "operation").Set("in", "path").Set("description", "The operation of the service.").
		Set("required", true).Set("schema", contract.Typed("string")).Set("example", "orders"))
	if proof {
		in := op.proofInput()
		in.required = len(security) == 1
		a.parameters.Set("DPoPProof", in.parameter())
		params = append(params, contract.Ref("parameters", "DPoPProof"))
	}
	protected.Set("parameters", params).Set("responses", a.resourceResponses())
	protected.Fill("x-tokenbook-operations", a.operationFacts())
	a.paths.Set("/{operation}", new(contract.Object).Set("get", protected))
	a.resourceMetadata()

	doc := new(contract.Object).Set("openapi", openAPIVersion)
	doc.Set("info", a.info(a.issuerTitle()+", resource servers", "Parts for the contracts of services that take the tokens of this issuer: security schemes, parameters and refusals as the token policy states them."))
	doc.Set("servers", a.resourceAddresses())
	doc.Fill("tags", a.tagList())
	doc.Set("paths", &a.paths)
	return doc.Fill("components", a.components())
}

// resourceSchemes are the ways in which the resource servers are shown tokens, each once.
func (a *api) resourceSchemes() []scheme {
	var out []scheme
	add := func(list []scheme) {
		for _, s := range list {
			at := slices.IndexFunc(out, func(have scheme) bool {
				return have.name == s.name && contract.Same(have.scheme.Get("scheme"), s.scheme.Get("scheme")) && contract.Same(have.scheme.Get("name"), s.scheme.Get("name"))
			})
			switch {
			case at < 0:
				out = append(out, s)
			case !contract.Same(out[at].scheme, s.scheme): // tokens of several formats are shown alike
				out[at].scheme.Delete("bearerFormat")
			}
		}
	}
	for i := range a.p.ResourceServers.Entries {
		e := &a.p.ResourceServers.Entries[i]
		add(a.tokenSchemes(&e.V.Credential, specs.Plain(e.V.Accepts)))
	}
	if len(out) == 0 {
		add(a.tokenSchemes(new(specs.Credential), nil))
	}
	if slices.ContainsFunc(a.accessTokens(nil), func(t *specs.Token) bool { return binding(t, specs.BindingMTLS) != specs.NeedForbidden }) {
		add([]scheme{{"clientCertificate", mutualTLS()}})
	}
	return out
}

// oauthScheme names the scopes of the policy with the addresses where they are asked for; nothing where the policy has
// no scopes, or its addresses are not known or hold variables.
func (a *api) oauthScheme() contract.Array {
	if a.p.Scopes.Len() == 0 || strings.Contains(a.base, "{") {
		return nil
	}
	op := &operation{api: a, key: "token", endpoint: new(specs.Endpoint)}
	token, _ := op.addressInMetadata("token_endpoint").(string)
	authorization, _ := op.addressInMetadata("authorization_endpoint").(string)
	scopes := new(contract.Object)
	for i := range a.p.Scopes.Entries {
		e := &a.p.Scopes.Entries[i]
		text := a.proseOr(&e.V.Description, "Not described by the policy.")
		scopes.Set(e.ID, text)
	}
	flows := new(contract.Object)
	grants := op.grantsHere()
	if slices.Contains(grants, string(specs.GrantClientCredentials)) && token != "" {
		flows.Set("clientCredentials", new(contract.Object).Set("tokenUrl", token).Set("scopes", scopes))
	}
	if slices.Contains(grants, string(specs.GrantAuthorizationCode)) && token != "" && authorization != "" {
		flows.Set("authorizationCode", new(contract.Object).Set("authorizationUrl", authorization).Set("tokenUrl", token).Set("scopes", scopes))
	}
	if flows.Len() == 0 {
		return nil
	}
	needed := contract.Of(a.p.Scopes.IDs()[0])
	a.requires("oauth", new(contract.Object).Set("type", "oauth2").Set("description", "Where tokens come from, and which scopes there are.").Set("flows", flows))
	return contract.Of(new(contract.Object).Set("oauth", needed))
}

// resourceResponses are the refusals of a service, as components.
func (a *api) resourceResponses() *contract.Object {
	out := new(contract.Object).Set("2XX", new(contract.Object).Set("description", "What the service answers."))
	refusals := a.refusals(string(standard.SurfaceResource))
	made := new(contract.Object)
	a.addRefusals(made, "Call", refusals)
	if len(refusals) == 0 {
		a.unspecified(made)
	}
	for _, status := range made.Keys() {
		name := "Refused" + contract.Pascal(status)[1:]
		if status == "default" {
			name = "RefusedOtherwise"
		}
		a.responses.Set(name, made.Get(status))
		out.Set(status, contract.Ref("responses", name))
	}
	return out
}

// operationFacts are the operations of which the policy says that they need more than a valid token.
func (a *api) operationFacts() contract.Array {
	var out contract.Array
	for i := range a.p.Operations.Entries {
		e := &a.p.Operations.Entries[i]
		v, _, _ := specs.Effective[specs.Operation](a.p, "operations."+e.ID, a.sel)
		o := new(contract.Object).Set("operation", e.ID)
		o.Fill("resource", string(v.Resource.V))
		var scopes []string
		for _, s := range specs.Plain(v.Scopes) {
			scopes = append(scopes, string(s))
		}
		o.Fill("scopes", contract.Of(scopes...)).Fill("acr", string(v.ACR.V))
		if v.MaxAge.IsSet() {
			o.Set("max-age", v.MaxAge.V.Seconds())
		}
		out = append(out, o.Fill("place", place(e.At)))
	}
	return out
}

// resourceMetadata adds the metadata document of services that publish one (RFC 9728).
func (a *api) resourceMetadata() {
	published := slices.ContainsFunc(a.p.ResourceServers.Entries, func(e specs.Entry[specs.ResourceServer]) bool { return e.V.Metadata.V })
	std, known := standard.EndpointByKey("protected_resource_metadata")
	if !published || !known {
		return
	}
	e := &specs.Endpoint{Path: set(specs.Path(std.Path))}
	a.endpoint("protected_resource_metadata", e)
}

// resourceAddresses are the addresses of the resource servers, as far as their audiences are addresses.
func (a *api) resourceAddresses() contract.Array {
	var out contract.Array
	var seen []string
	for i := range a.p.ResourceServers.Entries {
		e := &a.p.ResourceServers.Entries[i]
		text := strings.TrimRight(e.V.Audience.V, "/")
		if !wholeAddress.MatchString(text) || !strings.HasPrefix(text, "http") || strings.ContainsAny(text, "?#<> \"\\^`|") || cleanPath(text) != text || slices.Contains(seen, text) {
			continue
		}
		seen = append(seen, text)
		title := e.ID
		if e.V.Title.IsSet() && e.V.Title.V != "" {
			title = e.V.Title.V
		}
		out = append(out, a.server(text, escape.MarkdownText("Resource server "+title)))
	}
	if len(out) == 0 {
		return contract.Of(new(contract.Object).Set("url", "/").Set("description", "The service. The policy does not give its address."))
	}
	return out
}
