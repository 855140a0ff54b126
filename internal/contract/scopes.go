package contract

import (
	"fmt"
	"slices"
	"strings"
)

// Methods are the members of a path that are operations (OpenAPI 3.1.0, section 4.8.9.1), in the order in which
// people look for them.
func Methods() []string {
	return []string{"get", "post", "put", "patch", "delete", "head", "options", "trace"}
}

// generated are the endings that code generators add to the name of an operation. A schema of that name would be
// declared twice in their output.
var generated = []string{"", "request", "response", "requestbody", "params", "req", "res", "ok", "default", "def",
	"jsonbody", "jsonrequestbody", "formdatabody", "formdatarequestbody", "textbody", "textrequestbody"}

// checkOperations looks at what validators leave out: every tag and every scope that an operation names is declared,
// security schemes exist, operations have distinct names, and no schema has a name that code generators make of an
// operation.
func checkOperations(doc *Object) error {
	c := operations{schemes: doc.Object("components").Object("securitySchemes"), schemas: map[string]string{}}
	for _, name := range doc.Object("components").Object("schemas").Keys() {
		c.schemas[strings.ToLower(name)] = name
	}
	tags, _ := doc.Get("tags").(Array)
	for _, t := range tags {
		if tag, ok := t.(*Object); ok {
			c.tags = append(c.tags, tag.Get("name"))
		}
	}
	if err := c.security("the description", doc.Get("security")); err != nil {
		return err
	}
	paths := doc.Object("paths")
	for _, path := range paths.Keys() {
		for _, method := range Methods() {
			op := paths.Object(path).Object(method)
			if op == nil {
				continue
			}
			if err := c.operation(strings.ToUpper(method)+" "+path, op); err != nil {
				return err
			}
		}
	}
	return nil
}

type operations struct {
	tags    []any
	schemes *Object
	schemas map[string]string // by name in lower case
	names   []string
}

func (c *operations) operation(where string, op *Object) error {
	id, _ := op.Get("operationId").(string)
	switch {
	case id == "":
		return fmt.Errorf("%s has no operationId", where)
	case slices.Contains(c.names, strings.ToLower(id)):
		return fmt.Errorf("%s has the operationId %q, which another operation has", where, id)
	}
	c.names = append(c.names, strings.ToLower(id))
	for _, ending := range generated {
		if schema, taken := c.schemas[strings.ToLower(id)+ending]; taken {
			return fmt.Errorf("%s has the operationId %q, from which code generators make the name of the schema %q", where, id, schema)
		}
	}
	tags, _ := op.Get("tags").(Array)
	for _, tag := range tags {
		if !slices.Contains(c.tags, tag) {
			return fmt.Errorf("%s has the tag %q, which is not declared", where, tag)
		}
	}
	return c.security(where, op.Get("security"))
}

func (c *operations) security(where string, value any) error {
	alternatives, _ := value.(Array)
	for _, a := range alternatives {
		requirement, _ := a.(*Object)
		for _, name := range requirement.Keys() {
			scheme := c.schemes.Object(name)
			if scheme == nil {
				return fmt.Errorf("%s needs the security scheme %q, which is not declared", where, name)
			}
			if scheme.Get("type") != "oauth2" {
				continue
			}
			scopes, _ := requirement.Get(name).(Array)
			for _, scope := range scopes {
				if text, _ := scope.(string); !declares(scheme, text) {
					return fmt.Errorf("%s needs the scope %q, which the security scheme %q does not declare", where, text, name)
				}
			}
		}
	}
	return nil
}

func declares(scheme *Object, scope string) bool {
	flows := scheme.Object("flows")
	return slices.ContainsFunc(flows.Keys(), func(flow string) bool { return flows.Object(flow).Object("scopes").Has(scope) })
}
