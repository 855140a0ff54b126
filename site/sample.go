package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// reasonPhrases are the phrases of the statuses that token errors use (RFC 9110, section 15); others go without.
var reasonPhrases = map[int]string{
	200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
	400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
	413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content", 423: "Locked", 429: "Too Many Requests",
	500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}

// member is one member of a body, in order.
type member struct {
	name  string
	value any
}

// sample is a sample response of an error as a block of code: status, headers, body. It is made from what the policy
// states and what the standard fixes; where neither says a status, there is no sample.
func (b *builder) sample(c *CauseView) Markdown {
	surface := ""
	if s := c.Surfaces(); len(s) > 0 {
		surface = s[0]
	}
	info, _ := standard.SurfaceByKey(standard.Surface(surface))
	status := c.Status()
	envelope := b.envelopeOf(c)
	if envelope != nil && envelope.Status.IsSet() {
		status = int(envelope.Status.V)
	}
	var out strings.Builder
	switch {
	case info.Carrier == standard.CarrierRedirect && status == 0 && c.Code() != "":
		out.WriteString("HTTP/1.1 302 Found\nLocation: https://client.example/callback?error=" + part(c.Code()) + "&state=…")
		return Markdown(escape.MarkdownFence("http", out.String()))
	case status == 0:
		return ""
	}
	out.WriteString(strings.TrimSuffix("HTTP/1.1 "+itoa(status)+" "+reasonPhrases[status], " ") + "\n")
	headers := b.sampleHeaders(c, info, status)
	body, contentType := b.sampleBody(c, info, envelope, status)
	if contentType != "" {
		headers = append([]member{{"Content-Type", contentType}}, headers...)
	}
	for _, h := range headers {
		out.WriteString(escape.Fold(h.name) + ": " + escape.Fold(h.value.(string)) + "\n")
	}
	if body != "" {
		out.WriteString("\n" + body)
	}
	return Markdown(escape.MarkdownFence("http", out.String()))
}

func (b *builder) envelopeOf(c *CauseView) *specs.Envelope {
	name := b.policy.Errors.Envelope
	if c.Own != nil && c.Own.Envelope.Stated() {
		name = c.Own.Envelope
	}
	if !name.IsSet() {
		return nil
	}
	return b.policy.Envelopes.Get(string(name.V))
}

// sampleHeaders are the headers that the policy states, then those of the standard that it does not speak of.
func (b *builder) sampleHeaders(c *CauseView, info standard.SurfaceInfo, status int) []member {
	var out []member
	have := map[string]bool{"content-type": true}
	add := func(name, value string) {
		if key := strings.ToLower(name); !have[key] && value != "" {
			have[key] = true
			out = append(out, member{name, value})
		}
	}
	if c.Own != nil {
		for i := range c.Own.Headers.Entries {
			e := &c.Own.Headers.Entries[i]
			if e.V.IsSet() {
				add(e.ID, e.V.V)
			}
			have[strings.ToLower(e.ID)] = true // stated none: not sent
		}
	}
	if c.Standard != nil {
		for _, h := range c.Standard.Headers {
			add(h.Name, h.Value)
		}
	}
	if info.Carrier == standard.CarrierChallenge && status == 401 && c.Code() != "" {
		challenge := `Bearer error="` + quotable(c.Code()) + `"`
		if d := c.Description(); d != "" && b.exposes(specs.ExposeDescription) {
			challenge += `, error_description="` + quotable(d) + `"`
		}
		add("WWW-Authenticate", challenge)
	}
	return out
}

// quotable leaves out what cannot stand in a quoted string of a header (RFC 6750, section 3).
func quotable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, s)
}

// exposes reports whether callers see a detail; a policy that says nothing of it hides nothing.
func (b *builder) exposes(d specs.ErrorDetail) bool {
	list := b.policy.Errors.Expose
	return !list.Stated() || specs.Has(list, d)
}

// sampleBody is the body and its media type; empty where the standard sends none and the policy names no envelope.
func (b *builder) sampleBody(c *CauseView, info standard.SurfaceInfo, e *specs.Envelope, status int) (body, contentType string) {
	kind := specs.EnvelopeOAuth
	switch {
	case e != nil:
		kind = e.Type.Or(specs.EnvelopeJSON)
		contentType = e.ContentType.Or("")
	case info.Carrier == standard.CarrierStatus, info.Carrier == standard.CarrierChallenge, info.Carrier == standard.CarrierRedirect:
		return "", ""
	case info.Carrier == standard.CarrierSET:
		return bodyJSON(b.kept([]member{{"err", c.Code()}, {"description", c.Description()}})), "application/json"
	}
	if e != nil && e.Fields.Len() > 0 && kind != specs.EnvelopeEmpty {
		if contentType == "" {
			contentType = mediaTypes[kind]
		}
		return bodyJSON(b.fields(&e.Fields, c, status, 0)), contentType
	}
	var members []member
	switch kind {
	case specs.EnvelopeOAuth:
		members = []member{{"error", c.Code()}}
		if b.exposes(specs.ExposeDescription) {
			members = append(members, member{"error_description", c.Description()})
		}
		if b.exposes(specs.ExposeURI) {
			members = append(members, member{"error_uri", b.publicAddress(c)})
		}
	case specs.EnvelopeProblem:
		members = []member{{"type", b.publicAddress(c)}, {"title", idWords(c.ID)}, {"status", status}, {"detail", c.Description()}}
	default:
		return "", contentType
	}
	if contentType == "" {
		contentType = mediaTypes[kind]
	}
	return bodyJSON(b.kept(members)), contentType
}

var mediaTypes = map[specs.EnvelopeType]string{
	specs.EnvelopeOAuth: "application/json", specs.EnvelopeJSON: "application/json", specs.EnvelopeProblem: "application/problem+json",
	specs.EnvelopeXML: "application/xml", specs.EnvelopeForm: "application/x-www-form-urlencoded", specs.EnvelopeHTML: "text/html", specs.EnvelopeText: "text/plain",
}

// kept are the members that have a value.
func (b *builder) kept(members []member) []member {
	var out []member
	for _, m := range members {
		if m.value != "" {
			out = append(out, m)
		}
	}
	return out
}

// maxFieldDepth bounds how deep the fields of an envelope are followed.
const maxFieldDepth = 6

// fields are the members that an envelope's fields make, with the facts that they hold.
func (b *builder) fields(fields *specs.Map[specs.EnvelopeField], c *CauseView, status, depth int) []member {
	var out []member
	for i := range fields.Entries {
		f := &fields.Entries[i].V
		if f.Present.V == specs.PresentNever {
			continue
		}
		if value := b.fieldValue(f, c, status, depth); value != nil {
			out = append(out, member{fields.Entries[i].ID, value})
		}
	}
	return out
}

func (b *builder) fieldValue(f *specs.EnvelopeField, c *CauseView, status, depth int) any {
	switch {
	case f.Fields.Len() > 0 && depth < maxFieldDepth:
		return b.fields(&f.Fields, c, status, depth+1)
	case f.Value.IsSet():
		return f.Value.V
	}
	switch f.Holds.V {
	case specs.FactError:
		return c.Code()
	case specs.FactStatus:
		return status
	case specs.FactSuccess:
		return false
	case specs.FactNumber:
		if c.Own != nil && c.Own.Number.IsSet() {
			return int(c.Own.Number.V)
		}
		return nil
	case specs.FactDescription:
		return orNil(c.Description())
	case specs.FactTitle:
		return idWords(c.ID)
	case specs.FactURI:
		return orNil(b.publicAddress(c))
	case specs.FactUserMessage:
		if c.Own != nil && c.Own.UserMessage.IsSet() {
			return c.Own.UserMessage.V
		}
		return nil
	}
	return "…"
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// publicAddress is the address of an error's page on the published site, or empty where the policy names none.
func (b *builder) publicAddress(c *CauseView) string {
	return b.published("errors/" + c.Page + ".html")
}

// bodyJSON writes members as JSON for people, in their order.
func bodyJSON(members []member) string {
	var b strings.Builder
	writeMembers(&b, members, "")
	return b.String()
}

func writeMembers(b *strings.Builder, members []member, indent string) {
	b.WriteString("{")
	for i, m := range members {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n" + indent + "  " + escape.JSON(m.name) + ": ")
		switch v := m.value.(type) {
		case []member:
			writeMembers(b, v, indent+"  ")
		case string:
			b.WriteString(escape.JSON(v))
		case int:
			b.WriteString(itoa(v))
		case bool:
			b.WriteString(map[bool]string{true: "true", false: "false"}[v])
		}
	}
	b.WriteString("\n" + indent + "}")
}
