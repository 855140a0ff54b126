package judge

import "github.com/tokenbook/tokenbook/internal/escape"

// forms are the programs, in the order of escape.Languages.
var forms = []form{
	{
		language: escape.Go, file: "main.go", run: "go run main.go", style: escape.Camel, indent: "\t",
		head: "package main\n\nimport (\n\t\"encoding/hex\"\n\t\"log\"\n)\n\n" +
			"func same(n int, s, want string) {\n\tif hex.EncodeToString([]byte(s)) != want {\n\t\tlog.Fatal(n)\n\t}\n}\n",
		each: "\n{doc}\nfunc case{n}() {\n{comment}\n\t{ident} := {lit}\n\tsame({n}, {ident}, \"{hex}\")\n}\n\nfunc init() { case{n}() }\n",
		tail: "\nfunc main() {}\n",
	},
	{
		language: escape.TypeScript, file: "hostile.ts", run: "tsc --strict --target es2022 hostile.ts && node hostile.js", style: escape.Camel, indent: "  ",
		head: "const bad = [0].slice(1);\nconst hex = (s = \"\") => Array.from(new TextEncoder().encode(s), (b) => (b + 256).toString(16).slice(1)).join(\"\");\n",
		each: "\n{doc}\nfunction case{n}() {\n{comment}\n  const {ident} = {lit};\n  return {ident};\n}\nif (hex(case{n}()) !== \"{hex}\") bad.push({n});\n",
		tail: "\nif (bad.length > 0) throw new Error(bad.join(\" \"));\n",
	},
	{
		language: escape.Python, file: "hostile.py", run: "python3 -W error hostile.py", style: escape.Snake, indent: "    ", docIndent: "    ",
		head: "import sys\n\nbad = []\n",
		each: "\n\ndef case_{n}():\n{doc}\n{comment}\n    {ident} = {lit}\n    return {ident}\n\n\nif case_{n}().encode(\"utf-8\").hex() != \"{hex}\":\n    bad.append({n})\n",
		tail: "\nsys.exit(repr(bad) if bad else 0)\n",
	},
	{
		language: escape.Java, file: "Hostile.java", run: "javac -Xlint:all -Xdoclint:syntax -Werror -encoding UTF-8 Hostile.java && java Hostile", style: escape.Camel, indent: "        ", docIndent: "    ",
		head: "import java.nio.charset.StandardCharsets;\nimport java.math.BigInteger;\n\n/** Checks. */\npublic final class Hostile {\n" +
			"    private static void same(int n, String s, String want) {\n" +
			"        StringBuilder b = new StringBuilder();\n" +
			"        for (byte c : s.getBytes(StandardCharsets.UTF_8)) b.append(String.format(\"%02x\", c));\n" +
			"        if (!b.toString().equals(want)) throw new IllegalStateException(\"case \" + n);\n    }\n",
		each: "\n{doc}\n    static String case{n}() {\n{comment}\n        final String {ident} = {lit};\n        return {ident};\n    }\n\n" +
			"    static { same({n}, case{n}(), \"{hex}\"); }\n",
		tail: "\n    /** @param args none */\n    public static void main(String[] args) { }\n}\n",
	},
	{
		language: escape.Kotlin, file: "hostile.kt", run: "kotlinc hostile.kt -include-runtime -d hostile.jar && java -jar hostile.jar", style: escape.Camel, indent: "    ",
		head: "fun same(n: Int, s: String, want: String) {\n    val got = s.toByteArray(Charsets.UTF_8).joinToString(\"\") { b -> String.format(\"%02x\", b) }\n    if (got != want) throw IllegalStateException(\"case $n\")\n}\n",
		each: "\n{doc}\nfun case{n}() {\n{comment}\n    val {ident} = {lit}\n    same({n}, {ident}, \"{hex}\")\n}\n",
		tail: "\nfun main() {\n    val methods = Class.forName(\"HostileKt\").declaredMethods.filter { m -> m.name.startsWith(\"case\") }\n" +
			"    if (methods.size != {count}) throw IllegalStateException(\"cases are missing\")\n    methods.forEach { m -> m.invoke(null) }\n}\n",
	},
	{
		language: escape.CSharp, file: "Hostile.cs", run: "mcs -warnaserror -codepage:utf8 -doc:hostile.xml Hostile.cs && mono Hostile.exe", style: escape.Camel, indent: "        ", docIndent: "    ",
		head: "using System;\nusing System.Text;\n\n/// <summary>Checks.</summary>\npublic static class Hostile\n{\n" +
			"    private static void Same(int n, string s, string want)\n    {\n" +
			"        string got = BitConverter.ToString(new UTF8Encoding(false).GetBytes(s)).Replace(\"-\", \"\").ToLowerInvariant();\n" +
			"        if (got != want) throw new InvalidOperationException(\"case \" + n);\n    }\n",
		each: "\n{doc}\n    public static void Case{n}()\n    {\n{comment}\n        const string {ident} = {lit};\n        Same({n}, {ident}, \"{hex}\");\n    }\n",
		tail: "\n    /// <summary>Runs all.</summary>\n    public static void Main()\n    {\n        for (int i = 0; i < {count}; i++) typeof(Hostile).GetMethod(\"Case\" + i).Invoke(null, null);\n    }\n}\n",
	},
	{
		language: escape.Rust, file: "hostile.rs", run: "rustc -D warnings hostile.rs && ./hostile && rustdoc --test hostile.rs && rustdoc -D warnings --document-private-items hostile.rs", style: escape.Snake, indent: "    ",
		head: "//! Checks.\n#![deny(missing_docs)]\n\nfn same(n: usize, s: &str, want: &str) {\n    let got: String = s.bytes().map(|b| format!(\"{:02x}\", b)).collect();\n    assert_eq!(got, want, \"case {}\", n);\n}\n",
		each: "\n{doc}\nfn case_{n}() {\n{comment}\n    let {ident} = {lit};\n    same({n}, {ident}, \"{hex}\");\n}\n",
		tail: "\nfn main() {\n    {calls}\n}\n",
	},
	{
		language: escape.Swift, file: "main.swift", run: "swiftc main.swift && ./main", style: escape.Camel, indent: "    ",
		head: "func same(_ n: Int, _ s: String, _ want: [UInt8]) {\n    if Array(s.utf8) != want { fatalError(\"case \\(n)\") }\n}\n\n" +
			"func bytes(_ hex: String) -> [UInt8] {\n    let digits = hex.utf8.map { c in c < 58 ? c - 48 : c - 87 }\n    return stride(from: 0, to: digits.count, by: 2).map { i in digits[i] * 16 + digits[i + 1] }\n}\n",
		each: "\n{doc}\nfunc case{n}() {\n{comment}\n    let {ident} = {lit}\n    same({n}, {ident}, bytes(\"{hex}\"))\n}\ncase{n}()\n",
	},
	{
		language: escape.PHP, file: "hostile.php", run: "php -d error_reporting=-1 hostile.php", style: escape.Screaming, indent: "    ", docIndent: "    ",
		head: "<?php\n$bad = [];\n",
		each: "\nfinal class Case{n}\n{\n{doc}\n    public const {ident} = {lit};\n\n{comment}\n    public const HEX = '{hex}';\n}\nif (bin2hex(Case{n}::{ident}) !== Case{n}::HEX) {\n    $bad[] = {n};\n}\n",
		tail: "\nif ($bad !== []) {\n    fwrite(STDERR, implode(' ', $bad));\n    exit(1);\n}\n",
	},
	{
		language: escape.Ruby, file: "hostile.rb", run: "ruby -W2 hostile.rb", style: escape.Screaming, indent: "  ",
		head: "bad = []\n",
		each: "\n{doc}\nmodule Case{n}\n{comment}\n  {ident} = {lit}\n  HEX = \"{hex}\"\nend\nbad << {n} unless Case{n}::{ident}.unpack1(\"H*\") == Case{n}::HEX && Case{n}::{ident}.encoding == Encoding::UTF_8\n",
		tail: "\nabort(bad.inspect) unless bad.empty?\n",
	},
	{
		// HCL composes every string (NFC): the text "combining" is not compared.
		language: escape.Terraform, file: "main.tf", run: "terraform init && terraform apply -auto-approve", style: escape.Snake, indent: "  ",
		head: "locals {\n  composed = [\"combining\"]\n}\n",
		each: "\nlocals {\n{comment}\n  case_{n} = { {ident} = {lit}, }\n  meant_{n} = \"{base64}\"\n}\n\n{doc}\noutput \"case_{n}\" {\n  value = \"\"\n" +
			"  precondition {\n    condition     = contains(local.composed, \"{name}\") || base64encode(values(local.case_{n})[0]) == local.meant_{n}\n    error_message = \"case {n}\"\n  }\n}\n",
	},
	{
		language: escape.Rego, file: "hostile.rego", run: "opa eval --fail -d hostile.rego 'count(data.hostile.bad) == 0'", style: escape.Snake,
		head: "package hostile\n\nimport rego.v1\n",
		each: "\n{doc}\nbad contains {n} if {\n{comment}\n\t{ident} := {lit}\n\tbase64.encode({ident}) != \"{base64}\"\n}\n",
	},
	{
		language: escape.Protobuf, file: "hostile.proto", run: "protoc --descriptor_set_out=hostile.bin hostile.proto", style: escape.Snake, indent: "  ", docIndent: "  ",
		head: "syntax = \"proto2\";\n\npackage hostile;\n",
		each: "\nmessage Case{n} {\n{comment}\n\n{doc}\n  optional string {ident} = 1 [default = {lit}];\n  optional string meant = 2 [default = \"{hex}\"];\n}\n",
	},
}
