package generator

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// javaSyntax: records with components that are null where the policy does not state them.
var javaSyntax = syntax{
	types: map[exportKind]string{kindText: "String", kindTexts: "List<String>", kindNumber: "Integer", kindShare: "Double", kindTruth: "Boolean",
		kindExtent: "Extent", kindMember: "%s", kindMembers: "List<%s>", kindRecord: "%s"},
	constants: map[exportKind]string{kindNumber: "int", kindShare: "double", kindTruth: "boolean", kindExtent: "Duration"},
	texts:     "List.of(%s)", members: "List.of(%s)", member: "%s.%s", truth: [2]string{"false", "true"},
	length: spoken([5]string{"Duration.ofDays(%s)", "Duration.ofHours(%s)", "Duration.ofMinutes(%s)", "Duration.ofSeconds(%s)", "Duration.ofMillis(%s)"}),
	word:   enumWord("Extent.of(Extent.Kind.%s)", strings.ToUpper), extent: "Extent.of(%s)",
	record: "new %s(%s)", positional: true, nothing: "null",
}

var javaPackage, javaGiven = packages(escape.Java, escape.Snake, ".", "tokenpolicy")

// exportJava writes one class for Java 17 and later, of the standard library alone.
var exportJava = &exportLanguage{
	name: "java", template: "java.tmpl", escape: escape.Java,
	about: "one class for Java 17 or later",
	test:  "java_test.tmpl", testPath: func(string) string { return "TokenPolicyTest.java" },
	path: func(string) string { return "TokenPolicy.java" },
	pkg:  javaPackage, given: javaGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Screaming, fieldName: escape.Camel,
		constantName: escape.Screaming, tableName: escape.Camel, functionName: escape.Camel, parameterName: escape.Camel},
	deprecated: "@deprecated",
	own:        []string{"TokenPolicy", "Extent", "Wait", "Duration", "Instant", "List", "Arrays", "Optional"},
	typeOf:     javaSyntax.typeOf, literal: javaSyntax.literal, constType: javaSyntax.constType, constant: javaSyntax.constant,
	field: plainField, says: sentence, tidy: tidyLines,
}
