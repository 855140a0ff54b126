package contract

import (
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// Typed is a schema with a type and nothing else.
func Typed(name string) *Object { return new(Object).Set("type", name) }

// Formatted is a schema of texts in a format of the OpenAPI format registry.
func Formatted(format string) *Object { return Typed("string").Set("format", format) }

// ListOf is a schema of arrays.
func ListOf(item *Object) *Object { return Typed("array").Set("items", item) }

// Only is a schema of one text.
func Only(text string) *Object { return Typed("string").Set("enum", Of(text)) }

// FieldSchema is the schema of a type that a policy states; a silent type allows any value.
func FieldSchema(t specs.FieldType) *Object {
	switch t {
	case specs.FieldString, specs.FieldScope, specs.FieldJWT, specs.FieldJSON:
		return Typed("string")
	case specs.FieldSecret:
		return Formatted("password")
	case specs.FieldInteger, specs.FieldEpoch:
		return Typed("integer")
	case specs.FieldSeconds, specs.FieldMilliseconds:
		return Typed("integer").Set("minimum", 0)
	case specs.FieldNumber:
		return Typed("number")
	case specs.FieldBoolean:
		return Typed("boolean")
	case specs.FieldObject:
		return Typed("object")
	case specs.FieldList:
		return ListOf(new(Object))
	case specs.FieldStrings:
		return ListOf(Typed("string"))
	case specs.FieldObjects:
		return ListOf(Typed("object"))
	case specs.FieldStringOrStrings:
		return new(Object).Set("anyOf", Of(Typed("string"), ListOf(Typed("string"))))
	case specs.FieldTimestamp:
		return Formatted("date-time")
	case specs.FieldDate:
		return Formatted("date")
	case specs.FieldURI:
		return Formatted("uri")
	case specs.FieldEmail:
		return Formatted("email")
	}
	return new(Object)
}

// ParamSchema is the schema of a type that the standards state.
func ParamSchema(t standard.ParamType) *Object {
	switch t {
	case standard.TypeSecret:
		return Formatted("password")
	case standard.TypeURI, standard.TypeTokenType:
		return Formatted("uri")
	case standard.TypeInteger, standard.TypeEpoch:
		return Typed("integer")
	case standard.TypeSeconds:
		return Typed("integer").Set("minimum", 0)
	case standard.TypeBoolean:
		return Typed("boolean")
	case standard.TypeObject:
		return Typed("object")
	case standard.TypeObjects:
		return ListOf(Typed("object"))
	case standard.TypeStrings:
		return ListOf(Typed("string"))
	default:
		return Typed("string")
	}
}

// ClaimSchema is the schema of a claim's shape (JSON Schema 2020-12).
func ClaimSchema(t standard.ClaimType) *Object {
	switch t {
	case standard.ClaimURI:
		return Formatted("uri")
	case standard.ClaimStringOrList:
		return FieldSchema(specs.FieldStringOrStrings)
	case standard.ClaimNumericDate:
		return Typed("number").Set("minimum", 0)
	case standard.ClaimNumber:
		return Typed("number")
	case standard.ClaimBoolean:
		return Typed("boolean")
	case standard.ClaimStringList:
		return ListOf(Typed("string"))
	case standard.ClaimObjectList:
		return ListOf(Typed("object"))
	case standard.ClaimAnyList:
		return ListOf(new(Object))
	case standard.ClaimObject, standard.ClaimLanguageTexts, standard.ClaimEndpointMap, standard.ClaimReference, standard.ClaimConfirmation, standard.ClaimSubject:
		return Typed("object")
	case standard.ClaimDate: // the year may stand alone (OIDC Core, section 5.1)
		return Typed("string").Set("pattern", `^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$`)
	case standard.ClaimEmail:
		return Formatted("email")
	default:
		return Typed("string")
	}
}

// OrNull makes a schema allow null beside what it allows.
func OrNull(schema *Object) *Object {
	switch t := schema.Get("type").(type) {
	case string:
		schema.Set("type", Of(t, "null"))
		if enum, ok := schema.Get("enum").(Array); ok {
			schema.Set("enum", append(enum[:len(enum):len(enum)], nil))
		}
		return schema
	case nil:
		if schema.Len() == 0 {
			return schema
		}
	default:
		return schema
	}
	return new(Object).Set("anyOf", Of(schema, Typed("null")))
}
