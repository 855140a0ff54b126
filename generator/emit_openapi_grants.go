package generator

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// grantsHere are the grant types that some client of the issuer may use, or by which some token is issued, in the
// order of the standard's table; those of the policy's own come last. They are worked out once, for examples ask for them
// again for each client.
func (op *operation) grantsHere() []string {
	if op.grants == nil {
		op.grants = op.findGrants()
	}
	return slices.Clone(op.grants)
}

func (op *operation) findGrants() []string {
	var stated []string
	add := func(g specs.GrantType) {
		if g != "" && g != specs.GrantImplicit && !slices.Contains(stated, string(g)) {
			stated = append(stated, string(g))
		}
	}
	for _, client := range op.clientsHere() {
		for _, g := range op.clientGrants(client) {
			add(specs.GrantType(g))
		}
	}
	for _, token := range op.tokensOfIssuer() {
		t := op.p.Tokens.Get(token)
		for i := range t.Issued.Items {
			if is := &t.Issued.Items[i]; is.Grant.IsSet() && (!is.Endpoint.IsSet() || op.means(is.Endpoint.V)) {
				add(is.Grant.V)
			}
		}
	}
	out := []string{}
	for _, g := range standard.GrantRequests() {
		if slices.Contains(stated, g.Grant) {
			out = append(out, g.Grant)
		}
	}
	for _, g := range stated {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// means reports whether a reference to an endpoint means this one.
func (op *operation) means(ref specs.EndpointID) bool {
	return string(ref) == op.key || string(ref) == op.id+"."+op.key
}

// clientGrants are the grant types of a client.
func (a *api) clientGrants(client string) []string {
	list, _, _ := specs.Effective[specs.Values[specs.GrantType]](a.p, "clients."+client+".grants", a.sel.With(specs.AxisClient, client))
	var out []string
	for _, g := range specs.Plain(list) {
		out = append(out, string(g))
	}
	return out
}

// tokensOfIssuer are the tokens that the issuer makes.
func (a *api) tokensOfIssuer() []string {
	return slices.DeleteFunc(a.p.Tokens.IDs(), func(id string) bool {
		t := a.p.Tokens.Get(id)
		return len(t.Issuers.Items) > 0 && !specs.Has(t.Issuers, specs.IssuerID(a.id))
	})
}

// clientsWith are the clients here that may use a grant type.
func (op *operation) clientsWith(grant string) []string {
	return slices.DeleteFunc(op.clientsHere(), func(client string) bool { return !slices.Contains(op.clientGrants(client), grant) })
}

// grantURI is the value of grant_type.
func grantURI(grant string) string {
	if g, ok := standard.GrantRequestByKey(grant); ok {
		return g.URI
	}
	return grant
}

// grantInputs are the parameters of one grant type.
func (op *operation) grantInputs(grant string, common []input) []input {
	uri := grantURI(grant)
	inputs := []input{{name: "grant_type", in: op.sendsBy(), required: true, schema: contract.Only(uri), description: "The grant that is redeemed.", sample: uri, sampled: true}}
	clients := op.clientsWith(grant)
	sel := op.sel.With(specs.AxisGrant, grant)
	if len(clients) > 0 {
		sel = sel.With(specs.AxisClient, clients[0])
	}
	if std, ok := standard.GrantRequestByKey(grant); ok {
		for i := range std.Params {
			p := std.Params[i]
			if p.Name == "code_verifier" {
				if op.pkce(clients) == specs.NeedForbidden {
					continue
				}
				if p.Required = op.pkce(clients) == specs.NeedRequired; p.Required {
					p.Conditional = ""
				}
			}
			inputs = withInputs(inputs, op.standardInput(&p, sel))
		}
	}
	methods, each := op.methodsFor(clients)
	inputs = withInputs(inputs, op.clientAuthInputs(methods, each))
	if grant == string(specs.GrantRefreshToken) {
		inputs = withInputs(inputs, op.renewalInputs())
	}
	return withInputs(inputs, common)
}

// methodsFor are the authentication methods of some clients: all of them, and those of each; nothing where one
// client's are not stated.
func (op *operation) methodsFor(clients []string) (all []string, each [][]string) {
	if op.endpoint.Auth.Stated() {
		all = op.authMethods()
	}
	for _, client := range clients {
		methods, stated := op.auth(client)
		if !stated {
			return op.authMethods(), nil
		}
		each = append(each, methods)
		for _, m := range methods {
			if !slices.Contains(all, m) && !op.endpoint.Auth.Stated() {
				all = append(all, m)
			}
		}
	}
	if len(clients) == 0 {
		all = op.authMethods()
	}
	return all, each
}

// pkce is how far clients need a proof key: what all of them need; optional where the policy is silent.
func (a *api) pkce(clients []string) specs.Need {
	need := func(path string, sel specs.Selection) (specs.Need, bool) {
		v, _, _ := specs.Effective[specs.PKCE](a.p, path, sel)
		if v.State == specs.None {
			return specs.NeedForbidden, true
		}
		return v.Needed.V, v.Needed.IsSet()
	}
	general, _ := need("issuers."+a.id+".pkce", a.sel)
	if general == "" {
		general = specs.NeedOptional
	}
	least := specs.Need("")
	for _, client := range clients {
		n, stated := need("clients."+client+".pkce", a.sel.With(specs.AxisClient, client))
		if !stated {
			n = general
		}
		if least == "" {
			least = n
		} else if n != least {
			least = specs.NeedOptional
		}
	}
	if least == "" {
		return general
	}
	return least
}

// renewalInputs are the parameters that renewal by exchange needs beside the standard ones.
func (op *operation) renewalInputs() []input {
	var out []input
	for _, token := range op.tokensOfIssuer() {
		t, _, _ := specs.Effective[specs.Token](op.p, "tokens."+token, op.sel)
		for i := range t.Renewal.Items {
			r := &t.Renewal.Items[i]
			here := len(r.Endpoints.Items) == 0 || slices.ContainsFunc(specs.Plain(r.Endpoints), op.means)
			if r.By.V == specs.RenewByExchange && here {
				out = withInputs(out, op.ownInputs(&r.Request))
			}
		}
	}
	return out
}

// grantRequests are the requests of the token endpoint: a body that is one of several schemas, or the parameters of
// all grant types together where they stand in the address.
func (op *operation) grantRequests(common []input) (contract.Array, *contract.Object) {
	params := contract.Array{}
	var inBody []input
	for _, in := range common {
		switch {
		case in.name == "grant_type":
		case in.in == "body", in.in == "query" && op.sendsBy() == "query":
			inBody = append(inBody, in)
		default:
			params = append(params, in.parameter())
		}
	}
	grants := op.grantsHere()
	if len(grants) == 0 {
		open := []input{{name: "grant_type", in: op.sendsBy(), required: true, schema: contract.Typed("string"), description: escape.MarkdownText("The policy does not say which grants there are.")}}
		all := op.placed(withInputs(open, append(op.clientAuthInputs(op.authMethods(), nil), inBody...)))
		if all[0].in == "body" {
			return params, op.body(all)
		}
		for _, in := range all {
			params = append(params, in.parameter())
		}
		return params, nil
	}
	if op.sendsBy() != "body" || op.method == "get" {
		return append(params, op.mergedGrants(grants, inBody)...), nil
	}
	oneOf := contract.Array{}
	examples := new(contract.Object)
	for _, grant := range grants {
		inputs := op.grantInputs(grant, inBody)
		name := op.names.Unique(contract.Pascal(grant) + "Grant")
		schema := objectOf(inputs)
		op.schemas.Set(name, new(contract.Object).Set("description", op.grantText(grant)).Set("type", "object").
			Set("required", schema.Get("required")).Set("properties", schema.Get("properties")))
		oneOf = append(oneOf, contract.Ref("schemas", name))
		method := op.sampleMethod(op.clientsWith(grant))
		value, ok := sampleOf(inputs, func(name string) bool {
			return name == "scope" || name == "code_verifier" || slices.Contains(authMembers(method), name)
		})
		if ok {
			examples.Set(contract.Snake(grant), new(contract.Object).Set("summary", escape.MarkdownText(grantTitle(grant))).
				Fill("x-tokenbook-auth", method).Set("value", value))
		}
	}
	schema := new(contract.Object).Set("oneOf", oneOf)
	if len(oneOf) == 1 {
		schema, _ = oneOf[0].(*contract.Object)
	}
	content := new(contract.Object).Set("schema", schema).Fill("examples", examples)
	return params, new(contract.Object).Set("required", true).Set("content", new(contract.Object).Set(op.mediaType(), content))
}

// mergedGrants are the parameters of all grant types in the address.
func (op *operation) mergedGrants(grants []string, common []input) contract.Array {
	var merged []input
	values := contract.Array{}
	seen := map[string]int{}
	for _, grant := range grants {
		values = append(values, grantURI(grant))
		for _, in := range op.grantInputs(grant, common) {
			if in.required {
				seen[in.name]++
			}
			merged = withInputs(merged, []input{in})
		}
	}
	out := contract.Array{}
	for _, in := range op.placed(merged) {
		if in.in == "body" {
			in.in = "query"
		}
		in.required = in.in == "path" || seen[in.name] == len(grants)
		if in.name == "grant_type" {
			in.schema = contract.Typed("string").Set("enum", values)
		}
		out = append(out, in.parameter())
	}
	return out
}

// grantTitle is the name of a grant type for readers, not yet made safe.
func grantTitle(grant string) string {
	if g, ok := standard.GrantByKey(grant); ok {
		return g.Title
	}
	return grant
}

func (op *operation) grantText(grant string) string {
	g, ok := standard.GrantByKey(grant)
	if !ok {
		return escape.MarkdownText("A grant type of the policy's own: " + grant + ".")
	}
	return escape.MarkdownText(g.Description + " (" + g.Cite.String() + ")")
}
