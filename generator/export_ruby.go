package generator

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// rubySyntax: enumerations are modules of frozen strings, since that is what Ruby programs compare and send.
var rubySyntax = syntax{
	types:     map[exportKind]string{},
	constants: map[exportKind]string{},
	texts:     "[%s].freeze", members: "[%s].freeze", member: "%s::%s", truth: [2]string{"false", "true"},
	length: milliseconds, word: enumWord(":%s", strings.ToLower), extent: "%s",
	record: "%s.new(%s)", field: "%s: %s",
}

var rubyModule, rubyGiven = packages(escape.Ruby, escape.Pascal, "", "TokenPolicy")

// exportRuby writes one module for Ruby 3.1 and later, without gems. Ruby has no type for lengths of time, so that names say
// the unit.
var exportRuby = &exportLanguage{
	name: "ruby", template: "ruby.tmpl", escape: escape.Ruby,
	about: "one module without gems, for Ruby 3.1 or later",
	test:  "ruby_test.tmpl", testPath: func(string) string { return "token_policy_test.rb" },
	path: func(string) string { return "token_policy.rb" },
	pkg:  rubyModule, given: rubyGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, fieldName: escape.Snake,
		constantName: escape.Screaming, tableName: escape.Screaming, functionName: escape.Snake, parameterName: escape.Snake},
	deprecated: "@deprecated",
	unit:       "ms",
	free:       map[nameKind][]string{memberName: {"BEGIN", "END"}},
	ownMembers: []string{"ALL"},
	decisions:  map[string]string{"is_expired": "expired?", "is_not_yet_valid": "not_yet_valid?", "should_refresh": "refresh?"},
	own:        []string{"CODES", "SURFACES"},
	typeOf:     rubySyntax.typeOf, literal: rubySyntax.literal, constType: rubySyntax.constType, constant: rubyConstant,
	field: unitField, says: sentence, tidy: tidyLines,
}

// rubyConstant is as in records; numbers have groups of three digits.
func rubyConstant(x *exporting, v exportValue) codeText {
	if v.Kind == kindNumber {
		return codeText(thousands(v.Number))
	}
	return rubySyntax.constant(x, v)
}
