package contract

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// here is the name under which a document is known to the schema compiler. It is never fetched.
const here = "urn:tokenbook:document"

// checkExamples holds the examples of an OpenAPI 3.1 description against their schemas. kin-openapi does that too, but
// compiles all schemas anew for each example.
func checkExamples(doc *Object) error {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(here, native(doc)); err != nil {
		return fmt.Errorf("read OpenAPI description: %w", err)
	}
	return eachExample(doc, "", func(pointer, name string, value any) error {
		schema, err := c.Compile(here + "#" + pointer + "/schema")
		if err != nil {
			return fmt.Errorf("compile schema at %s: %w", pointer, err)
		}
		if err := schema.Validate(native(value)); err != nil {
			return fmt.Errorf("example %q at %s does not fit its schema: %w", name, pointer, err)
		}
		return nil
	})
}

// eachExample calls f for each example of a body, parameter or header, with the place of what holds it.
func eachExample(o *Object, pointer string, f func(pointer, name string, value any) error) error {
	if o.Has("schema") {
		if o.Has("example") {
			if err := f(pointer, "example", o.Get("example")); err != nil {
				return err
			}
		}
		examples := o.Object("examples")
		for _, name := range examples.Keys() {
			if err := f(pointer, name, examples.Object(name).Get("value")); err != nil {
				return err
			}
		}
	}
	for _, key := range o.Keys() {
		if outside.within(key) != outside {
			continue
		}
		var err error
		switch v := o.Get(key).(type) {
		case *Object:
			err = eachExample(v, pointer+"/"+escapePointer(key), f)
		case Array:
			for i, item := range v {
				if inner, ok := item.(*Object); ok && err == nil {
					err = eachExample(inner, pointer+"/"+escapePointer(key)+"/"+strconv.Itoa(i), f)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// escapePointer writes a name for a JSON Pointer in a fragment (RFC 6901, section 6).
func escapePointer(name string) string {
	name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '~' || c == '-' || c == '_' || c == '.' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// native is a tree in the types of encoding/json.
func native(value any) any {
	switch v := value.(type) {
	case *Object:
		out := make(map[string]any, v.Len())
		for _, m := range v.members {
			out[m.key] = native(m.value)
		}
		return out
	case Array:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = native(item)
		}
		return out
	case int, int64, float64:
		return json.Number(bare(v))
	case string, bool:
		return v
	}
	return nil
}
