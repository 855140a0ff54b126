package generator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// swiftSyntax: structures whose properties are nil where the policy does not state them. Members are written with their
// type: .none alone would be that of Optional.
var swiftSyntax = syntax{
	types: map[exportKind]string{kindText: "String?", kindTexts: "[String]?", kindNumber: "Int?", kindShare: "Double?", kindTruth: "Bool?",
		kindExtent: "Extent?", kindMember: "%s?", kindMembers: "[%s]?", kindRecord: "%s?"},
	constants: map[exportKind]string{kindNumber: "Int", kindShare: "Double", kindTruth: "Bool", kindExtent: "Duration"},
	texts:     "[%s]", members: "[%s]", member: "%s.%s", truth: [2]string{"false", "true"},
	length: swiftLength,
	word:   enumWord(".%s", swiftWord), extent: ".finite(%s)",
	record: "%s(%s)", field: "%s: %s",
	aside: swiftDeprecated,
}

// swiftDeprecated writes members that are on their way out by their strings: what names one of them is a warning, in the
// file that declares it too, but for the pattern of a case.
func swiftDeprecated(x *exporting, v exportValue) codeText {
	e := x.enum(v.Of)
	if e == nil || !e.Deprecates(append(slices.Clone(v.Texts), v.Text)...) {
		return ""
	}
	if v.Kind == kindMember {
		return x.typeName(v.Of) + codeText("(rawValue: ") + x.quote(e.value(v.Text)) + ")"
	}
	values := func(name string) codeText { return x.quote(e.value(name)) }
	return "[" + x.each(v.Texts, values) + "].compactMap(" + x.typeName(v.Of) + ".init(rawValue:))"
}

// swiftWord is a case of Extent; none means something else in Swift.
func swiftWord(w string) string {
	if w == noneWord {
		w = "stated_none"
	}
	return escape.Swift.Ident([]string{w}, escape.Camel)
}

func swiftLength(d specs.Duration) codeText {
	if ms := d.Milliseconds(); ms%1000 != 0 {
		return codeText(fmt.Sprintf(".milliseconds(%s)", thousands(ms)))
	}
	return codeText(fmt.Sprintf(".seconds(%s)", thousands(d.Seconds())))
}

// swiftIdent writes initialisms in one case, as Swift's own guidelines ask, where nothing else had to be done to the name.
func swiftIdent(words []string, style escape.Style) string {
	name := escape.Swift.Ident(words, style)
	var plain, idiomatic strings.Builder
	for _, w := range words {
		for _, part := range escape.Words(w) {
			title := part
			if style == escape.Pascal || plain.Len() > 0 {
				title = strings.ToUpper(part[:1]) + part[1:]
			}
			plain.WriteString(title)
			if known, ok := goInitialisms[part]; ok && title != part {
				title = known
			}
			idiomatic.WriteString(title)
		}
	}
	if plain.String() == name {
		return idiomatic.String()
	}
	return name
}

// swiftKept are the words that mean something behind a point too.
var swiftKept = []string{"self", "Self", "init", "Type", "Protocol"}

var swiftType, swiftGiven = packages(escape.Swift, escape.Pascal, "", "TokenPolicy")

// exportSwift writes one enumeration without cases that holds all names. Lengths are Swift's own Duration; moments are
// the Date of Foundation, as they come out of everything that reads tokens.
var exportSwift = &exportLanguage{
	name: "swift", template: "swift.tmpl", escape: escape.Swift,
	about: "one file for Swift 5.7 or later (iOS 16, macOS 13)",
	test:  "swift_test.tmpl", testPath: func(pkg string) string { return pkg + "Tests.swift" },
	path: func(pkg string) string { return pkg + ".swift" },
	pkg:  swiftType, given: swiftGiven,
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Camel, fieldName: escape.Camel,
		constantName: escape.Camel, tableName: escape.Camel, functionName: escape.Camel, parameterName: escape.Camel},
	ident: swiftIdent, labels: true,
	free:   map[nameKind][]string{memberName: swiftKept, fieldName: swiftKept},
	own:    []string{"Extent", "Duration", "Date", "milliseconds"},
	typeOf: swiftSyntax.typeOf, literal: swiftSyntax.literal, constType: swiftSyntax.constType, constant: swiftSyntax.constant,
	field: plainField, says: sentence, tidy: tidyLines,
}
