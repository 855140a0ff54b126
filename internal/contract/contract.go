// Package contract makes and checks machine-readable contracts: OpenAPI descriptions and JSON Schemas. It knows
// the formats, not what a policy says; package generator fills them in. Package judge, for tests, holds what is checked
// here against other people's libraries.
//
//	tree.go       documents as ordered trees, so that they read in a human order
//	yaml.go       the tree as YAML, the same bytes each time
//	json.go       the tree as JSON, and JSON as a tree
//	names.go      names of schemas, operations and examples that no code generator trips over
//	schema.go     schemas of the types that a policy and the standards speak of
//	check.go      what a finished OpenAPI description has to pass
//	validate.go   schemas, and whether examples fit them
//	prune.go      components that nothing uses
//	scopes.go     what validators do not look at: tags, scopes, names that collide
//	oas30.go      OpenAPI 3.1 turned into 3.0.3
//	events.go     what a finished AsyncAPI description has to pass
//	claims.go     what a finished JSON Schema has to pass
//	reference*.go an OpenAPI description laid out for people: references followed, schemas as rows
package contract
