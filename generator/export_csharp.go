package generator

import (
	"github.com/tokenbook/tokenbook/internal/escape"
)

// csharpSyntax: classes whose properties are null where the policy does not state them.
var csharpSyntax = syntax{
	types: map[exportKind]string{kindText: "string", kindTexts: "IReadOnlyList<string>", kindNumber: "int?", kindShare: "double?", kindTruth: "bool?",
		kindExtent: "Extent", kindMember: "%s?", kindMembers: "IReadOnlyList<%s>", kindRecord: "%s"},
	constants: map[exportKind]string{kindNumber: "int", kindShare: "double", kindTruth: "bool", kindExtent: "TimeSpan"},
	texts:     "new[] { %s }", members: "new[] { %s }", member: "%s.%s", truth: [2]string{"false", "true"},
	length: spoken([5]string{"TimeSpan.FromDays(%s)", "TimeSpan.FromHours(%s)", "TimeSpan.FromMinutes(%s)", "TimeSpan.FromSeconds(%s)", "TimeSpan.FromMilliseconds(%s)"}),
	word:   enumWord("Extent.Of(ExtentKind.%s)", pascalWord(escape.CSharp)), extent: "Extent.Of(%s)",
	record: "new %s { %s }", field: "%s = %s",
}

var csharpNamespace, csharpGiven = packages(escape.CSharp, escape.Pascal, ".", "Tokens")

// exportCSharp writes one static class that holds all types, since Action and Environment are names that System has too.
// It keeps to the language of .NET Framework, so that old services can compile it.
var exportCSharp = &exportLanguage{
	name: "csharp", template: "csharp.tmpl", escape: escape.CSharp,
	about: "one class for C# 7.2 or later",
	test:  "csharp_test.tmpl", testPath: func(string) string { return "TokenPolicyTests.cs" },
	path: func(string) string { return "TokenPolicy.cs" },
	pkg:  csharpNamespace, given: csharpGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Pascal, fieldName: escape.Pascal,
		constantName: escape.Pascal, tableName: escape.Pascal, functionName: escape.Pascal, parameterName: escape.Camel},
	own:    []string{"TokenPolicy", "TokenPolicyValues", "Extent", "ExtentKind", "Wait", "TimeSpan", "DateTimeOffset", "Math"},
	typeOf: csharpSyntax.typeOf, literal: csharpSyntax.literal, constType: csharpSyntax.constType, constant: csharpSyntax.constant,
	field: plainField, says: sentence, tidy: tidyLines,
}
