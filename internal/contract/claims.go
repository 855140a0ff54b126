package contract

import "fmt"

// Draft is the dialect of the schemas of claims.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// FinishSchema checks a JSON Schema, that it is one and that its examples fit, and writes it. The error says what is
// wrong; it is the program's own fault, never that of a policy.
func FinishSchema(schema *Object) ([]byte, error) {
	v := newValidator(nil, false)
	if err := v.check(schema); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	examples, _ := schema.Get("examples").(Array)
	for i, example := range examples {
		if err := v.fits(schema, example); err != nil {
			return nil, fmt.Errorf("example %d does not fit its schema: %w", i, err)
		}
	}
	return schema.JSON(), nil
}

// Fits reports whether a value passes a schema. A schema that is none is passed by nothing.
func Fits(schema *Object, value any) bool {
	v := newValidator(nil, false)
	return v.check(schema) == nil && v.fits(schema, value) == nil
}
