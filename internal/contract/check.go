package contract

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Finish drops the components that nothing refers to, writes an OpenAPI description as YAML, with head as its first
// comment, and checks it: that it is valid OpenAPI, that its examples fit their schemas, and what Check looks at. The error says what is wrong; a description
// that fails is the program's own fault, never that of a policy.
func Finish(doc *Object, head string) ([]byte, error) {
	prune(doc)
	if err := Check(doc); err != nil {
		return nil, err
	}
	version, _ := doc.Get("openapi").(string)
	old := strings.HasPrefix(version, "3.0.")
	// The same tree is handed over as JSON, which takes a quarter of the time of YAML.
	if err := validate(doc.Compact(), old); err != nil {
		return nil, err
	}
	if !old {
		if err := checkExamples(doc); err != nil {
			return nil, err
		}
	}
	return doc.YAML(head), nil
}

// Validate reads an OpenAPI description, as YAML or JSON, and checks it and its examples. No reference to another
// file is followed.
func Validate(data []byte) error { return validate(data, true) }

func validate(data []byte, examples bool) error {
	loaded, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return fmt.Errorf("load OpenAPI description: %w", err)
	}
	if loaded.OpenAPI == "" {
		return errors.New("load OpenAPI description: member openapi is missing")
	}
	option := openapi3.EnableExamplesValidation()
	if !examples {
		option = openapi3.DisableExamplesValidation()
	}
	if err := loaded.Validate(context.Background(), option); err != nil {
		return fmt.Errorf("validate OpenAPI description: %w", err)
	}
	return nil
}
