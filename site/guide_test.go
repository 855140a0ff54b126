// Promise: the guide on a client's page says what holds for that client and where the policy says it; its code holds the
// figures of the policy, is silent where the policy is, and compiles, whatever the policy states and however it is worded.
package site_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// guidePage is a policy of which a part is replaced.
const guidePage = `tokenbook: v1
policy: {id: guide, title: Guide, version: 1.0.0}
issuers: {main: {url: "https://{tenant}.id.example.com/", endpoints: {token: ENDPOINT}}}
clients: {app: CLIENT}
tokens:
  access: {type: access_token, lifetime: 10m, binding: BINDING, issued: [{grant: GRANT, to: app}]}
errors: [token, resource]
`

// guidePolicy fills it in.
func guidePolicy(client, grant, binding, endpoint, more string) string {
	return strings.NewReplacer("CLIENT", client, "GRANT", grant, "BINDING", binding, "ENDPOINT", endpoint).Replace(guidePage) + more
}

// fenced are the blocks of code of a language in Markdown.
func fenced(markdown, language string) []string {
	var out []string
	for _, part := range strings.Split("\n"+markdown, "\n```"+language+"\n")[1:] {
		text, _, _ := strings.Cut(part, "\n```")
		out = append(out, text+"\n")
	}
	return out
}

// standardLibrary is read once for all tests.
var standardLibrary = sync.OnceValue(func() types.Importer { return importer.ForCompiler(token.NewFileSet(), "source", nil) })

// checkedGo type-checks a block of Go against the standard library, and holds it to gofmt.
func checkedGo(t *testing.T, what, text string) (*types.Package, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "guide.go", text, parser.ParseComments)
	if err != nil {
		t.Errorf("%s: %v\n%s", what, err, text)
		return nil, nil
	}
	pkg, err := (&types.Config{Importer: standardLibrary()}).Check("tokens", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Errorf("%s: %v\n%s", what, err, text)
		return nil, nil
	}
	if tidy, err := format.Source([]byte(text)); err != nil || string(tidy) != text {
		t.Errorf("%s: not as gofmt writes it (%v)", what, err)
	}
	return pkg, file
}

// goBlocks are the Go blocks of all client pages of a site.
func goBlocks(files []generator.File) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Path, site.Folder+"clients/"); ok && strings.HasSuffix(name, ".md") {
			for i, text := range fenced(string(f.Data), "go") {
				out[fmt.Sprintf("%s, block %d", name, i+1)] = text
			}
		}
	}
	return out
}

func TestGoOfClientPagesCompiles(t *testing.T) {
	for name, least := range map[string]int{"minimal": 1, "acme": 3, "github": 2} {
		blocks := goBlocks(build(t, load(t, name), site.Inputs{}))
		if len(blocks) < least {
			t.Errorf("%s has %d blocks of Go, wanted %d", name, len(blocks), least)
		}
		for what, text := range blocks {
			checkedGo(t, name+", "+what, text)
		}
	}
}

// Each way in which a figure changes the code, beside policies that say next to nothing.
func TestGoOfSparseAndOddPoliciesCompiles(t *testing.T) {
	const server = "{type: confidential, platform: server, grants: [%s]}"
	refresh, own, exchange := fmt.Sprintf(server, "authorization_code, refresh_token"), fmt.Sprintf(server, "client_credentials"), fmt.Sprintf(server, "token_exchange")
	for what, text := range map[string]string{
		"silent":       guidePolicy(refresh, "refresh_token", "none", "/token", ""),
		"none":         guidePolicy(refresh, "refresh_token", "none", "/token", "client_strategy: {refresh_at: none, retry: none, offline: none}\n"),
		"undecided":    guidePolicy(refresh, "refresh_token", "none", "/token", "client_strategy: {refresh_at: undecided, retry: undecided, request_timeout: undecided}\n"),
		"dpop":         guidePolicy(refresh, "refresh_token", "dpop", "/token", "client_strategy: {refresh_at: 30s}\n"),
		"query":        guidePolicy(own, "client_credentials", "none", "{path: /token, send: query}", "client_strategy: {retry: {attempts: 2, backoff: linear, base: 1s}}\n"),
		"json":         guidePolicy(own, "client_credentials", "none", "{path: /token, send: json}", "client_strategy: {retry: {attempts: 2, backoff: constant, base: 1500ms, jitter: equal}}\n"),
		"exchange":     guidePolicy(exchange, "token_exchange", "none", "https://other.example.com/token", "client_strategy: {retry: {attempts: 2, base: 1s, jitter: decorrelated, cap: 1h}}\n"),
		"lock":         guidePolicy(exchange, "token_exchange", "dpop", "/token", "client_strategy: {coordination: file_lock, retry: {honor_retry_after: true, statuses: 503}}\n"),
		"own lock":     guidePolicy(own, "client_credentials", "none", "/token", "client_strategy: {coordination: {own: tea_ceremony}, refresh_at: {remaining: 12.5%, at_least: 90s, jitter: 7.5%}}\n"),
		"long base":    guidePolicy(refresh, "refresh_token", "none", "/token", "client_strategy: {retry: {attempts: 100, backoff: exponential, base: 2d, cap: 36500d, jitter: full}}\n"),
		"no platform":  guidePolicy("{type: confidential, grants: [client_credentials]}", "client_credentials", "none", "/token", ""),
		"own platform": guidePolicy("{type: public, platform: {own: fridge}, grants: [refresh_token], auth: none}", "refresh_token", "none", "/token", ""),
		"device":       guidePolicy("{type: public, platform: iot, grants: [refresh_token], auth: none, storage: {access: {in: file}}}", "refresh_token", "none", "/token", ""),
	} {
		t.Run(what, func(t *testing.T) {
			blocks := goBlocks(build(t, policy(t, text), site.Inputs{}))
			if len(blocks) != 1 {
				t.Fatalf("%d blocks of Go", len(blocks))
			}
			for name, code := range blocks {
				checkedGo(t, name, code)
			}
		})
	}
}

// Which example a client gets, or that it gets none.
func TestExamplesByPlatform(t *testing.T) {
	const renews = "grants: [authorization_code, refresh_token]}"
	for client, want := range map[string][]string{
		"{type: confidential, platform: browser, architecture: bff, " + renews:                               {"In the page, in TypeScript", "In the backend, in TypeScript"},
		"{type: confidential, platform: browser, " + renews:                                                  {"In the page, in TypeScript", "In the backend, in TypeScript"},
		"{type: public, platform: browser, architecture: browser_only, " + renews:                            {"In the browser, in TypeScript"},
		"{type: public, platform: extension, " + renews:                                                      {"In the browser, in TypeScript"},
		"{type: confidential, platform: server, architecture: server_rendered, " + renews:                    {"In the backend, in TypeScript"},
		"{type: confidential, platform: server, architecture: server_rendered, example: go-web, " + renews:   {"In the program, in Go"},
		"{type: confidential, platform: server, example: typescript-job, " + renews:                          {"In the backend, in TypeScript"},
		"{type: confidential, platform: server, " + renews:                                                   {"In the program, in Go"},
		"{type: confidential, platform: server, architecture: server_rendered, example: java-web, " + renews: {"In the program, in Java"},
		"{type: confidential, platform: server, example: python-job, " + renews:                              {"In the program, in Python"},
		"{type: confidential, example: python-job, " + renews:                                                {"In the program, in Python"},
		"{type: public, platform: cli, example: python-cli, " + renews:                                       {"In the program, in Python"},
		"{type: public, platform: cli, example: pythonic, " + renews:                                         {"In the program, in Go"},
		"{type: confidential, platform: browser, architecture: bff, example: java-bff, " + renews:            {"In the page, in TypeScript", "In the backend, in TypeScript"},
		"{type: public, platform: mobile, example: java-app, " + renews:                                      {"In the app, in Swift"},
		"{type: public, platform: mobile, " + renews:                                                         {"In the app, in Swift"},
		"{type: public, platform: desktop, " + renews:                                                        {"In the program, in Go"},
		"{type: public, platform: cli, grants: [authorization_code]}":                                        nil, // no token without the user
		"{type: public, " + renews:                                                                           nil, // nothing says where it runs
	} {
		twin := file(t, build(t, policy(t, guidePolicy(client, "refresh_token", "none", "/token", "")), site.Inputs{}), "clients/app.md")
		_, code, _ := strings.Cut(twin, "\n## In code\n")
		for _, title := range want {
			if !strings.Contains(code, "\n### "+title+"\n") {
				t.Errorf("%s: no %q", client, title)
			}
		}
		if got := strings.Count(code, "\n### "); got != len(want) {
			t.Errorf("%s: %d examples, wanted %d", client, got, len(want))
		}
	}
}

// The constants are those of the client in the environment for real use, with its variants.
func TestFiguresOfExamples(t *testing.T) {
	text := guidePolicy("{type: public, platform: cli, grants: [refresh_token], auth: none, scopes: [a, b]}", "refresh_token", "none", "/token", `
scopes: {a: {description: A}, b: {description: B}}
validation: {checks: [expiry], clock_skew: 30s}
environments: {staging: {issuer: main, purpose: staging}, live: {issuer: main, purpose: production}}
client_strategy:
  refresh_at: {remaining: 20%, at_least: 60s}
  request_timeout: 5s
  retry: {attempts: 3, base: 500ms, statuses: [429, 503]}
  on_invalid_grant: reauthenticate
  variants:
    - {when: {client: app}, request_timeout: 7s, because: slow lines}
    - {when: {environment: live}, retry: {attempts: 4, base: 500ms, statuses: [429, 503]}, because: more patience}
`)
	files := build(t, policy(t, text), site.Inputs{})
	twin := file(t, files, "clients/app.md")
	pkg, _ := checkedGo(t, "app", fenced(twin, "go")[0])
	for name, want := range map[string]string{
		"tokenEndpoint": `"https://YOUR_TENANT.id.example.com/token"`, "Scopes": `"a b"`, "refreshShare": "0.2", "refreshAtLeast": "60000000000",
		"clockTolerance": "30000000000", "requestTimeout": "7000000000", "retryAttempts": "4", "retryBase": "500000000",
	} {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok || c.Val().Kind() == constant.Unknown || c.Val().ExactString() != want && c.Val().String() != want {
			t.Errorf("%s is %v, wanted %s", name, c, want)
		}
	}
	for _, want := range []string{"case \"invalid_grant\":\n\t\treturn \"reauthenticate\"", "[]int{429, 503}", "after 8 minutes", "| 7 seconds |",
		"[`invalid_grant`](../errors/invalid_grant.md) | Start a new authorization with the user. | 400<br/>`invalid_grant` |"} {
		if !strings.Contains(twin, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(twin, "retryCap") {
		t.Error("the code has a longest wait, of which the policy says nothing")
	}
	page := file(t, files, "clients/app.html")
	if !strings.Contains(page, `data-at="policy.yaml:18:`) || !strings.Contains(page, "How it refreshes") {
		t.Errorf("the time-out of the variant has no place")
	}
}

// What a policy does not state is said not to be, in the code too.
func TestSilenceInExamples(t *testing.T) {
	client := "{type: confidential, platform: server, grants: [client_credentials]}"
	twin := file(t, build(t, policy(t, guidePolicy(client, "client_credentials", "none", "/token", "")), site.Inputs{}), "clients/app.md")
	for _, want := range []string{"// client_strategy.retry.attempts (not specified)", "// client_strategy.request_timeout (not specified)", "// validation.clock_skew (not specified)"} {
		if !strings.Contains(twin, want) {
			t.Errorf("the code lacks %q", want)
		}
	}
	if strings.Contains(twin, "How it refreshes") {
		t.Error("a policy without a client strategy has a section about it")
	}
}

// Texts of a policy are literals and comments in the code, and nothing else: the block has the parts that it has with
// plain texts, and there is one of it.
func TestHostileTextsInExamples(t *testing.T) {
	write := func(h string) string {
		q := escape.YAML(h)
		return guidePolicy("{type: public, platform: desktop, grants: [refresh_token], auth: {own: "+q+"}, storage: {access: {in: {own: "+q+"}}}, scopes: [s]}",
			"refresh_token", "none", escape.YAML("https://id.example.com/"+h), "scopes: {s: {description: "+q+"}}\nclient_strategy: {coordination: {own: "+escape.YAML("w"+h)+"}}\n")
	}
	_, plain := checkedGo(t, "plain", fenced(file(t, build(t, policy(t, write("word")), site.Inputs{}), "clients/app.md"), "go")[0])
	want, seen := shape(plain), 0
	for _, h := range hostile.Texts() {
		source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(write(h.Text))}}, "policy.yaml")
		if source == nil || findings.Count(diag.Error) > 0 {
			continue
		}
		doc, more := specs.Parse(source)
		if more.Count(diag.Error) > 0 || specs.Link(doc, source).Count(diag.Error) > 0 {
			continue // the format refuses it
		}
		blocks := fenced(file(t, build(t, book.New(specs.Resolve(doc, source, specs.Date{}), nil), site.Inputs{}), "clients/app.md"), "go")
		if len(blocks) != 1 {
			t.Errorf("%s: %d blocks of Go", h.Name, len(blocks))
			continue
		}
		seen++
		if _, got := checkedGo(t, h.Name, blocks[0]); got != nil {
			if d := cmp.Diff(want, shape(got)); d != "" {
				t.Errorf("%s: other code than with plain texts: %s", h.Name, d)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d texts were tried", seen)
	}
}

// shape is what a file consists of, without its comments and what its literals say.
func shape(f *ast.File) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		switch v := n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.Ident:
			out = append(out, v.Name)
		default:
			out = append(out, fmt.Sprintf("%T", n))
		}
		return true
	})
	return out
}
