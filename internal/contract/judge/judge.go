// Package judge reads contracts with other people's libraries, so that tests do not only ask this program about itself.
// Tests alone import it: the two libraries cost a start of the program 4 ms and a contract ten times the time in which
// it is written.
package judge

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// OpenAPI reads an OpenAPI description, as YAML or JSON, and checks it and its examples. No reference to another file is
// followed.
func OpenAPI(data []byte) error {
	loaded, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return fmt.Errorf("load OpenAPI description: %w", err)
	}
	if loaded.OpenAPI == "" {
		return errors.New("load OpenAPI description: member openapi is missing")
	}
	if err := loaded.Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		return fmt.Errorf("validate OpenAPI description: %w", err)
	}
	return nil
}

// here is the name under which a document is known to the schema compiler. It is never fetched.
const here = "urn:tokenbook:document"

// Schemas are the schemas of one JSON document, compiled when they are asked for.
type Schemas struct{ compiler *jsonschema.Compiler }

// Read takes a JSON document that is a JSON Schema or holds some.
func Read(document []byte) (*Schemas, error) {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(here, value); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return &Schemas{c}, nil
}

// Compile reports whether the schema at a JSON Pointer in URI form (RFC 6901, section 6) is one; empty for the whole.
func (s *Schemas) Compile(pointer string) error {
	_, err := s.compiler.Compile(here + "#" + pointer)
	return err
}

// Fits reports whether a JSON text passes the schema at a pointer; the error is nil where it does.
func (s *Schemas) Fits(pointer string, text []byte) error {
	schema, err := s.compiler.Compile(here + "#" + pointer)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}
