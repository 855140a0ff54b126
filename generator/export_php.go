package generator

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// phpSyntax: enumerations are PHP's own, backed by the string.
var phpSyntax = syntax{
	types: map[exportKind]string{kindText: "?string", kindTexts: "?array", kindNumber: "?int", kindShare: "?float", kindTruth: "?bool",
		kindExtent: "int|string|null", kindMember: "?%s", kindMembers: "?array", kindRecord: "?%s"},
	constants: map[exportKind]string{kindNumber: "int", kindShare: "float", kindTruth: "bool", kindExtent: "int"},
	texts:     "[%s]", members: "[%s]", member: "%s::%s", truth: [2]string{"false", "true"},
	length: milliseconds, word: enumWord("'%s'", strings.ToLower), extent: "%s",
	record: "new %s(%s)", field: "%s: %s",
}

var phpNamespace, phpGiven = packages(escape.PHP, escape.Pascal, `\`, "TokenPolicy")

// exportPHP writes one file for PHP 8.1 and later, without packages. PHP's intervals know months and no milliseconds, so
// that lengths are whole numbers and names say the unit.
var exportPHP = &exportLanguage{
	name: "php", template: "php.tmpl", escape: escape.PHP,
	about: "one file without packages, for PHP 8.1 or later",
	test:  "php_test.tmpl", testPath: func(string) string { return "token_policy_test.php" },
	path: func(string) string { return "TokenPolicy.php" },
	pkg:  phpNamespace, given: phpGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, fieldName: escape.Camel,
		constantName: escape.Screaming, tableName: escape.Camel, functionName: escape.Camel, parameterName: escape.Camel},
	deprecated: "@deprecated",
	free:       map[nameKind][]string{memberName: {"CLASS"}, constantName: {"CLASS"}, fieldName: {"this"}},
	self:       "self::", sigil: "$", unit: "ms",
	own:    []string{"TokenPolicy", "DateTimeInterface"},
	typeOf: phpSyntax.typeOf, literal: phpSyntax.literal, constType: phpSyntax.constType, constant: phpSyntax.constant,
	field: unitField, says: sentence, tidy: tidyLines,
}
