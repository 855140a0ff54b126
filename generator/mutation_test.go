// This test keeps the promise that the vectors notice: a flipped comparison, a wrong unit, a sign, a dropped code in what a
// template writes makes the generated test of that language fail. TOKENBOOK_MUTATION=sample tries some mutants of every
// language, =all tries all; without it some of Go are tried, for which nothing but Go is needed.
package generator

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/book"
)

// mutationPolicies take every branch of the templates: lengths and shares, with and without bounds, each way to wait.
var mutationPolicies = []string{
	varied + `observability: none
`,
	strings.Replace(varied, "client_strategy:\n", "client_strategy:\n  retry: {attempts: 4, backoff: exponential, base: 500ms, cap: 3s, jitter: full}\n  on_invalid_grant: reauthenticate\n", 1),
	sparse + "clients: {spa: {type: public}}\nvalidation: {clock_skew: {tolerance: 30s, future: 5s}}\nclient_strategy: {retry: {attempts: 9, backoff: linear, base: 301ms, cap: 1s, jitter: equal}, refresh_at: {remaining: 90s}}\n",
	sparse + "validation: {clock_skew: 2s}\nclient_strategy: {retry: {backoff: exponential, base: 700ms, cap: none, jitter: decorrelated}, refresh_at: {remaining: 29.25%}}\n",
	sparse + "client_strategy: {retry: {attempts: 3, backoff: constant, base: 2s, cap: 5s, jitter: none}}\n",
}

// mutation is one kind of change: what a regular expression finds becomes what with makes of it.
type mutation struct {
	name string
	find *regexp.Regexp
	with string
}

func change(name, find, with string) mutation {
	return mutation{name: name, find: regexp.MustCompile(find), with: with}
}

// flips are the changes that all languages share.
var flips = []mutation{
	change("less or equal", ` <= `, " < "), change("less", ` < `, " <= "), change("greater or equal", ` >= `, " > "), change("greater", ` > `, " >= "),
	change("equal", ` == `, " != "), change("identical", ` === `, " !== "), change("share", `1_000_000\b`, "3"),
	change("growth", `\b2( ?\* ?\$?(?:wait|grown))`, "3$1"), change("growth", `\b3( ?\* ?\$?(?:wait|grown))`, "2$1"),
}

// mutationLanguage is how the code of a language is changed, and its test run in the folder that holds it.
type mutationLanguage struct {
	changes []mutation
	run     func(dir string) []*exec.Cmd
}

var mutationLanguages = map[string]mutationLanguage{
	"go": {[]mutation{change("unit", `(const \w+ = (?:\d+ \* )?time\.)Second`, "${1}Minute"), change("sign", `Add\(-`, "Add("),
		change("code", `case ErrorCode\w+:\n(?:\s*//.*\n)*\s*return Action[A-TV-Z]\w+\n`, "")},
		func(string) []*exec.Cmd { return []*exec.Cmd{exec.Command("go", "test", "-count=1", "./...")} }},
	"typescript": {[]mutation{change("unit", `(Milliseconds = ms\(\d+)_000`, "$1"), change("sign", `getTime\(\) \+ `, "getTime() - "),
		change("code", `case ErrorCode\.\w+:\n\s*return Action\.[a-tv-z]\w+;\n`, "")},
		func(dir string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command("node", mutationPath("node_modules/typescript/bin/tsc"), "--outDir", dir, "--rewriteRelativeImportExtensions", "--module", "nodenext", "--target", "es2022", "--strict",
				"--skipLibCheck", "--typeRoots", mutationPath("node_modules/@types"), "--types", "node", "index.ts", "index.test.ts"), exec.Command("node", "--test", "index.test.js")}
		}},
	"python": {[]mutation{change("unit", `(Final = timedelta\()seconds`, "${1}minutes"), change("sign", `(at|before) ([+-]) [A-Z]`, "$1 * A"),
		change("code", `\(Surface\.\w+, ErrorCode\.\w+\.value\): Action\.[A-TV-Z]\w+,\n`, "")},
		func(string) []*exec.Cmd { return []*exec.Cmd{exec.Command("python3", "-m", "unittest")} }},
	"java": {[]mutation{change("unit", `(= Duration\.of)Seconds`, "${1}Minutes"), change("sign", `\.plus\(`, ".minus("), change("sign", `notBefore\.minus\(`, "notBefore.plus("),
		change("code", `case \w+:\n\s*return Action\.[A-TV-Z]\w+;\n`, ""), change("equal", `compareTo\((.*)\) <= 0`, "compareTo($1) < 0")},
		func(dir string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command("javac", "-d", "classes", "TokenPolicy.java", "TokenPolicyTest.java"),
				exec.Command("sh", "-c", `java -cp classes "$(cd classes && find . -name TokenPolicyTest.class | sed 's|^\./||; s|\.class$||; s|/|.|g')"`)}
		}},
	"kotlin": {[]mutation{change("unit", `(val \w+: Duration = Duration\.of)Seconds`, "${1}Minutes"), change("sign", `expiresAt \+ `, "expiresAt - "), change("sign", `notBefore - `, "notBefore + "),
		change("code", `ErrorCode\.\w+ -> Action\.[A-TV-Z]\w+\n`, "")},
		func(string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command("kotlinc", "-Werror", "TokenPolicy.kt", "TokenPolicyTest.kt", "-include-runtime", "-d", "vectors.jar"),
				exec.Command("sh", "-c", `java -cp vectors.jar "$(sed -n 's/^package //p' TokenPolicyTest.kt).TokenPolicyTest"`)}
		}},
	"csharp": {[]mutation{change("unit", `(readonly TimeSpan \w+ = TimeSpan\.From)Seconds`, "${1}Minutes"), change("sign", `now - expiresAt`, "expiresAt - now"), change("sign", `notBefore - now`, "now - notBefore"),
		change("share", `1000000\b`, "3"), change("code", `case ErrorCode\.\w+:\n\s*return Action\.[A-TV-Z]\w+;\n`, "")},
		func(string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command("mcs", "-langversion:7.2", "-codepage:utf8", "-out:vectors.exe", "TokenPolicy.cs", "TokenPolicyTests.cs"), exec.Command("mono", "vectors.exe")}
		}},
	"swift": {[]mutation{change("unit", `(static let \w+: Duration = \.)seconds`, "${1}milliseconds"), change("sign", `milliseconds\(expiresAt\) \+`, "milliseconds(expiresAt) -"),
		change("sign", `milliseconds\(notBefore\) -`, "milliseconds(notBefore) +"), change("code", `case \.\w+: return \.[a-tv-z]\w+\n`, "")},
		func(string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command(mutationPath("swift"), "sh", "-c", "swiftc -parse-as-library -o vectors *.swift && ./vectors")}
		}},
	"rust": {[]mutation{change("unit", `(pub const \w+: Duration = Duration::from_)secs`, "${1}millis"), change("sign", `expires_at\.saturating_add`, "expires_at.saturating_sub"),
		change("code", `\(Surface::\w+, ErrorCode::\w+\) => Action::[A-TV-Z]\w+,\n`, "")},
		func(string) []*exec.Cmd {
			return []*exec.Cmd{exec.Command("rustc", "--edition", "2021", "--test", "-o", "vectors", "token_policy_test.rs"), exec.Command("./vectors")}
		}},
	"ruby": {[]mutation{change("unit", `(_MS = \d+)_000`, "$1"), change("sign", `\(expires_at\) \+`, "(expires_at) -"),
		change("code", `when \[Surface::\w+, ErrorCode::\w+\] then Action::[A-TV-Z]\w+\n`, "")},
		func(string) []*exec.Cmd { return []*exec.Cmd{exec.Command("ruby", "token_policy_test.rb")} }},
	"php": {[]mutation{change("unit", `(_MS = \d+)_000`, "$1"), change("sign", `\(\$expiresAt\) \+`, "($$expiresAt) -"),
		change("code", `\[Surface::\w+, ErrorCode::\w+\] => Action::[A-TV-Z]\w+,\n`, "")},
		func(string) []*exec.Cmd { return []*exec.Cmd{exec.Command("php", "token_policy_test.php")} }},
}

// mutationPath is a file below test/.
func mutationPath(name string) string {
	full, err := filepath.Abs(filepath.Join("..", "test", name))
	if err != nil {
		return name
	}
	return full
}

// mutant is one change in the code that is made of one policy.
type mutant struct {
	policy       int
	name, source string
}

// harmless are mutants that mean the same, each with the reason.
var harmless = []string{
	"attempt) <= limit", "attempt <= limit", "attempt <= intdiv", // the wait is cut at the limit all the same; the comparison keeps the product from overflowing
}

func mutantsOf(policy int, source string, changes []mutation) []mutant {
	from := strings.Index(source, "Clocks and caches of services")
	var out []mutant
	for _, c := range changes {
		for _, at := range c.find.FindAllStringIndex(source, -1) {
			line := source[strings.LastIndexByte(source[:at[0]], '\n')+1:]
			line, _, _ = strings.Cut(line, "\n")
			trimmed := strings.TrimSpace(line)
			comment := strings.HasPrefix(trimmed, "//") || strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "*")
			if at[0] < from || comment || slices.ContainsFunc(harmless, func(h string) bool { return strings.Contains(line, h) }) {
				continue
			}
			changed := c.find.ReplaceAllString(source[at[0]:at[1]], c.with)
			out = append(out, mutant{policy, fmt.Sprintf("%s in %q of policy %d", c.name, trimmed, policy), source[:at[0]] + changed + source[at[1]:]})
		}
	}
	return out
}

func TestMutantsFailTheirVectors(t *testing.T) {
	mode := os.Getenv("TOKENBOOK_MUTATION")
	for _, l := range exportLanguages {
		m, ok := mutationLanguages[l.name]
		if !ok && l.test != "" {
			t.Errorf("%s has a test and no mutants", l.name)
		}
		if !ok || mode == "" && l.name != "go" {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			var mutants []mutant
			for i, text := range mutationPolicies {
				dir := codeFolder(t, l, textBook(t, text))
				if out, err := runMutant(dir, m); err != nil {
					t.Fatalf("policy %d does not pass unchanged: %v\n%s", i, err, out)
				}
				source := exported(t, textBook(t, text), l.name)
				mutants = append(mutants, mutantsOf(i, source, slices.Concat(flips, m.changes))...)
			}
			if len(mutants) < 30 {
				t.Fatalf("only %d mutants", len(mutants))
			}
			if mode != "all" {
				rand.New(rand.NewPCG(7, 7)).Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
				mutants = mutants[:map[string]int{"": 3, "sample": 6}[mode]]
			}
			for _, one := range mutants {
				b := textBook(t, mutationPolicies[one.policy])
				dir := codeFolder(t, l, b)
				if err := os.WriteFile(filepath.Join(dir, l.path(l.pkg([]string{string(b.Policy.Document.Policy.ID.V)}))), []byte(one.source), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := runMutant(dir, m); err == nil {
					t.Errorf("%s: the vectors do not notice", one.name)
				}
			}
			t.Logf("%d mutants", len(mutants))
		})
	}
}

// TestHostileNamesInEveryLanguage keeps names and texts that are written to break out of what they are put into as they
// are: the vectors hold them as JSON, and the code of each language has to give them back.
func TestHostileNamesInEveryLanguage(t *testing.T) {
	b := hostileBook(t)
	for _, l := range exportLanguages {
		m, ok := mutationLanguages[l.name]
		if !ok || os.Getenv("TOKENBOOK_MUTATION") == "" && l.name != "go" {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			if out, err := runMutant(codeFolder(t, l, b), m); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// codeFolder holds what is generated for a policy in one language, ready to be compiled.
func codeFolder(t *testing.T, l *exportLanguage, b *book.Book) string {
	t.Helper()
	files, err := code.Emit(b)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put := func(name string, data []byte) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		if strings.HasPrefix(f.Path, "code/"+l.name+"/") || f.Path == "code/vectors.json" {
			put(f.Path, f.Data)
		}
	}
	put("code/"+l.name+"/go.mod", []byte("module mutant\n\ngo 1.22\n"))
	put("code/"+l.name+"/package.json", []byte(`{"type": "module"}`))
	return filepath.Join(dir, "code", l.name)
}

func runMutant(dir string, m mutationLanguage) (string, error) {
	var out bytes.Buffer
	for _, c := range m.run(dir) {
		c.Dir, c.Stdout, c.Stderr = dir, &out, &out
		c.Env = append(os.Environ(), "GOFLAGS=", "PYTHONDONTWRITEBYTECODE=1")
		if err := c.Run(); err != nil {
			return out.String(), fmt.Errorf("%s: %w", c.Path, err)
		}
	}
	return out.String(), nil
}
