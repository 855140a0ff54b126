package generator

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// redirected moves the errors that a redirect carries to the response that is the redirect, and returns the others.
func (op *operation) redirected(response *contract.Object, refusals []refusal) (kept []refusal) {
	var moved []refusal
	for _, r := range refusals {
		if r.status == 0 || r.status == 302 || r.status == 303 {
			moved = append(moved, r)
		} else {
			kept = append(kept, r)
		}
	}
	if len(moved) > 0 {
		response.Set("x-tokenbook-errors", op.errorFacts(moved))
	}
	location := new(contract.Object).Set("description", "The redirect address of the client, with the answer in its query.").Set("schema", contract.Formatted("uri-reference"))
	examples := new(contract.Object)
	var names contract.Names
	example := func(name, value string) {
		examples.Set(names.Unique(name), new(contract.Object).Set("value", value))
	}
	base := op.redirectBase()
	if answer, ok := op.redirectAnswer(); ok {
		example("success", base+answer)
	}
	for _, r := range moved {
		if r.code != "" {
			example(contract.Snake(r.id), base+"?error="+escape.URLPart(r.code))
		}
	}
	headers := response.Object("headers")
	if headers == nil {
		headers = new(contract.Object)
		response.Set("headers", headers)
	}
	headers.Set("Location", location.Fill("examples", examples))
	return kept
}

// redirectBase is where a redirect leads in samples.
func (op *operation) redirectBase() string {
	if op.key == "end_session" {
		return "https://app.example.com/bye"
	}
	return "https://app.example.com/callback"
}

// redirectAnswer is the query of a redirect that tells success: the members that the standard or the policy makes
// mandatory, the client's state, and the issuer where the policy says that it is told; ok is false where a mandatory one
// has no sample.
func (op *operation) redirectAnswer() (query string, ok bool) {
	r := op.reply(op.sel)
	for i := range r.fields {
		f := &r.fields[i]
		told := f.name == "iss" && op.issuer.AuthorizationResponseISS.V
		text, isText := f.sample.(string)
		switch {
		case f.null:
		case f.sampled && isText && (f.required || told || f.name == "state"):
			if f.name == "iss" {
				text = op.sampleBase()
			}
			query += between(query) + escape.URLPart(f.name) + "=" + escape.URLPart(text)
		case f.required:
			return "", false
		}
	}
	if op.key == "end_session" && !slices.ContainsFunc(r.fields, func(f field) bool { return f.name == "state" }) {
		query += between(query) + "state=" + sampleState
	}
	return query, true
}

func between(query string) string {
	if query == "" {
		return "?"
	}
	return "&"
}

// sampleState is the state of the samples in OpenID Connect.
const sampleState = "af0ifjsldkj"
