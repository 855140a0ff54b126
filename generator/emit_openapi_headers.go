package generator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var mediaType = regexp.MustCompile(`^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$`)

// fit is the fact that a field holds, in the field's type; ok is false where it is not known or does not fit.
func fit(f *specs.EnvelopeField, facts map[specs.EnvelopeFact]any) (any, bool) {
	v, known := facts[f.Holds.V]
	if !known {
		return nil, false
	}
	text, isText := v.(string)
	number, isInt := asInt(v)
	truth, isBool := v.(bool)
	switch t := f.Type.V; t {
	case "":
		return v, true
	case specs.FieldInteger, specs.FieldNumber, specs.FieldSeconds, specs.FieldEpoch:
		return v, isInt
	case specs.FieldMilliseconds:
		return number * 1000, isInt
	case specs.FieldBoolean:
		return truth, isBool
	case specs.FieldStrings:
		return contract.Of(text), isText
	case specs.FieldList:
		switch {
		case isText && (!f.ListOf.IsSet() || f.ListOf.V == specs.FieldString):
			return contract.Of(v), true
		case isInt && (!f.ListOf.IsSet() || f.ListOf.V == specs.FieldInteger || f.ListOf.V == specs.FieldNumber):
			return contract.Of(v), true
		}
		return nil, false
	case specs.FieldObject, specs.FieldObjects:
		return nil, false
	default:
		switch {
		case isInt:
			return strconv.FormatInt(number, 10), t == specs.FieldString
		case isBool:
			return strconv.FormatBool(truth), t == specs.FieldString
		}
		return text, isText
	}
}

func asInt(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

// successHeaders are the headers of a successful response.
func (op *operation) successHeaders(r *reply) *contract.Object {
	out := new(contract.Object)
	cache := op.std.CacheControl
	if op.key == "jwks" {
		cache = op.keyCache()
	}
	if op.endpoint.CacheControl.IsSet() {
		cache = op.endpoint.CacheControl.V
	}
	if cache != "" {
		out.Set("Cache-Control", new(contract.Object).Set("description", headerTexts["Cache-Control"]).
			Set("schema", contract.Typed("string")).Set("example", cache))
	}
	for i := range r.headers.Entries {
		e := &r.headers.Entries[i]
		if e.V.Present.V == specs.PresentNever || !headerName.MatchString(e.ID) {
			continue
		}
		f := op.ownField(e.ID, &e.V, nil, op.sel)
		if f.schema.Len() == 0 {
			f.schema = contract.Typed("string")
		}
		header := new(contract.Object).Set("description", f.description).Fill("required", f.required).Set("schema", f.schema)
		if f.description == "" {
			header.Set("description", "A header that the policy states.")
		}
		switch {
		case f.null || f.fixed:
		case strings.EqualFold(e.ID, "DPoP-Nonce"):
			header.Set("example", sampleNonce)
		case f.sampled:
			header.Set("example", f.sample)
		}
		out.Set(e.ID, header)
	}
	return out
}

// shared makes a header a component that other contracts can refer to, named after the status that it comes with, and is the
// reference to it. In a contract that is not there to be referred to, headers stand where they are sent: shared ones
// would have to be numbered, and a change of one would rename others.
func (a *api) shared(name, status string, header *contract.Object) *contract.Object {
	if !a.importable {
		return header
	}
	as := a.headerNames.Unique(contract.Pascal(name + " " + status))
	a.headers.Set(as, header)
	return contract.Ref("headers", as)
}

var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// headerTexts describe the headers that many responses have.
var headerTexts = map[string]string{
	"WWW-Authenticate": "How to authenticate, and what was wrong.",
	"DPoP-Nonce":       "The value that the next DPoP proof has to hold (RFC 9449, section 8).",
	"Retry-After":      "How many seconds to wait before the next try (RFC 9110, section 10.2.3).",
	"Cache-Control":    "Whether the answer may be kept (RFC 9111, section 5.2).",
}

// refusalHeaders are the headers of the response for several causes: mandatory where each cause has them.
func (a *api) refusalHeaders(status string, refusals []refusal) *contract.Object {
	type use struct {
		name   string
		causes int
		values *contract.Object
		names  contract.Names
		words  []string // what the policy says where no value can be
	}
	var uses []*use
	for i := range refusals {
		r := &refusals[i]
		for _, h := range a.headersOf(r) {
			at := slices.IndexFunc(uses, func(u *use) bool { return strings.EqualFold(u.name, h.Name) })
			if at < 0 {
				uses, at = append(uses, &use{name: h.Name, values: new(contract.Object)}), len(uses)
			}
			u := uses[at]
			u.causes++
			if says, only := saidOnly(h); only && r.own != nil && r.own.Headers.Get(h.Name) != nil && !slices.Contains(u.words, says) {
				u.words = append(u.words, says)
			}
			if value := a.headerSample(h, r); value != "" {
				u.values.Set(u.names.Unique(contract.Snake(r.id)), new(contract.Object).Set("value", value))
			}
		}
	}
	out := new(contract.Object)
	for _, u := range uses {
		text := headerTexts[u.name]
		if text == "" {
			text = "A header that the policy states."
		}
		if len(u.words) > 0 {
			text += " " + escape.MarkdownText("The policy says: "+strings.Join(u.words, "; ")+".")
		}
		schema := contract.Typed("string")
		values := distinctValues(u.values)
		if len(values) == 0 && len(u.words) == 0 {
			text += " The policy does not specify the value."
		}
		if strings.EqualFold(u.name, "Retry-After") && !slices.ContainsFunc(values, func(v any) bool { return !isSeconds(v) }) {
			schema = contract.Typed("integer").Set("minimum", 0)
			for _, name := range u.values.Keys() {
				seconds, _ := strconv.ParseInt(u.values.Object(name).Get("value").(string), 10, 64)
				u.values.Object(name).Set("value", seconds)
			}
			values = distinctValues(u.values)
		}
		header := new(contract.Object).Set("description", text).Fill("required", u.causes == len(refusals)).Set("schema", schema)
		if len(values) == 1 {
			header.Set("example", values[0])
		} else if len(values) > 1 {
			header.Set("examples", u.values)
		}
		out.Set(u.name, a.shared(u.name, status, header))
	}
	return out
}

// isSeconds reports whether a value of Retry-After is a number of seconds and not a date.
func isSeconds(v any) bool {
	text, _ := v.(string)
	_, err := strconv.ParseInt(text, 10, 32)
	return err == nil
}

func distinctValues(examples *contract.Object) []any {
	var out []any
	for _, name := range examples.Keys() {
		v := examples.Object(name).Get("value")
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// headersOf are the headers of a refusal: the standard's, with the policy's own over them.
func (a *api) headersOf(r *refusal) []standard.Header {
	var out []standard.Header
	if r.std != nil {
		out = slices.Clone(r.std.Headers)
	}
	if r.own == nil {
		return out
	}
	for i := range r.own.Headers.Entries {
		e := &r.own.Headers.Entries[i]
		if !headerName.MatchString(e.ID) {
			continue
		}
		out = slices.DeleteFunc(out, func(h standard.Header) bool { return strings.EqualFold(h.Name, e.ID) })
		if e.V.State != specs.None {
			out = append(out, standard.Header{Name: e.ID, Value: e.V.V})
		}
	}
	return out
}

var headerBlank = regexp.MustCompile(`\{[a-z_ ]+\}`)

// sampleNonce is the nonce of the samples in RFC 9449.
const sampleNonce = "eyJ7S_zG.eyJH0-Z.HX4w-7v"

var (
	notNonce = regexp.MustCompile(`[^!#-\[\]-~]`)                             // what may not stand in a nonce (RFC 9449, section 8.1)
	wait     = regexp.MustCompile(`^([0-9]+|[A-Z][a-z]{2}, [0-9A-Za-z: ]+)$`) // seconds or a date (RFC 9110, section 10.2.3)
)

// saidOnly is what a policy says of a header of which it cannot give the value, and whether that is so: the wait and the
// nonce of the hour are made when they are sent.
func saidOnly(h standard.Header) (text string, only bool) {
	switch {
	case strings.EqualFold(h.Name, "Retry-After"):
		return h.Value, !wait.MatchString(h.Value)
	case strings.EqualFold(h.Name, "DPoP-Nonce"):
		return h.Value, notNonce.MatchString(h.Value)
	}
	return "", false
}

// retrySample is a wait that agrees with the policy: the shortest that it makes clients keep; empty where it says nothing.
func (a *api) retrySample(r *refusal) string {
	for _, retry := range []*specs.Retry{r.retry(), &a.p.ClientStrategy.Retry} {
		if retry != nil && retry.Base.IsSet() {
			return strconv.FormatInt(max(1, retry.Base.V.Seconds()), 10)
		}
	}
	return ""
}

func (r *refusal) retry() *specs.Retry {
	if r.own == nil {
		return nil
	}
	return &r.own.Retry
}

// headerSample fills in what stands in braces. An attribute of which the policy says nothing is left out; a value
// that is nothing but a blank of that kind is no sample at all.
func (a *api) headerSample(h standard.Header, r *refusal) string {
	if _, only := saidOnly(h); only {
		if strings.EqualFold(h.Name, "DPoP-Nonce") {
			return sampleNonce
		}
		return a.retrySample(r)
	}
	known := map[string]string{
		"{code}": r.code, "{realm}": string(a.p.Policy.ID.V), "{scope}": strings.Join(a.scopeSample(a.sel), " "),
		"{nonce}": sampleNonce, "{algorithms}": a.proofAlgorithms(),
	}
	known["{description}"], _ = a.factsOf(r).values[specs.FactDescription].(string)
	if v, ok := a.acrSample(); ok {
		known["{acr_values}"], _ = v.(string)
	}
	for i := range a.p.Operations.Entries {
		if oldest := a.p.Operations.Entries[i].V.MaxAge; oldest.IsSet() && r.id != "" && h.Name == "WWW-Authenticate" {
			known["{seconds}"] = strconv.FormatInt(oldest.V.Seconds(), 10)
			break
		}
	}
	value := h.Value
	if r.own == nil || r.own.Headers.Get(h.Name) == nil { // a standard's template
		if h.Name == "WWW-Authenticate" && strings.HasPrefix(value, "Bearer") && slices.Equal(a.schemesOfTokens(nil), []string{"DPoP"}) {
			value = "DPoP" + strings.TrimPrefix(value, "Bearer")
		}
		if h.Name == "WWW-Authenticate" && strings.HasPrefix(value, "Basic") && !a.anyBasic() {
			return ""
		}
	}
	parts := strings.Split(value, ", ")
	kept := parts[:0]
	word, _, _ := strings.Cut(value, " ")
	for i, part := range parts {
		filled := headerBlank.ReplaceAllStringFunc(part, func(blank string) string {
			text, ok := known[blank]
			if !ok {
				return blank
			}
			return strings.NewReplacer(`"`, "'", `\`, "/").Replace(escape.Fold(text))
		})
		if headerBlank.MatchString(filled) || strings.HasSuffix(filled, `=""`) && part != filled {
			if i == 0 && len(parts) > 1 {
				kept = append(kept, word)
			}
			continue
		}
		kept = append(kept, filled)
	}
	text := strings.Join(kept, ", ")
	return strings.Replace(text, word+", ", word+" ", 1)
}

// anyBasic reports whether some client authenticates with HTTP Basic.
func (a *api) anyBasic() bool {
	return slices.ContainsFunc(a.p.Clients.IDs(), func(client string) bool {
		methods, _ := a.auth(client)
		return slices.Contains(methods, string(specs.AuthSecretBasic))
	})
}

// proofAlgorithms are the algorithms of DPoP proofs.
func (a *api) proofAlgorithms() string {
	var out []string
	for _, alg := range specs.Plain(a.p.Validation.DPoP.Algorithms) {
		out = append(out, string(alg))
	}
	return strings.Join(out, " ")
}
