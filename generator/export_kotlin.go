package generator

import (
	"github.com/tokenbook/tokenbook/internal/escape"
)

// kotlinSyntax: records with named arguments, so that what the policy does not state is not written either.
var kotlinSyntax = syntax{
	types: map[exportKind]string{kindText: "String?", kindTexts: "List<String>?", kindNumber: "Int?", kindShare: "Double?", kindTruth: "Boolean?",
		kindExtent: "Extent?", kindMember: "%s?", kindMembers: "List<%s>?", kindRecord: "%s?"},
	constants: map[exportKind]string{kindNumber: "Int", kindShare: "Double", kindTruth: "Boolean", kindExtent: "Duration"},
	texts:     "listOf(%s)", members: "listOf(%s)", member: "%s.%s", truth: [2]string{"false", "true"},
	length: javaSyntax.length,
	word:   enumWord("Extent.%s", pascalWord(escape.Kotlin)), extent: "Extent.Finite(%s)",
	record: "%s(%s)", field: "%s = %s",
}

var kotlinPackage, kotlinGiven = packages(escape.Kotlin, escape.Snake, ".", "tokenpolicy")

// exportKotlin writes one file of the standard library and java.time, which every Kotlin on the JVM has; kotlin.time
// is stable from 1.6 on, and its moments later still.
var exportKotlin = &exportLanguage{
	name: "kotlin", template: "kotlin.tmpl", escape: escape.Kotlin,
	about: "one file for Kotlin 1.3 or later on the JVM",
	test:  "kotlin_test.tmpl", testPath: func(string) string { return "TokenPolicyTest.kt" },
	path: func(string) string { return "TokenPolicy.kt" },
	pkg:  kotlinPackage, given: kotlinGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, fieldName: escape.Camel,
		constantName: escape.Screaming, tableName: escape.Camel, functionName: escape.Camel, parameterName: escape.Camel},
	own:    []string{"Extent", "Wait", "Duration", "Instant"},
	typeOf: kotlinSyntax.typeOf, literal: kotlinSyntax.literal, constType: kotlinSyntax.constType, constant: kotlinSyntax.constant,
	field: plainField, says: sentence, tidy: tidyLines,
}
