package contract

import (
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Draft is the dialect of the schemas of claims.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// FinishSchema writes a JSON Schema and checks what was written: that it is a schema, and that its examples fit.
// The error says what is wrong; it is the program's own fault, never that of a policy.
func FinishSchema(schema *Object) ([]byte, error) {
	data := schema.JSON()
	loaded := native(schema)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(here, loaded); err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	compiled, err := c.Compile(here)
	if err != nil {
		return nil, fmt.Errorf("compile schema: %w", err)
	}
	members, _ := loaded.(map[string]any)
	examples, _ := members["examples"].([]any)
	for i, example := range examples {
		if err := compiled.Validate(example); err != nil {
			return nil, fmt.Errorf("example %d does not fit its schema: %w", i, err)
		}
	}
	return data, nil
}

// Fits reports whether a value passes a schema. A schema that is none is passed by nothing.
func Fits(schema *Object, value any) bool {
	wrapped := new(Object).Set("$schema", Draft).Set("properties", new(Object).Set("value", schema)).
		Set("examples", Of(new(Object).Set("value", value)))
	_, err := FinishSchema(wrapped)
	return err == nil
}
