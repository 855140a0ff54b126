// Package specs is the policy format: what an author may write (Document), what it comes to mean (Policy), and the
// steps between.
//
//	folder --Load--> Source --Parse--> Document --Link--> --Resolve--> Policy --Effective--> a value and its chain
//
//	document*.go   the format; read first. A field's comment is its text in the reference
//	enums*.go      the words that settings take
//	value.go       Value, List, Map, Section: a setting, its state and its place
//	scalars.go     dates, durations, addresses: how text becomes a value
//	lifetime.go    lifetimes; selector.go: conditions and when one implies another
//	load.go        files, `extends`, `include` and their boundary
//	yaml.go        text to nodes with places; the only file that knows the YAML library
//	decode.go      nodes to a Document, reporting everything that is wrong in one pass
//	link*.go       what can be wrong between settings: references, conditions, prose, floors
//	effective.go   the one lookup: which value holds for a selection, and why
//	types.go       the table made from the types, from which decoder, schema and reference work
//	comments.go    the comments of the format as texts; schema*.go, describe.go, reference.go, coverage.go: what is made of them
//
// Everything that can be wrong with a policy is a diag.Finding; error is for the tool's own trouble.
package specs
