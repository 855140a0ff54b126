package contract

import (
	"bytes"
	"slices"
)

// Notes are what our descriptions say of an operation beyond OpenAPI, in members that begin with x-tokenbook-.
type Notes struct {
	// Endpoint is the endpoint's name in the policy, Place where it is stated: file:line:column.
	Endpoint, Place string
	// Replaces is the address that the endpoint takes the place of.
	Replaces string
	// Accepts are the tokens that it works on.
	Accepts []string
	Limits  []LimitNote
	Calls   []CallNote
}

// LimitNote is a limit of how often an endpoint may be called.
type LimitNote struct {
	Limit, Max, Per string
	Key             []string
	Place           string
}

// CallNote is an operation of a service with what it asks of a token. MaxAge is in seconds, empty where nothing is said.
type CallNote struct {
	Operation, Resource string
	Scopes              []string
	ACR, MaxAge, Place  string
}

// ResponseNotes are what our descriptions say of a response beyond OpenAPI.
type ResponseNotes struct {
	Errors []ErrorNote
	Tokens []TokenNote
	// SameAnswerFor is how long a repeated request gets the same answer.
	SameAnswerFor string
}

// ErrorNote is an error that a response carries. Cause is its name in the policy; Code, the code on the wire, is empty
// where none is sent.
type ErrorNote struct{ Cause, Code, Number, Meaning, Action, Retryable, UserMessage, Place string }

// TokenNote is a token that a response carries.
type TokenNote struct {
	Token, Type, Place, Lifetime, Rotation, RotationPlace string
	Varies                                                []TokenVariant
}

// TokenVariant is a lifetime that holds for some choices, such as one client, only.
type TokenVariant struct {
	When            []Choice
	Lifetime, Place string
}

// Choice is what a variant is about: client, web_shop.
type Choice struct{ Axis, Value string }

func (r *reading) notes(o *Object) Notes {
	n := Notes{Endpoint: text(o, "x-tokenbook-endpoint"), Place: text(o, "x-tokenbook-place"), Replaces: text(o, "x-tokenbook-replaces"),
		Accepts: texts(o.Get("x-tokenbook-accepts"))}
	for _, l := range objects(o.Get("x-tokenbook-limits")) {
		n.Limits = append(n.Limits, LimitNote{text(l, "limit"), word(l, "max"), text(l, "per"), texts(l.Get("key")), text(l, "at")})
	}
	for _, c := range objects(o.Get("x-tokenbook-operations")) {
		n.Calls = append(n.Calls, CallNote{text(c, "operation"), text(c, "resource"), texts(c.Get("scopes")), text(c, "acr"), word(c, "max-age"), text(c, "place")})
	}
	return n
}

func responseNotes(o *Object) ResponseNotes {
	n := ResponseNotes{SameAnswerFor: text(o, "x-tokenbook-same-answer-for")}
	for _, e := range objects(o.Get("x-tokenbook-errors")) {
		n.Errors = append(n.Errors, ErrorNote{text(e, "cause"), text(e, "code"), word(e, "number"), text(e, "meaning"), text(e, "action"),
			text(e, "retryable"), text(e, "user-message"), text(e, "place")})
	}
	for _, t := range objects(o.Get("x-tokenbook-tokens")) {
		token := TokenNote{Token: text(t, "token"), Type: text(t, "type"), Place: text(t, "place"), Lifetime: text(t, "lifetime"),
			Rotation: text(t, "rotation"), RotationPlace: text(t, "rotation-place")}
		for _, v := range objects(t.Get("varies")) {
			token.Varies = append(token.Varies, variant(v))
		}
		n.Tokens = append(n.Tokens, token)
	}
	return n
}

func variant(o *Object) TokenVariant {
	v := TokenVariant{Lifetime: text(o, "lifetime"), Place: text(o, "place")}
	for _, key := range o.Keys() {
		if !slices.Contains([]string{"lifetime", "place"}, key) {
			v.When = append(v.When, Choice{key, text(o, key)})
		}
	}
	return v
}

// word is a member as text; nothing where it is not there.
func word(o *Object, key string) string {
	if !o.Has(key) {
		return ""
	}
	return Plain(o.Get(key))
}

// Plain is a value as text: a string as it is, anything else as JSON on one line.
func Plain(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return written(value, compact)
}

// Text is a value as JSON for people, two spaces a level, without a final line end.
func Text(value any) string { return written(value, 0) }

func written(value any, indent int) string {
	var b bytes.Buffer
	writeJSON(&b, value, indent)
	return b.String()
}
