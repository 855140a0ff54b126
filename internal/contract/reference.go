package contract

import "strings"

// Reference is an OpenAPI description laid out for people: references followed, schemas flattened to rows, everything
// in the order of the document. Descriptions and summaries are CommonMark (OpenAPI 3.1.0, section 3.6), every other
// text is plain.
type Reference struct {
	Title, Version, Description string
	Servers                     []Server
	Schemes                     []Scheme
	Tags                        []Tag
	Operations                  []Operation
}

// Server is an address below which operations stand; names in braces are variables.
type Server struct {
	URL, Description string
	Variables        []Variable
}

// Variable is a part of a server's address that callers fill in. Choices is empty where any text is allowed.
type Variable struct {
	Name, Default, Description string
	Choices                    []string
}

// Tag is a group of operations.
type Tag struct{ Name, Description string }

// Scheme is a way to authenticate: Type is one of apiKey, http, mutualTLS, oauth2 and openIdConnect. Word is the word of
// the Authorization header (type http), In and Parameter say where a key stands (type apiKey).
type Scheme struct {
	Name, Type, Word, In, Parameter, Format, Description string
	Flows                                                []Flow
}

// Flow is an OAuth flow of a scheme, with its addresses and scopes.
type Flow struct {
	Name, AuthorizationURL, TokenURL, RefreshURL string
	Scopes                                       []Scope
}

// Scope is a scope and what it allows.
type Scope struct{ Name, Description string }

// Operation is one method at one address.
type Operation struct {
	ID, Method, Path, Tag, Summary, Description string
	Deprecated                                  bool
	// Servers are the operation's own; where there are none, those of the description hold.
	Servers []Server
	// Security are the ways to authenticate, of which any one will do. Declared is false where neither the operation nor
	// the description says anything of it.
	Security []Way
	Declared bool
	// Parameters are what stands in the address, the headers and cookies.
	Parameters []Field
	Body       *Body
	Responses  []Response
	// Undescribed marks an operation that OpenAPI has no place for, so that no responses are known.
	Undescribed bool
	Notes       Notes
}

// Way is one way to authenticate: all of its needs together. Without any, no authentication is needed.
type Way []Need

// Need is one scheme, with the scopes that are asked for.
type Need struct {
	Scheme string
	Scopes []string
}

// Body is what a request carries.
type Body struct {
	Description string
	Required    bool
	Contents    []Content
}

// Content is a body in one media type. It has one of its forms; most have one only.
type Content struct {
	Media    string
	Forms    []Form
	Examples []Example
}

// Form is one shape of a body. Self is the body itself, Fields are its members at any depth.
type Form struct {
	Name, Description string
	Self              Field
	Fields            []Field
}

// Example is a sample value. The value is a tree as Object describes.
type Example struct {
	Name, Summary string
	Auth          string // how the client of a request authenticates (RFC 7591, section 2); empty where it is not told
	Value         any
}

// Response is what a status means: a number, a range such as 4XX, or default.
type Response struct {
	Status, Description string
	Headers             []Field
	Contents            []Content
	Notes               ResponseNotes
}

// reading is the work on one description.
type reading struct{ doc *Object }

// Refer lays a description out. It takes any tree and leaves out what is not as OpenAPI says.
func Refer(doc *Object) Reference {
	r := &reading{doc: doc}
	info := doc.Object("info")
	out := Reference{Title: text(info, "title"), Version: text(info, "version"), Description: text(info, "description"), Servers: servers(doc)}
	schemes := doc.Object("components").Object("securitySchemes")
	for _, name := range schemes.Keys() {
		out.Schemes = append(out.Schemes, r.scheme(name, r.follow(schemes.Object(name))))
	}
	for _, tag := range objects(doc.Get("tags")) {
		out.Tags = append(out.Tags, Tag{text(tag, "name"), text(tag, "description")})
	}
	paths := doc.Object("paths")
	for _, path := range paths.Keys() {
		item := paths.Object(path)
		for _, method := range item.Keys() {
			if isMethod(method) {
				out.Operations = append(out.Operations, r.operation(path, method, item, item.Object(method)))
			}
		}
		for _, also := range objects(item.Get("x-tokenbook-also")) {
			op := r.operation(path, text(also, "method"), item, also.Object("operation"))
			op.Undescribed = true
			out.Operations = append(out.Operations, op)
		}
	}
	return out
}

func (r *reading) scheme(name string, o *Object) Scheme {
	s := Scheme{Name: name, Type: text(o, "type"), Word: text(o, "scheme"), In: text(o, "in"), Parameter: text(o, "name"),
		Format: text(o, "bearerFormat"), Description: text(o, "description")}
	flows := o.Object("flows")
	for _, kind := range flows.Keys() {
		f := flows.Object(kind)
		flow := Flow{Name: kind, AuthorizationURL: text(f, "authorizationUrl"), TokenURL: text(f, "tokenUrl"), RefreshURL: text(f, "refreshUrl")}
		scopes := f.Object("scopes")
		for _, scope := range scopes.Keys() {
			flow.Scopes = append(flow.Scopes, Scope{scope, text(scopes, scope)})
		}
		s.Flows = append(s.Flows, flow)
	}
	return s
}

func servers(o *Object) []Server {
	var out []Server
	for _, s := range objects(o.Get("servers")) {
		one := Server{URL: text(s, "url"), Description: text(s, "description")}
		variables := s.Object("variables")
		for _, name := range variables.Keys() {
			v := variables.Object(name)
			one.Variables = append(one.Variables, Variable{name, text(v, "default"), text(v, "description"), texts(v.Get("enum"))})
		}
		out = append(out, one)
	}
	return out
}

func (r *reading) operation(path, method string, item, o *Object) Operation {
	op := Operation{ID: text(o, "operationId"), Method: strings.ToUpper(method), Path: path, Summary: text(o, "summary"),
		Description: text(o, "description"), Deprecated: truth(o, "deprecated"), Servers: servers(o), Notes: r.notes(o)}
	if tags := texts(o.Get("tags")); len(tags) > 0 {
		op.Tag = tags[0]
	}
	security := o
	if !o.Has("security") {
		security = r.doc
	}
	op.Declared = security.Has("security")
	for _, way := range objects(security.Get("security")) {
		one := Way{}
		for _, name := range way.Keys() {
			one = append(one, Need{name, texts(way.Get(name))})
		}
		op.Security = append(op.Security, one)
	}
	for _, list := range []any{item.Get("parameters"), o.Get("parameters")} {
		for _, p := range objects(list) {
			op.Parameters = append(op.Parameters, r.parameter(p))
		}
	}
	if body := r.follow(o.Object("requestBody")); body != nil {
		op.Body = &Body{text(body, "description"), truth(body, "required"), r.contents(body)}
	}
	responses := o.Object("responses")
	for _, status := range responses.Keys() {
		op.Responses = append(op.Responses, r.response(status, r.follow(responses.Object(status))))
	}
	return op
}

func (r *reading) parameter(o *Object) Field {
	o = r.follow(o)
	f := r.headerField(text(o, "name"), o)
	f.In = text(o, "in")
	return f
}

// headerField is a header or parameter: one value, whatever is nested in it.
func (r *reading) headerField(name string, o *Object) Field {
	f := r.self(r.flat(o.Object("schema")))
	f.Name, f.Required, f.Deprecated = name, truth(o, "required"), f.Deprecated || truth(o, "deprecated")
	if d := text(o, "description"); d != "" {
		f.Description = d
	}
	f.Examples = r.examples(o)
	return f
}

func (r *reading) response(status string, o *Object) Response {
	out := Response{Status: status, Description: text(o, "description"), Contents: r.contents(o), Notes: responseNotes(o)}
	headers := o.Object("headers")
	for _, name := range headers.Keys() {
		f := r.headerField(name, r.follow(headers.Object(name)))
		f.In = "header"
		out.Headers = append(out.Headers, f)
	}
	return out
}

func (r *reading) contents(o *Object) []Content {
	var out []Content
	content := o.Object("content")
	for _, media := range content.Keys() {
		m := content.Object(media)
		out = append(out, Content{media, r.forms(m.Object("schema")), r.examples(m)})
	}
	return out
}

func (r *reading) examples(o *Object) []Example {
	var out []Example
	if o.Has("example") {
		out = append(out, Example{Value: o.Get("example")})
	}
	examples := o.Object("examples")
	for _, name := range examples.Keys() {
		e := r.follow(examples.Object(name))
		out = append(out, Example{name, text(e, "summary"), text(e, "x-tokenbook-auth"), e.Get("value")})
	}
	return out
}

// maxHops bounds how many references are followed one after the other.
const maxHops = 20

// follow is what an object refers to, or the object itself.
func (r *reading) follow(o *Object) *Object {
	for range maxHops {
		kind, name, ok := component(o)
		if !ok {
			return o
		}
		o = r.doc.Object("components").Object(kind).Object(name)
	}
	return nil
}

// component is the component that an object refers to.
func component(o *Object) (kind, name string, ok bool) {
	path, ok := strings.CutPrefix(text(o, "$ref"), "#/components/")
	if !ok {
		return "", "", false
	}
	return strings.Cut(path, "/")
}

func isMethod(key string) bool {
	for _, m := range Methods() {
		if m == key {
			return true
		}
	}
	return false
}

func text(o *Object, key string) string {
	s, _ := o.Get(key).(string)
	return s
}

func truth(o *Object, key string) bool {
	b, _ := o.Get(key).(bool)
	return b
}

// objects are the members of a list that are objects.
func objects(v any) []*Object {
	list, _ := v.(Array)
	var out []*Object
	for _, item := range list {
		if o, ok := item.(*Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// texts are the members of a list as plain text.
func texts(v any) []string {
	list, _ := v.(Array)
	var out []string
	for _, item := range list {
		out = append(out, Plain(item))
	}
	return out
}
