package generator

import (
	"fmt"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// rustSyntax: everything can be computed by the compiler, so that tables are constants.
var rustSyntax = syntax{
	types: map[exportKind]string{kindText: "Option<&'static str>", kindTexts: "&'static [&'static str]", kindNumber: "Option<u64>", kindShare: "Option<f64>", kindTruth: "Option<bool>",
		kindExtent: "Option<Extent>", kindMember: "Option<%s>", kindMembers: "&'static [%s]", kindRecord: "Option<%s>"},
	constants: map[exportKind]string{kindNumber: "u64", kindShare: "f64", kindTruth: "bool", kindExtent: "Duration"},
	texts:     "&[%s]", members: "&[%s]", member: "%s::%s", truth: [2]string{"false", "true"},
	length: rustLength,
	word:   enumWord("Extent::%s", rustWord), extent: "Extent::Finite(%s)",
	record: "%s { %s }", field: "%s: %s", some: "Some(%s)", nothing: "None", empty: "&[]", rest: "..%s::SILENT",
}

// rustWord is a variant of Extent; None means something else in Rust.
func rustWord(w string) string {
	if w == noneWord {
		w = "stated_none"
	}
	return escape.Rust.Ident([]string{w}, escape.Pascal)
}

func rustLength(d specs.Duration) codeText {
	if ms := d.Milliseconds(); ms%1000 != 0 {
		return codeText(fmt.Sprintf("Duration::from_millis(%s)", thousands(ms)))
	}
	return codeText(fmt.Sprintf("Duration::from_secs(%s)", thousands(d.Seconds())))
}

// exportRust writes one module of core alone. Moments are lengths of time since the Unix epoch, as exp and iat are, so
// that nothing in it needs a clock or std.
var exportRust = &exportLanguage{
	name: "rust", template: "rust.tmpl", escape: escape.Rust,
	about: "one module without crates, for Rust 1.70 or later",
	test:  "rust_test.tmpl", testPath: func(string) string { return "token_policy_test.rs" },
	path: func(string) string { return "token_policy.rs" },
	pkg:  func(words []string) string { return escape.Rust.Ident(words, escape.Snake) },
	styles: map[nameKind]escape.Style{typeName: escape.Pascal, memberName: escape.Pascal, fieldName: escape.Snake,
		constantName: escape.Screaming, tableName: escape.Screaming, functionName: escape.Snake, parameterName: escape.Snake},
	own:    []string{"Extent", "Duration"},
	typeOf: rustSyntax.typeOf, literal: rustSyntax.literal, constType: rustSyntax.constType, constant: rustSyntax.constant,
	field: plainField, says: sentence, tidy: tidyLines,
}
