package site

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// The methods that have no body; package net/http is not for this package.
const methodGet, methodHead = "GET", "HEAD"

// A sample request is a curl command. What callers have of their own stands there as a placeholder, YOUR_ and the name
// in capitals; words that the contract or a standard fixes stand as they are.

// fixedWords are parameters whose samples are words that standards fix, and names that the policy gives: they hold
// nothing of a caller's own.
var fixedWords = []string{"grant_type", "response_type", "response_mode", "code_challenge_method", "token_type_hint", "client_assertion_type",
	"subject_token_type", "actor_token_type", "requested_token_type", "scope", "prompt", "acr_values", "max_age", "resource"}

// placeholder stands for a value that a caller puts in.
func placeholder(name string) string { return "YOUR_" + strings.ToUpper(contract.Snake(name)) }

// command is a command in the making: words, and groups of them for each line.
type command struct{ lines []string }

func (c *command) add(words ...string) {
	for i, w := range words {
		words[i] = escape.Shell(w)
	}
	c.lines = append(c.lines, strings.Join(words, " "))
}

func (c *command) text() string { return strings.Join(c.lines, " \\\n  ") }

// curls are the sample requests that fit a form of the body: those that have the values that the form fixes.
func (b *builder) curls(o *OperationView, content contract.Content, form contract.Form) Markdown {
	var out strings.Builder
	for _, e := range content.Examples {
		if !fits(e, form) {
			continue
		}
		if s := b.said(e.Summary); s != "" && len(content.Forms) == 1 && len(content.Examples) > 1 {
			out.WriteString("\n" + string(withoutMarks(s)) + "\n")
		}
		out.WriteString("\n" + escape.MarkdownFence("sh", o.curl(&content, &form, e.Value, e.Auth)) + "\n")
	}
	if out.Len() == 0 {
		out.WriteString("\n" + escape.MarkdownFence("sh", o.curl(&content, &form, leastValue(form), "")) + "\n")
	}
	return Markdown(out.String())
}

// curlOf is the sample request of an operation without a body.
func (b *builder) curlOf(o *OperationView) Markdown {
	return Markdown("\n" + escape.MarkdownFence("sh", o.curl(nil, nil, nil, "")) + "\n")
}

// fits reports whether an example has the values that a form fixes and the members that it demands.
func fits(e contract.Example, form contract.Form) bool {
	o, ok := e.Value.(*contract.Object)
	if !ok {
		return len(form.Fields) == 0
	}
	for i := range form.Fields {
		f := &form.Fields[i]
		if f.Depth > 0 || f.Form != "" {
			continue
		}
		fixed, only := f.Fixed()
		if only && o.Has(f.Name) && contract.Plain(o.Get(f.Name)) != fixed || f.Required && !o.Has(f.Name) {
			return false
		}
	}
	return true
}

// leastValue is a body of the members that a form demands, where the contract has no example of it.
func leastValue(form contract.Form) any {
	out := new(contract.Object)
	for i := range form.Fields {
		if f := &form.Fields[i]; f.Depth == 0 && f.Required && f.Form == "" {
			out.Set(f.Name, "")
		}
	}
	return out
}

// curl writes the request; content, form and value are nil where there is no body.
// auth is how the client of the example authenticates, empty for the first way that there is.
func (o *OperationView) curl(content *contract.Content, form *contract.Form, value any, auth string) string {
	c := &command{}
	needs := o.needs(auth)
	path, query := o.Path, securityQuery(needs)
	for i := range o.Parameters {
		p := &o.Parameters[i]
		switch sample := sampleParameter(p); {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", part(sample))
		case p.In == "query" && p.Required:
			query = append(query, member{p.Name, sample})
		}
	}
	address := quotedAddress(withPlaceholders(o.sampleBase() + path))
	if address == "" {
		address = "https://" + placeholder("server")
	}
	switch {
	case o.Method == methodGet && len(query) > 0:
		c.add("curl", "--get", address)
	case o.Method == methodGet:
		c.add("curl", address)
	case o.Method == methodHead:
		c.add("curl", "--head", withQuery(address, query))
	default:
		c.add("curl", "--request", o.Method, withQuery(address, query))
	}
	addSecurity(c, needs)
	o.addHeaders(c)
	if o.Method == methodGet {
		for _, q := range query {
			c.add("--data-urlencode", part(q.name)+"="+q.value.(string))
		}
	}
	if content != nil {
		addBody(c, content.Media, form, value)
	}
	return c.text()
}

// withQuery is an address with parameters behind it.
func withQuery(address string, query []member) string {
	for i, q := range query {
		between := "&"
		if i == 0 && !strings.Contains(address, "?") {
			between = "?"
		}
		address += between + part(q.name) + "=" + part(q.value.(string))
	}
	return address
}

// addressVariable is a part of an address that callers fill in.
var addressVariable = regexp.MustCompile(`\{[^{}]*\}`)

// withPlaceholders is an address with a placeholder for each variable.
func withPlaceholders(address string) string {
	return addressVariable.ReplaceAllStringFunc(address, func(m string) string { return placeholder(m[1 : len(m)-1]) })
}

// quotedAddress is a text that can stand in a command as an address, or empty.
func quotedAddress(s string) string {
	u, err := escape.URL(s)
	if err != nil || !strings.HasPrefix(u, "http") {
		return ""
	}
	return u
}

// sampleBase is the address before the path; a variable that has choices has the one that the contract names.
func (o *OperationView) sampleBase() string {
	servers := o.Servers
	if len(servers) == 0 {
		servers = o.API.Servers
	}
	if len(servers) == 0 {
		return "https://" + placeholder("server")
	}
	base := o.Base()
	for _, v := range servers[0].Variables {
		if len(v.Choices) > 0 {
			base = strings.ReplaceAll(base, "{"+v.Name+"}", part(v.Default))
		}
	}
	return base
}

// sampleParameter is a value for a parameter, or its placeholder.
func sampleParameter(f *contract.Field) string {
	if fixed, ok := f.Fixed(); ok {
		return fixed
	}
	for _, e := range f.Examples {
		if slices.Contains(fixedWords, f.Name) {
			if list, ok := e.Value.(contract.Array); ok && len(list) > 0 {
				return contract.Plain(list[0])
			}
			return contract.Plain(e.Value)
		}
	}
	return placeholder(f.Name)
}

// needs are the schemes of one way to authenticate: the first, or the one that goes with an authentication method.
func (o *OperationView) needs(auth string) []contract.Scheme {
	if len(o.Security) == 0 {
		return nil
	}
	fits := func(s contract.Scheme) bool {
		switch {
		case auth == "client_secret_basic":
			return s.Type == "http" && strings.EqualFold(s.Word, "basic")
		case strings.Contains(auth, "tls"):
			return s.Type == "mutualTLS"
		}
		return false
	}
	for _, way := range o.Security {
		schemes := o.schemes(way)
		if len(way) == 0 && auth != "" && !strings.Contains(auth, "tls") && auth != "client_secret_basic" {
			return nil // what tells who asks stands in the body
		}
		if slices.ContainsFunc(schemes, fits) {
			return schemes
		}
	}
	return o.schemes(o.Security[0])
}

// schemes are what one way to authenticate asks for.
func (o *OperationView) schemes(way contract.Way) []contract.Scheme {
	var out []contract.Scheme
	for _, need := range way {
		for _, s := range o.API.Schemes {
			if s.Name == need.Scheme {
				out = append(out, s)
			}
		}
	}
	return out
}

// securityQuery are the keys that stand in the address.
func securityQuery(needs []contract.Scheme) []member {
	var out []member
	for _, s := range needs {
		if s.Type == "apiKey" && s.In == "query" {
			out = append(out, member{s.Parameter, "YOUR_TOKEN"})
		}
	}
	return out
}

// addSecurity adds a way to authenticate.
func addSecurity(c *command, needs []contract.Scheme) {
	for _, s := range needs {
		switch {
		case s.Type == "http" && strings.EqualFold(s.Word, "basic"):
			c.add("--user", "YOUR_CLIENT_ID:YOUR_CLIENT_SECRET")
		case s.Type == "http" && headerName.MatchString(s.Word):
			c.add("--header", "Authorization: "+authorizationWord(s.Word)+" YOUR_TOKEN")
		case s.Type == "oauth2":
			c.add("--header", "Authorization: Bearer YOUR_TOKEN")
		case s.Type == "mutualTLS":
			c.add("--cert", "YOUR_CERTIFICATE.pem", "--key", "YOUR_KEY.pem")
		case s.Type == "apiKey" && s.In == "header" && headerName.MatchString(s.Parameter):
			c.add("--header", s.Parameter+": YOUR_TOKEN")
		case s.Type == "apiKey" && s.In == "cookie" && headerName.MatchString(s.Parameter):
			c.add("--header", "Cookie: "+s.Parameter+"=YOUR_TOKEN")
		}
	}
}

func authorizationWord(word string) string {
	if word == "bearer" {
		return "Bearer"
	}
	return word
}

// headerName is the name of a header (RFC 9110, section 5.1). Nothing else goes into a header of a command: curl takes
// what begins with @ for the name of a file.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// addHeaders adds the headers and cookies that are required.
func (o *OperationView) addHeaders(c *command) {
	for i := range o.Parameters {
		p := &o.Parameters[i]
		if !p.Required || !headerName.MatchString(p.Name) {
			continue
		}
		switch p.In {
		case "header":
			c.add("--header", p.Name+": "+escape.Fold(sampleParameter(p)))
		case "cookie":
			c.add("--header", "Cookie: "+p.Name+"="+part(sampleParameter(p)))
		}
	}
}

// addBody adds the body: members of a form one by one, anything else as it is sent.
func addBody(c *command, media string, form *contract.Form, value any) {
	o, isObject := value.(*contract.Object)
	switch {
	case isObject && media == "application/x-www-form-urlencoded":
		for _, name := range o.Keys() {
			for _, v := range entries(o.Get(name)) {
				c.add("--data-urlencode", part(name)+"="+sampleText(form, name, name, v))
			}
		}
		return
	case isObject && media == "multipart/form-data":
		for _, name := range o.Keys() {
			for _, v := range entries(o.Get(name)) {
				c.add("--form-string", part(name)+"="+sampleText(form, name, name, v))
			}
		}
		return
	}
	c.add("--header", "Content-Type: "+escape.Fold(media))
	if _, ok := value.(string); ok && !strings.HasSuffix(media, "json") {
		c.add("--data-raw", placeholder("body"))
		return
	}
	c.add("--data-raw", contract.Text(sampleTree(form, "", "body", value)))
}

func entries(v any) []any {
	if list, ok := v.(contract.Array); ok {
		return list
	}
	return []any{v}
}

// sampleTree is a body with placeholders for what is a caller's own.
func sampleTree(form *contract.Form, path, name string, value any) any {
	switch v := value.(type) {
	case *contract.Object:
		out := new(contract.Object)
		for _, key := range v.Keys() {
			below := key
			if path != "" {
				below = path + "." + key
			}
			out.Set(key, sampleTree(form, below, key, v.Get(key)))
		}
		return out
	case contract.Array:
		out := make(contract.Array, len(v))
		for i, item := range v {
			out[i] = sampleTree(form, path+"[]", name, item)
		}
		return out
	case string:
		return sampleText(form, path, name, v)
	}
	return value
}

// sampleText is the value of a member: what the form fixes or allows, else a placeholder.
func sampleText(form *contract.Form, path, name string, value any) string {
	for i := range form.Fields {
		f := &form.Fields[i]
		if f.Name != strings.TrimSuffix(path, "[]") {
			continue
		}
		for _, c := range f.Constraints {
			if strings.HasSuffix(c.Words, "one of") || strings.HasSuffix(c.Words, "always") {
				if s := contract.Plain(value); slices.Contains(c.Values, s) || len(c.Values) == 0 {
					return s
				}
				return c.Values[0]
			}
		}
	}
	if s, ok := value.(string); !ok || s != "" && slices.Contains(fixedWords, name) {
		return contract.Plain(value)
	}
	return placeholder(name)
}
