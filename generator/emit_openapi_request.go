package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// input is one request parameter, from a standard or from the policy.
type input struct {
	name, in    string // in is body, query, path, header or cookie
	required    bool
	schema      *contract.Object
	description string // made safe already
	sample      any
	sampled     bool // sample holds a value
	invented    bool // of which nothing is known but its type
}

// request makes the parameters and the body of an operation.
func (op *operation) request() (contract.Array, *contract.Object) {
	var inputs []input
	if op.key == "pushed_authorization" { // it takes what the authorization endpoint takes
		whole, _ := standard.EndpointByKey("authorization")
		for i := range whole.Params {
			if p := whole.Params[i]; p.Name != "request_uri" {
				inputs = append(inputs, op.standardInput(&p, op.sel)...)
			}
		}
	}
	if op.known {
		for i := range op.std.Params {
			inputs = withInputs(inputs, op.standardInput(&op.std.Params[i], op.sel))
		}
		op.aboutToken(inputs)
	}
	if op.key == "authorization" && op.issuer.PAR.V == specs.NeedRequired {
		for i := range inputs { // all else was pushed before (RFC 9126, section 4)
			inputs[i].required = inputs[i].name == "client_id" || inputs[i].name == "request_uri"
		}
	}
	if op.takesClientAuth() && op.key != "token" {
		inputs = withInputs(inputs, op.clientAuthInputs(op.authMethods(), nil))
	}
	for i := range inputs { // an authorization request names its client, however that authenticates (RFC 6749, section 4.1.1)
		inputs[i].required = inputs[i].required || op.key == "pushed_authorization" && inputs[i].name == "client_id"
	}
	inputs = withInputs(inputs, op.ownInputs(&op.endpoint.Input))
	for _, pair := range op.at.query {
		inputs = withInputs(inputs, []input{{name: pair[0], in: "query", required: true, schema: contract.Only(pair[1]), description: "Part of the address.", sample: pair[1], sampled: true}})
	}
	inputs = op.placed(inputs)
	if op.proofNeeded() != specs.NeedForbidden {
		inputs = append(inputs, op.proofInput())
	}
	if op.key == "token" {
		return op.grantRequests(inputs)
	}
	var body []input
	params := contract.Array{}
	for _, in := range inputs {
		if in.in == "body" {
			body = append(body, in)
		} else {
			params = append(params, in.parameter())
		}
	}
	return params, op.body(body)
}

// placed moves inputs that stand in the path there, adds those that only the path speaks of, and takes bodies away
// from methods that have none.
func (op *operation) placed(inputs []input) []input {
	names := pathNames(op.at.path)
	for i := range inputs {
		in := &inputs[i]
		switch {
		case slices.Contains(names, in.name):
			in.in, in.required = "path", true
		case in.in == "path", in.in == "body" && (op.method == "get" || op.method == "head"):
			in.in = "query"
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(inputs, func(in input) bool { return in.name == name && in.in == "path" }) {
			v := op.variable(name)
			inputs = append(inputs, input{name: name, in: "path", required: true, schema: contract.Typed("string"), description: "Part of the address.", sample: v, sampled: true})
		}
	}
	return inputs
}

// withInputs lays inputs over others of the same name.
func withInputs(under, over []input) []input {
	for _, in := range over {
		i := slices.IndexFunc(under, func(u input) bool { return u.name == in.name })
		if i < 0 {
			under = append(under, in)
			continue
		}
		if in.description == "" {
			in.description = under[i].description
		}
		if in.invented && under[i].sampled && contract.Same(in.schema.Get("type"), under[i].schema.Get("type")) {
			in.sample = under[i].sample
		}
		under[i] = in
	}
	return under
}

// sendsBy is where parameters stand for which the policy says nothing else.
func (op *operation) sendsBy() string {
	switch op.endpoint.Send.V {
	case specs.SendQuery:
		return "query"
	case specs.SendPath:
		return "path"
	case specs.SendHeader:
		return "header"
	case specs.SendForm, specs.SendJSON:
		return "body"
	}
	if op.known && op.std.Request == standard.EncodingQuery && op.method == "get" {
		return "query"
	}
	return "body"
}

// mediaType is the type of the body.
func (op *operation) mediaType() string {
	switch op.endpoint.Send.V {
	case specs.SendJSON:
		return string(standard.EncodingJSON)
	case specs.SendForm:
		return string(standard.EncodingForm)
	case specs.SendQuery, specs.SendPath, specs.SendHeader:
	}
	if op.known && strings.Contains(string(op.std.Request), "/") {
		return string(op.std.Request)
	}
	return string(standard.EncodingForm)
}

// standardInput is a parameter of a standard, unless the policy does without the extension that brings it.
func (op *operation) standardInput(p *standard.Param, sel specs.Selection) []input {
	if !op.has(p.Requires) {
		return nil
	}
	in := input{name: p.Name, in: op.sendsBy(), required: p.Required, schema: contract.ParamSchema(p.Type)}
	description := p.Description
	if p.Conditional != "" {
		description += " It is " + strings.TrimSuffix(p.Conditional, ".") + "."
	}
	in.description = escape.MarkdownText(description)
	in.sample, in.sampled = op.sample(p.Name, p.Type, p.Example, sel)
	if p.Repeatable {
		in.schema = contract.ListOf(in.schema)
		in.sample = contract.Of(in.sample)
	}
	if op.p.Scopes.Len() > 0 && p.Type == standard.TypeScope {
		in.description += " " + escape.MarkdownText("Known: "+strings.Join(op.p.Scopes.IDs(), ", ")+".")
	}
	return []input{in}
}

// ownInputs are the parameters that the policy states.
func (op *operation) ownInputs(params *specs.Map[specs.Parameter]) []input {
	var out []input
	for i := range params.Entries {
		e := &params.Entries[i]
		p := &e.V
		if !p.IsSet() || p.Needed.V == specs.NeedForbidden {
			continue
		}
		in := input{name: e.ID, in: op.sendsBy(), required: p.Needed.V == specs.NeedRequired, schema: contract.FieldSchema(p.Type.V)}
		if p.In.IsSet() {
			in.in = string(p.In.V)
		}
		if op.endpoint.Batch.IsSet() && in.schema.Get("type") == "array" {
			in.schema.Set("maxItems", int(op.endpoint.Batch.V))
		}
		in.sample, in.sampled, in.invented = placeholder(p.Type.V), true, true
		if p.Value.IsSet() {
			in.sample, in.invented = typedText(p.Type.V, p.Value.V), false
			in.schema = constant(in.schema, in.sample)
		}
		in.description = op.proseOr(&p.Description, "")
		if p.Unit.IsSet() {
			in.description = strings.TrimSpace(in.description + " " + escape.MarkdownText("Unit: "+string(p.Unit.V)+"."))
		}
		out = append(out, in)
	}
	return out
}

// parameter is the input as an OpenAPI parameter.
func (in *input) parameter() *contract.Object {
	out := new(contract.Object).Set("name", in.name).Set("in", in.in).Fill("description", in.description)
	schema := in.schema
	if schema.Len() == 0 { // outside a body everything is text
		schema = contract.Typed("string")
	}
	out.Fill("required", in.required).Set("schema", schema)
	if in.sampled {
		out.Set("example", in.sample)
	}
	return out
}

// objectOf is the schema of a body.
func objectOf(inputs []input) *contract.Object {
	properties := new(contract.Object)
	required := contract.Array{}
	for _, in := range inputs {
		schema := in.schema
		if in.description != "" {
			schema.Set("description", in.description)
		}
		properties.Set(in.name, schema)
		if in.required {
			required = append(required, in.name)
		}
	}
	return contract.Typed("object").Fill("required", required).Fill("properties", properties)
}

// sampleOf is a body with all mandatory members and those others that `also` names; ok is false where a mandatory
// one has no sample.
func sampleOf(inputs []input, also func(name string) bool) (*contract.Object, bool) {
	out := new(contract.Object)
	for _, in := range inputs {
		switch {
		case in.sampled && (in.required || also(in.name)):
			out.Set(in.name, in.sample)
		case in.required:
			return nil, false
		}
	}
	return out, true
}

// body is the request body of an endpoint other than the token endpoint.
func (op *operation) body(inputs []input) *contract.Object {
	media := op.mediaType()
	if len(inputs) == 0 {
		if op.known && op.std.Request == standard.EncodingSET {
			schema := contract.Typed("string")
			return new(contract.Object).Set("required", true).Set("content", new(contract.Object).Set(media, new(contract.Object).Set("schema", schema)))
		}
		return nil
	}
	name := op.names.Unique(op.name + "Input")
	op.schemas.Set(name, objectOf(inputs))
	content := new(contract.Object).Set("schema", contract.Ref("schemas", name))
	method := ""
	if op.takesClientAuth() {
		method = op.sampleMethod(op.clientsWith(grantOf[op.key]))
	}
	value, ok := sampleOf(inputs, func(name string) bool {
		if op.takesClientAuth() && (name == "client_id" || slices.Contains(rareInputs[:clientInputs], name)) {
			return slices.Contains(authMembers(method), name)
		}
		return !slices.Contains(rareInputs, name)
	})
	if ok && value.Len() > 0 {
		content.Set("examples", new(contract.Object).Set(contract.Snake(op.key), new(contract.Object).Fill("x-tokenbook-auth", method).Set("value", value)))
	}
	required := slices.ContainsFunc(inputs, func(in input) bool { return in.required })
	return new(contract.Object).Fill("required", required).Set("content", new(contract.Object).Set(media, content))
}

// grantOf is the grant that begins at an endpoint, so that its clients are those that use the grant.
var grantOf = map[string]string{
	"pushed_authorization": string(specs.GrantAuthorizationCode), "device_authorization": string(specs.GrantDeviceCode), "ciba": string(specs.GrantCIBA),
}

// clientInputs is how many of rareInputs tell who asks; they come first.
const clientInputs = 3

// rareInputs are left out of samples unless they are mandatory: they exclude each other or are seldom sent.
var rareInputs = []string{"client_secret", "client_assertion", "client_assertion_type", "request", "authorization_details",
	"actor_token", "actor_token_type", "requested_token_type", "audience", "login_hint_token", "id_token_hint", "client_notification_token",
	"resource", "user_code", "requested_expiry", "prompt", "max_age", "login_hint", "acr_values", "claims", "response_mode", "ui_locales", "claim_token", "claim_token_format", "pct", "rpt", "software_statement", "auth_session", "dpop_jkt"}
