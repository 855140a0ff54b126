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

// field is one member of a response.
type field struct {
	name        string
	schema      *contract.Object
	required    bool
	null        bool // it is there with the value null
	description string
	of          string // the token it speaks of
	grant       string // the only grant type that brings it
	clock       specs.ResponseClock
	sample      any
	sampled     bool
	fixed       bool // the sample is the only value that it has
	present     specs.Presence
	note        string // where its sample comes from
}

// reply is the body of a successful response.
type reply struct {
	fields     []field
	atLeastOne []string
	absent     []string // stated never to be there
	envelope   specs.EnvelopeID
	headers    *specs.Map[specs.ResponseField]
	stated     bool // the policy speaks of the response
	sameFor    specs.Value[specs.Duration]
}

// reply puts together what the standard and the policy say of a successful response for a selection.
func (op *operation) reply(sel specs.Selection) reply {
	r := reply{headers: new(specs.Map[specs.ResponseField])}
	for _, f := range op.standardFields() {
		if (op.has(f.Requires) || op.announced(f.Name)) && !draftFields[f.Name] {
			r.fields = append(r.fields, op.standardField(&f, sel))
		}
	}
	if op.key == "token" {
		grants := op.grantsHere()
		for _, grant := range grants {
			std, _ := standard.GrantRequestByKey(grant)
			for i := range std.Response {
				f := op.standardField(&std.Response[i], sel)
				f.grant, f.required = grant, f.required && len(grants) == 1
				r.fields = append(r.fields, f)
			}
		}
	}
	for _, name := range []string{"any", op.key} {
		if name == "any" && op.std.Host == standard.HostResourceServer { // it is no endpoint of the issuer
			continue
		}
		if own, _, ok := specs.Effective[specs.Response](op.p, "issuers."+op.id+".responses."+name, sel); ok && own.Stated() {
			op.overlay(&r, &own, sel)
		}
	}
	return r
}

// draftFields come from a draft that few servers follow; a policy names them where its server does.
var draftFields = map[string]bool{"refresh_token_timeout": true, "authorization_expires_in": true}

func (op *operation) standardField(f *standard.Field, sel specs.Selection) field {
	description := f.Description
	if f.Conditional != "" {
		description += " It is " + strings.TrimSuffix(f.Conditional, ".") + "."
	}
	out := field{name: f.Name, schema: contract.ParamSchema(f.Type), required: f.Required, description: escape.MarkdownText(description)}
	if op.std.Key == "introspection" && f.Name == "aud" {
		out.schema = contract.FieldSchema(specs.FieldStringOrStrings)
	}
	if op.std.Key == "jwks" && f.Name == "keys" {
		out.schema = contract.ListOf(keySchema())
	}
	if f.Type == standard.TypeSeconds && f.Name == "expires_in" {
		if want, known := clockedBy[op.key]; known {
			seconds, ok := op.lifeOf(want, sel)
			out.sample, out.sampled, out.note = seconds, ok, op.lifeNote(op.firstOf(want), sel)
		}
		return out
	}
	if f.Name == "client_secret" && op.key == "registration" {
		return out
	}
	out.sample, out.sampled = op.sample(f.Name, f.Type, f.Example, sel)
	return out
}

// clockedBy are the tokens whose life expires_in tells at an endpoint.
var clockedBy = map[string]specs.TokenType{
	"pushed_authorization": specs.RequestURI, "device_authorization": specs.DeviceCode, "ciba": specs.AuthenticationRequestID,
	"token": specs.AccessToken, // told per grant and client, see tokenExamples
}

// overlay lays what the policy states of a response over what is there.
func (op *operation) overlay(r *reply, own *specs.Response, sel specs.Selection) {
	r.stated = true
	if own.Envelope.IsSet() {
		r.envelope = own.Envelope.V
	}
	r.headers.Entries = append(r.headers.Entries, own.Headers.Entries...)
	r.atLeastOne = append(r.atLeastOne, specs.Plain(own.AtLeastOne)...)
	if own.Idempotency.IsSet() {
		r.sameFor = own.Idempotency
	}
	for i := range own.Fields.Entries {
		e := &own.Fields.Entries[i]
		at := slices.IndexFunc(r.fields, func(f field) bool { return f.name == e.ID })
		if e.V.Present.V == specs.PresentNever {
			r.absent = append(r.absent, e.ID)
			if at >= 0 {
				r.fields = slices.Delete(r.fields, at, at+1)
			}
			continue
		}
		var under *field
		if at >= 0 {
			under = &r.fields[at]
		}
		f := op.ownField(e.ID, &e.V, under, sel)
		if at >= 0 {
			r.fields[at] = f
		} else {
			r.fields = append(r.fields, f)
		}
	}
}

// ownField is a field as the policy states it, over what a standard says of it.
func (op *operation) ownField(name string, own *specs.ResponseField, under *field, sel specs.Selection) field {
	f := field{name: name, schema: clockSchema(own)}
	f.sample, f.sampled = placeholder(own.Type.V), true
	if under != nil {
		f.description, f.required = under.description, under.required
		switch {
		case !own.Type.IsSet() && !own.Clock.IsSet():
			f.schema, f.sample, f.sampled = under.schema, under.sample, under.sampled
		case under.sampled && contract.Same(f.schema.Get("type"), under.schema.Get("type")):
			f.sample = under.sample // a better one than any that a type gives
		}
	}
	if own.Description.IsSet() {
		f.description = op.prose(own.Description.V)
	}
	f.of, f.clock, f.present = string(own.Of.V), own.Clock.V, own.Present.V
	if f.of != "" {
		if value, ok := op.clocked(f.of, f.clock, sel); ok {
			f.sample, f.sampled = value, true
		} else if f.clock != "" {
			f.sampled = false
		} else if text, ok := op.tokenSample(f.of, sel); ok && f.schema.Get("type") == "string" {
			f.sample, f.sampled = text, true
		}
	}
	switch own.Present.V {
	case specs.PresentAlways:
		f.required = true
	case specs.PresentMaybe:
		f.required = false
	case specs.PresentNull:
		f.required, f.null = true, true
		f.sample, f.sampled = nil, true
	case specs.PresentNever:
	}
	if own.Value.IsSet() && !f.null {
		kind := own.Type.V
		if kind == "" && f.schema.Get("type") == "integer" { // as its clock is written
			kind = specs.FieldInteger
		}
		f.sample, f.sampled, f.fixed = typedText(kind, own.Value.V), true, true
		f.schema = constant(f.schema, f.sample)
	}
	return f
}

// clockSchema is the schema of a field that gives a time, or of its type.
func clockSchema(own *specs.ResponseField) *contract.Object {
	if own.Type.IsSet() {
		return contract.FieldSchema(own.Type.V)
	}
	switch own.Clock.V {
	case specs.ClockExpiresIn, specs.ClockRemaining, specs.ClockExp, specs.ClockExpMilliseconds, specs.ClockIssuedAt:
		return contract.Typed("integer")
	case specs.ClockRFC3339:
		return contract.Formatted("date-time")
	case specs.ClockDate:
		return contract.Formatted("date")
	}
	return new(contract.Object)
}

// properties are required and properties of the body's schema.
func (r *reply) schema() *contract.Object {
	properties := new(contract.Object)
	required := contract.Array{}
	for i := range r.fields {
		f := &r.fields[i]
		schema := f.schema
		if f.null {
			schema = contract.OrNull(schema)
		}
		if f.description != "" {
			schema.Set("description", f.description)
		}
		// Whether a member is left out, or there and null, is told apart by the schema; that the policy says so, by this.
		schema.Fill("x-tokenbook-present", string(f.present))
		properties.Set(f.name, schema)
		if f.required {
			required = append(required, f.name)
		}
	}
	out := contract.Typed("object").Fill("required", required).Fill("properties", properties)
	if len(r.atLeastOne) > 0 {
		anyOf := contract.Array{}
		for _, name := range r.atLeastOne {
			anyOf = append(anyOf, new(contract.Object).Set("required", contract.Of(name)))
		}
		out.Set("anyOf", anyOf)
	}
	return out.Fill("x-tokenbook-never-present", contract.Of(r.absent...))
}

// example is a body with every field that has a sample; ok is false where a mandatory one has none.
func (r *reply) example() (*contract.Object, bool) {
	out := new(contract.Object)
	for i := range r.fields {
		f := &r.fields[i]
		switch {
		case f.sampled:
			out.Set(f.name, f.sample).Note(f.name, f.note)
		case f.required:
			return nil, false
		}
	}
	return out, true
}

// success is the status of a successful response; 2XX where nothing is said.
func (op *operation) success() string {
	switch {
	case op.endpoint.Success.IsSet():
		return strconv.Itoa(int(op.endpoint.Success.V))
	case op.known && op.std.Success == 0:
		return "302"
	case op.known:
		return strconv.Itoa(op.std.Success)
	}
	return "2XX"
}

// successResponse is the response of success.
func (op *operation) successResponse() *contract.Object {
	r := op.reply(op.sel)
	if op.key == "token" {
		r = op.anyReply()
	}
	out := new(contract.Object).Set("description", op.successText(&r))
	out.Fill("headers", op.successHeaders(&r))
	out.Fill("content", op.successContent(&r))
	if op.key == "token" {
		out.Fill("x-tokenbook-tokens", op.tokenFacts())
	}
	if r.sameFor.IsSet() {
		out.Set("x-tokenbook-same-answer-for", r.sameFor.V.Words())
	}
	return out
}

func (op *operation) successText(r *reply) string {
	text := "Success."
	switch {
	case op.known && op.std.Success == 0:
		text = "A redirect: the answer, or the error, stands in the query of its address."
	case !op.known && !op.endpoint.Success.IsSet() && !r.stated:
		text = "Success. The policy specifies neither status nor body."
	case !op.known && !op.endpoint.Success.IsSet():
		text = "Success. The policy does not specify the status."
	case len(r.fields) == 0 && !r.stated && op.known:
		text = "Success, without a body."
	case len(r.fields) == 0 && !r.stated:
		text = "Success. The policy does not specify the body."
	}
	if op.endpoint.UnknownToken.IsSet() && strconv.Itoa(int(op.endpoint.UnknownToken.V)) == op.success() {
		text += " The same for a token that is not known."
	}
	return escape.MarkdownText(text)
}

// successContent is the body, with its examples.
func (op *operation) successContent(r *reply) *contract.Object {
	if op.known && op.std.Success == 0 {
		return nil
	}
	if envelope := op.p.Envelopes.Get(string(r.envelope)); r.envelope != "" && envelope != nil {
		return op.envelopeContent(op.names.Unique(op.name+"Output"), envelope, op.successFacts())
	}
	if len(r.fields) == 0 && len(r.atLeastOne) == 0 {
		return nil
	}
	name := op.names.Unique(outputName(op.name)) // Finish drops the schema where no media type below uses it
	op.schemas.Set(name, r.schema())
	content := new(contract.Object).Set("schema", contract.Ref("schemas", name))
	content.Fill("examples", op.successExamples(r))
	out := new(contract.Object)
	types := op.std.Responses
	if len(types) == 0 {
		types = []standard.Encoding{standard.EncodingJSON}
	}
	for _, t := range types {
		switch t {
		case standard.EncodingJSON:
			out.Set(string(t), content)
		case standard.EncodingJWKS:
		default:
			if !r.stated || len(types) > 1 && op.known {
				out.Set(string(t), new(contract.Object).Set("schema", contract.Typed("string").Set("description", "The same, signed or encoded as this type says.")))
			}
		}
	}
	if out.Len() == 0 {
		out.Set(string(standard.EncodingJSON), content)
	}
	return out
}

func outputName(name string) string {
	switch name {
	case "Token":
		return "IssuedTokens"
	case "Metadata", "ProviderConfiguration", "ResourceMetadata", "KeySet", "UserClaims":
		return name
	}
	return name + "Output"
}

func (op *operation) successExamples(r *reply) *contract.Object {
	example := func(name string, value *contract.Object) *contract.Object {
		return new(contract.Object).Set(name, new(contract.Object).Set("value", value))
	}
	switch op.key {
	case "token":
		return op.tokenExamples()
	case "jwks":
		return example("keys", new(contract.Object).Set("keys", op.keySample()))
	case "metadata", "openid_configuration":
		if value, ok := op.metadataSample(r); ok {
			return example("metadata", value)
		}
		return nil
	case "protected_resource_metadata":
		if value := op.resourceSample(); value != nil {
			return example("metadata", value)
		}
		return nil
	case "introspection":
		out := new(contract.Object)
		if value, ok := op.introspectionSample(r); ok {
			out = example("active", value)
		}
		return out.Set("inactive", new(contract.Object).Set("value", new(contract.Object).Set("active", false)))
	}
	if value, ok := r.example(); ok && value.Len() > 0 {
		return example("success", value)
	}
	return nil
}
