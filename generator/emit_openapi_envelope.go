package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// envelopeOf is the body shape of a refusal where the policy states one, else nil.
func (a *api) envelopeOf(r *refusal) *specs.Envelope {
	name := a.p.Errors.Envelope
	if r.own != nil && r.own.Envelope.Stated() {
		name = r.own.Envelope
	}
	if !name.IsSet() {
		return nil
	}
	return a.p.Envelopes.Get(string(name.V))
}

// carriesJSON reports whether refusals of a surface have the JSON body of OAuth where the policy says nothing else.
func carriesJSON(r *refusal) bool {
	if r.std == nil {
		return r.own == nil || !specs.Has(r.own.Surfaces, specs.SurfaceResource) && !specs.Has(r.own.Surfaces, specs.SurfaceUserinfo)
	}
	info, _ := standard.SurfaceByKey(r.std.Surface)
	return info.Carrier == standard.CarrierJSON || info.Carrier == standard.CarrierSET
}

// oauthEnvelope is the body of RFC 6749, section 5.2.
var oauthEnvelope = specs.Envelope{}

// refusalContent are the bodies of all causes with one status, by media type.
func (a *api) refusalContent(name, status string, refusals []refusal) *contract.Object {
	out := new(contract.Object)
	type group struct {
		envelope *specs.Envelope
		causes   []refusal
	}
	var groups []group
	for _, r := range refusals {
		e := a.envelopeOf(&r)
		if e == nil && (r.code == "" || !carriesJSON(&r)) {
			continue // the status alone, or a header, tells it
		}
		if e == nil {
			e = &oauthEnvelope
		}
		at := slices.IndexFunc(groups, func(g group) bool { return g.envelope == e })
		if at < 0 {
			groups, at = append(groups, group{envelope: e}), len(groups)
		}
		groups[at].causes = append(groups[at].causes, r)
	}
	if status == "default" {
		status = "Unstated"
	}
	for _, g := range groups {
		content := a.refusalBody(a.names.Unique(name+"Refusal"+status), g.envelope, g.causes)
		for _, media := range content.Keys() {
			if out.Has(media) {
				mixMedia(out.Object(media), content.Object(media))
			} else {
				out.Set(media, content.Get(media))
			}
		}
	}
	return out
}

// refusalBody is the body for causes that share an envelope: codes as an enum, and an example of each cause.
func (a *api) refusalBody(name string, e *specs.Envelope, refusals []refusal) *contract.Object {
	facts := make([]envelopeFacts, len(refusals))
	var names contract.Names
	for i := range refusals {
		facts[i] = a.factsOf(&refusals[i])
		facts[i].name = names.Unique(contract.Snake(refusals[i].id))
		facts[i].summary = escape.MarkdownText(a.meaning(&refusals[i]))
	}
	if e == &oauthEnvelope || e.Type.V == specs.EnvelopeOAuth && len(e.Fields.Entries) == 0 {
		e = a.standardEnvelope(specs.EnvelopeOAuth)
	} else if e.Type.V == specs.EnvelopeProblem && len(e.Fields.Entries) == 0 {
		e = a.standardEnvelope(specs.EnvelopeProblem)
	}
	return a.envelopeContent(name, e, facts)
}

// standardEnvelope writes a standard body in the words of the format: of OAuth's members only those that the policy
// exposes, where it says which.
func (a *api) standardEnvelope(kind specs.EnvelopeType) *specs.Envelope {
	out := &specs.Envelope{Type: set(kind)}
	add := func(name string, t specs.FieldType, fact specs.EnvelopeFact, present specs.Presence) {
		f := specs.EnvelopeField{Type: set(t), Holds: set(fact), Present: set(present)}
		out.Fields.Entries = append(out.Fields.Entries, specs.Entry[specs.EnvelopeField]{ID: name, V: f})
	}
	exposed := func(d specs.ErrorDetail) bool {
		return !a.p.Errors.Expose.Stated() || specs.Has(a.p.Errors.Expose, d)
	}
	if kind == specs.EnvelopeProblem { // RFC 9457, section 3.1
		add("type", specs.FieldURI, specs.FactURI, specs.PresentMaybe)
		add("title", specs.FieldString, specs.FactTitle, specs.PresentMaybe)
		add("status", specs.FieldInteger, specs.FactStatus, specs.PresentMaybe)
		add("detail", specs.FieldString, specs.FactDescription, specs.PresentMaybe)
		add("instance", specs.FieldURI, specs.FactInstance, specs.PresentMaybe)
		return out
	}
	add("error", specs.FieldString, specs.FactError, specs.PresentAlways)
	if exposed(specs.ExposeDescription) {
		add("error_description", specs.FieldString, specs.FactDescription, specs.PresentMaybe)
	}
	if exposed(specs.ExposeURI) {
		add("error_uri", specs.FieldURI, specs.FactURI, specs.PresentMaybe)
	}
	return out
}

func set[T any](v T) specs.Value[T] { return specs.Value[T]{Mark: specs.Mark{State: specs.Set}, V: v} }

// envelopeFacts are what the fields of a body can hold in one case.
type envelopeFacts struct {
	name, summary string
	values        map[specs.EnvelopeFact]any
}

// factsOf are the facts of a refusal.
func (a *api) factsOf(r *refusal) envelopeFacts {
	v := map[specs.EnvelopeFact]any{specs.FactSuccess: false}
	put := func(fact specs.EnvelopeFact, text string) {
		if text != "" {
			v[fact] = escape.Valid(text)
		}
	}
	put(specs.FactError, r.code)
	if r.status != 0 {
		v[specs.FactStatus] = r.status
	}
	put(specs.FactTitle, a.meaning(r))
	if r.std != nil {
		put(specs.FactDescription, r.std.Description)
		put(specs.FactUserMessage, r.std.UserMessage)
	}
	if r.own != nil {
		if r.own.Number.IsSet() {
			v[specs.FactNumber] = int(r.own.Number.V)
		}
		put(specs.FactDescription, r.own.Description.V)
		put(specs.FactUserMessage, r.own.UserMessage.V)
		put(specs.FactReason, r.own.Log.Reason.V)
	}
	if c := a.p.Cause(r.id); c != nil {
		put(specs.FactURI, a.p.ErrorURL(c))
	}
	return envelopeFacts{values: v}
}

// successFacts are the facts of a successful answer.
func (op *operation) successFacts() []envelopeFacts {
	v := map[specs.EnvelopeFact]any{specs.FactSuccess: true}
	if text, ok := op.tokenFor("access_token", op.sel); ok {
		v[specs.FactToken] = text
	}
	if seconds, ok := op.lifeOf(specs.AccessToken, op.sel); ok {
		v[specs.FactLifetime] = seconds
	}
	if words := op.scopeSample(op.sel); len(words) > 0 {
		v[specs.FactScope] = strings.Join(words, " ")
	}
	return []envelopeFacts{{name: "success", values: v}}
}

// envelopeMedia is the media type of a body.
func envelopeMedia(e *specs.Envelope) string {
	if e.ContentType.IsSet() && mediaType.MatchString(e.ContentType.V) {
		return strings.ToLower(e.ContentType.V)
	}
	switch e.Type.V {
	case specs.EnvelopeProblem:
		return "application/problem+json"
	case specs.EnvelopeXML:
		return "application/xml"
	case specs.EnvelopeForm:
		return string(standard.EncodingForm)
	case specs.EnvelopeJWT:
		return string(standard.EncodingJWT)
	case specs.EnvelopeHTML:
		return "text/html"
	case specs.EnvelopeText:
		return "text/plain"
	case specs.EnvelopeEmpty:
		return ""
	case specs.EnvelopeOAuth, specs.EnvelopeJSON:
	}
	return string(standard.EncodingJSON)
}

// envelopeContent is a body with its schema, under a name of its own, and one example for each case.
func (a *api) envelopeContent(name string, e *specs.Envelope, cases []envelopeFacts) *contract.Object {
	media := envelopeMedia(e)
	switch {
	case media == "":
		return nil
	case slices.Contains([]specs.EnvelopeType{specs.EnvelopeXML, specs.EnvelopeJWT, specs.EnvelopeHTML, specs.EnvelopeText}, e.Type.V):
		return new(contract.Object).Set(media, new(contract.Object).Set("schema", contract.Typed("string")))
	}
	a.schemas.Set(name, a.envelopeSchema(&e.Fields, cases))
	content := new(contract.Object).Set("schema", contract.Ref("schemas", name))
	examples := new(contract.Object)
	for _, c := range cases {
		value := a.envelopeValue(&e.Fields, c.values)
		if value.Len() > 0 {
			examples.Set(c.name, new(contract.Object).Fill("summary", c.summary).Set("value", value))
		}
	}
	return new(contract.Object).Set(media, content.Fill("examples", examples))
}

// listed are the facts whose values a schema lists: they tell one case from another.
var listed = []specs.EnvelopeFact{specs.FactError, specs.FactNumber, specs.FactSuccess}

func (a *api) envelopeSchema(fields *specs.Map[specs.EnvelopeField], cases []envelopeFacts) *contract.Object {
	properties := new(contract.Object)
	required := contract.Array{}
	for i := range fields.Entries {
		e := &fields.Entries[i]
		if e.V.Present.V == specs.PresentNever {
			continue
		}
		schema := a.envelopeFieldSchema(&e.V, cases)
		if e.V.Present.V == specs.PresentNull {
			schema = contract.OrNull(schema)
		}
		if e.V.Present.V == specs.PresentAlways || e.V.Present.V == specs.PresentNull {
			required = append(required, e.ID)
		}
		properties.Set(e.ID, schema)
	}
	return contract.Typed("object").Fill("required", required).Fill("properties", properties)
}

func (a *api) envelopeFieldSchema(f *specs.EnvelopeField, cases []envelopeFacts) *contract.Object {
	if len(f.Fields.Entries) > 0 {
		inner := a.envelopeSchema(&f.Fields, cases)
		if f.Type.V == specs.FieldObjects || f.Type.V == specs.FieldList {
			return contract.ListOf(inner)
		}
		return inner
	}
	schema := contract.FieldSchema(f.Type.V)
	if f.Type.V == specs.FieldList && f.ListOf.IsSet() {
		schema = contract.ListOf(contract.FieldSchema(f.ListOf.V))
	}
	if f.Value.IsSet() {
		return constant(schema, typedText(f.Type.V, f.Value.V))
	}
	if slices.Contains(listed, f.Holds.V) {
		values := contract.Array{}
		for _, c := range cases {
			v, ok := fit(f, c.values)
			if ok && !slices.ContainsFunc(values, func(have any) bool { return contract.Same(have, v) }) {
				values = append(values, v)
			}
		}
		if len(values) > 0 && schema.Get("type") != "array" {
			schema.Set("enum", values)
		}
	}
	return schema
}

func (a *api) envelopeValue(fields *specs.Map[specs.EnvelopeField], facts map[specs.EnvelopeFact]any) *contract.Object {
	out := new(contract.Object)
	for i := range fields.Entries {
		e := &fields.Entries[i]
		f := &e.V
		if f.Present.V == specs.PresentNever {
			continue
		}
		if f.Present.V == specs.PresentNull {
			out.Set(e.ID, nil)
			continue
		}
		if f.Value.IsSet() {
			out.Set(e.ID, typedText(f.Type.V, f.Value.V))
			continue
		}
		if len(f.Fields.Entries) > 0 {
			var inner any = a.envelopeValue(&f.Fields, facts)
			if f.Type.V == specs.FieldObjects || f.Type.V == specs.FieldList {
				inner = contract.Of(inner)
			}
			out.Set(e.ID, inner)
			continue
		}
		if v, ok := fit(f, facts); ok {
			out.Set(e.ID, v)
		} else if f.Present.V == specs.PresentAlways {
			out.Set(e.ID, placeholder(f.Type.V))
		}
	}
	return out
}
