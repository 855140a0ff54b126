package contract

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Finish drops the components that nothing refers to, checks an OpenAPI description (Check) and writes it as YAML, with
// head as its first comment. The error says what is wrong; a description that fails is the program's own fault, never
// that of a policy.
func Finish(doc *Object, head string) ([]byte, error) {
	prune(doc)
	if err := Check(doc); err != nil {
		return nil, err
	}
	return doc.YAML(head), nil
}

// Check looks at a description of version 3.0 or 3.1: that it has the parts that the standard demands, that each
// reference leads to a part of the same document, that schemas are schemas and examples fit them, and what
// checkOperations looks at. Tests hold it against libraries that other people wrote (package judge).
func Check(doc *Object) error {
	version, _ := doc.Get("openapi").(string)
	old := strings.HasPrefix(version, "3.0.")
	if !old && !strings.HasPrefix(version, "3.1.") {
		return fmt.Errorf("member openapi is %q", version)
	}
	for _, member := range []string{"title", "version"} {
		if text, _ := doc.Object("info").Get(member).(string); text == "" {
			return fmt.Errorf("info has no %s", member)
		}
	}
	if !doc.Has("paths") && (old || !doc.Has("components") && !doc.Has("webhooks")) {
		return errors.New("the description has no paths")
	}
	c := &checker{schemas: newValidator(doc, old)}
	if err := c.walk(doc, outside, ""); err != nil {
		return err
	}
	if err := c.components(doc.Object("components")); err != nil {
		return err
	}
	paths := doc.Object("paths")
	for _, path := range paths.Keys() {
		if !strings.HasPrefix(path, "/") {
			return fmt.Errorf("path %q does not begin with a slash", path)
		}
		for _, method := range Methods() {
			if op := paths.Object(path).Object(method); op != nil {
				if err := c.operation(strings.ToUpper(method)+" "+path, path, op); err != nil {
					return err
				}
			}
		}
	}
	return checkOperations(doc)
}

// checker is the work on one description.
type checker struct {
	schemas *validator
	path    []string // of the object at work
}

// pointer is the place of the object at work as a JSON Pointer (RFC 6901).
func (c *checker) pointer() string {
	var b strings.Builder
	for _, key := range c.path {
		b.WriteString("/" + escapePointer(key))
	}
	return b.String()
}

// walk checks servers and everything that has a schema, wherever it stands. key is the name of the member that holds
// the value.
func (c *checker) walk(value any, s setting, key string) error {
	if s != outside {
		return nil
	}
	switch v := value.(type) {
	case Array:
		for i, item := range v {
			if _, plain := item.(*Object); !plain {
				continue
			}
			c.path = append(c.path, strconv.Itoa(i))
			if err := c.walk(item, s, key); err != nil {
				return err
			}
			c.path = c.path[:len(c.path)-1]
		}
	case *Object:
		if err := c.thing(v, key); err != nil {
			return err
		}
		for i := range v.members {
			m := &v.members[i]
			c.path = append(c.path, m.key)
			if err := c.walk(m.value, s.within(m.key), m.key); err != nil {
				return err
			}
			c.path = c.path[:len(c.path)-1]
		}
	}
	return nil
}

// thing checks one object outside of schemas and data.
func (c *checker) thing(o *Object, key string) error {
	if ref, ok := o.Get("$ref").(string); ok {
		if _, err := c.schemas.resolve(ref); err != nil {
			return fmt.Errorf("%s: %w", c.pointer(), err)
		}
	}
	if schema, ok := o.Get("schema").(*Object); ok {
		if err := c.schemas.check(schema); err != nil {
			return fmt.Errorf("schema at %s: %w", c.pointer(), err)
		}
		if err := c.examples(o, schema); err != nil {
			return err
		}
	}
	if key != "servers" {
		return nil
	}
	for _, name := range braced(text(o, "url")) {
		if !o.Object("variables").Object(name).Has("default") {
			return fmt.Errorf("server %q has no default for the variable %q", text(o, "url"), name)
		}
	}
	return nil
}

// examples holds the examples of a body, parameter or header against its schema.
func (c *checker) examples(o, schema *Object) error {
	if o.Has("example") && o.Has("examples") {
		return fmt.Errorf("%s has both example and examples", c.pointer())
	}
	if o.Has("example") {
		if err := c.schemas.fits(schema, o.Get("example")); err != nil {
			return fmt.Errorf("the example at %s does not fit its schema: %w", c.pointer(), err)
		}
	}
	examples := o.Object("examples")
	for _, name := range examples.Keys() {
		if err := c.schemas.fits(schema, examples.Object(name).Get("value")); err != nil {
			return fmt.Errorf("example %q at %s does not fit its schema: %w", name, c.pointer(), err)
		}
	}
	return nil
}

// components checks what stands in components and has to have certain members there.
func (c *checker) components(components *Object) error {
	for _, kind := range components.Keys() {
		list := components.Object(kind)
		for _, name := range list.Keys() {
			if name == "" || strings.Trim(name, componentLetters) != "" {
				return fmt.Errorf("%q is no name for one of the %s", name, kind)
			}
			var err error
			item := list.Object(name)
			switch kind {
			case "schemas":
				err = c.schemas.check(item)
			case "responses":
				err = response(item)
			case "parameters":
				err = parameter(item)
			case "securitySchemes":
				err = securityScheme(item)
			}
			if err != nil {
				return fmt.Errorf("%s %q: %w", kind, name, err)
			}
		}
	}
	return nil
}

// componentLetters may stand in names of components (OpenAPI 3.1.0, section 4.8.7.1).
const componentLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

// securitySchemes are the types of security scheme, with a member that each has to have.
var securitySchemes = map[any]string{"apiKey": "in", "http": "scheme", "mutualTLS": "", "oauth2": "flows", "openIdConnect": "openIdConnectUrl"}

func securityScheme(o *Object) error {
	member, known := securitySchemes[o.Get("type")]
	switch {
	case !known:
		return fmt.Errorf("%v is no type of a security scheme", o.Get("type"))
	case member != "" && !o.Has(member):
		return fmt.Errorf("a security scheme of type %v has no member %s", o.Get("type"), member)
	case member == "in" && text(o, "name") == "":
		return errors.New("a key has no name")
	}
	return nil
}

// operation checks parameters, body and responses.
func (c *checker) operation(where, path string, op *Object) error {
	wanted := braced(path)
	seen := map[string]bool{}
	parameters, _ := op.Get("parameters").(Array)
	for _, p := range parameters {
		o, _ := p.(*Object)
		if ref, ok := o.Get("$ref").(string); ok {
			o, _ = c.schemas.resolve(ref)
		}
		if err := parameter(o); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		name, in := text(o, "name"), text(o, "in")
		if seen[in+" "+name] {
			return fmt.Errorf("%s has the parameter %q twice", where, name)
		}
		seen[in+" "+name] = true
		if in != "path" {
			continue
		}
		at := slices.Index(wanted, name)
		if at < 0 || o.Get("required") != true {
			return fmt.Errorf("%s has the parameter %q in the path, where it is not, or is not mandatory", where, name)
		}
		wanted = slices.Delete(wanted, at, at+1)
	}
	if len(wanted) > 0 {
		return fmt.Errorf("%s has no parameter for %q of its path", where, wanted[0])
	}
	if op.Has("requestBody") && op.Object("requestBody").Object("content").Len() == 0 {
		return fmt.Errorf("%s has a body without content", where)
	}
	responses := op.Object("responses")
	if responses.Len() == 0 {
		return fmt.Errorf("%s has no responses", where)
	}
	for _, status := range responses.Keys() {
		if !isStatus(status) {
			return fmt.Errorf("%s has a response for the status %q", where, status)
		}
		r := responses.Object(status)
		if r.Has("$ref") {
			continue
		}
		if err := response(r); err != nil {
			return fmt.Errorf("%s, status %s: %w", where, status, err)
		}
	}
	return nil
}

// isStatus reports whether a text names a status: 404, 4XX or default (OpenAPI 3.1.0, section 4.8.16.1).
func isStatus(text string) bool {
	if text == "default" {
		return true
	}
	if len(text) != 3 || text[0] < '1' || text[0] > '5' {
		return false
	}
	n, err := strconv.Atoi(text)
	return text[1:] == "XX" || err == nil && n >= 100
}

func response(o *Object) error {
	if _, ok := o.Get("description").(string); !ok {
		return errors.New("a response has no description")
	}
	headers := o.Object("headers")
	for _, name := range headers.Keys() {
		if h := headers.Object(name); !h.Has("$ref") && !h.Has("schema") {
			return fmt.Errorf("the header %s has no schema", name)
		}
	}
	return nil
}

func parameter(o *Object) error {
	if name := text(o, "name"); name == "" || !o.Has("schema") || !slices.Contains([]string{"query", "path", "header", "cookie"}, text(o, "in")) {
		return fmt.Errorf("the parameter %q has no name, place or schema", name)
	}
	return nil
}

// braced are the names in braces of an address, in order.
func braced(address string) []string {
	var out []string
	for {
		_, after, ok := strings.Cut(address, "{")
		name, rest, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return out
		}
		out, address = append(out, name), rest
	}
}
