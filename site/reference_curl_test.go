// Promise: a sample request can be pasted. Whatever a policy calls its parameters, the command is one call of curl that
// reads no file but the certificate it names, runs nothing, and has placeholders where a caller's own values go.
package site

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// shellWords reads a command as a POSIX shell does (XCU, section 2.2), as far as quotes and line ends go; ok is false
// where anything stands there that the shell would act on.
func shellWords(text string) (words []string, ok bool) {
	text = strings.ReplaceAll(text, "\\\n", "")
	var word strings.Builder
	inWord := false
	for text != "" {
		c := text[0]
		text = text[1:]
		switch {
		case c == '\'':
			inner, rest, closed := strings.Cut(text, "'")
			if !closed {
				return nil, false
			}
			word.WriteString(inner)
			text, inWord = rest, true
		case c == '\\' && strings.HasPrefix(text, "'"):
			word.WriteByte('\'')
			text, inWord = text[1:], true
		case c == ' ':
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		case strings.IndexByte("_-./:,@%+", c) >= 0, c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			word.WriteByte(c)
			inWord = true
		default:
			return nil, false
		}
	}
	return append(words, word.String()), true
}

// curlOptions are the options that sample requests use; those with true take a word.
var curlOptions = map[string]bool{"--request": true, "--get": false, "--head": false, "--header": true, "--user": true, "--cert": true, "--key": true,
	"--data-urlencode": true, "--data-raw": true, "--form-string": true}

// checkCommand says what is wrong with a command.
func checkCommand(command string) string {
	words, ok := shellWords(command)
	if !ok || words[0] != "curl" {
		return "it is not one call of curl"
	}
	addresses := 0
	for i := 1; i < len(words); i++ {
		takes, known := curlOptions[words[i]]
		switch {
		case !known && strings.HasPrefix(words[i], "https://"), !known && strings.HasPrefix(words[i], "http://"):
			addresses++
			if strings.ContainsAny(words[i], "{}[]") {
				return "curl would expand the address"
			}
		case !known:
			return "the word " + words[i]
		case takes && i+1 == len(words):
			return words[i] + " without a value"
		case takes:
			i++
			name, _, named := strings.Cut(words[i], "=")
			switch words[i-1] {
			case "--header":
				if strings.HasPrefix(words[i], "@") || !strings.Contains(words[i], ": ") || strings.ContainsAny(words[i], "\r\n") {
					return "the header " + words[i]
				}
			case "--data-urlencode", "--form-string":
				if !named || strings.Contains(name, "@") {
					return "curl would read a file for " + words[i]
				}
			}
		}
	}
	if addresses != 1 {
		return "there is not one address"
	}
	return ""
}

func TestHostileCommands(t *testing.T) {
	methods := []string{"GET", "POST", "HEAD", "DELETE"}
	medias := []string{"application/x-www-form-urlencoded", "multipart/form-data", "application/json", "text/plain"}
	for i, h := range hostile.Texts() {
		s := h.Text
		schemes := []contract.Scheme{{Name: "a", Type: "http", Word: s}, {Name: "b", Type: "http", Word: "basic"}, {Name: "c", Type: "mutualTLS"}, {Name: "d", Type: "oauth2"},
			{Name: "e", Type: "apiKey", In: "header", Parameter: s}, {Name: "f", Type: "apiKey", In: "cookie", Parameter: s}, {Name: "g", Type: "apiKey", In: "query", Parameter: s}}
		way := contract.Way{}
		for _, scheme := range schemes {
			way = append(way, contract.Need{Scheme: scheme.Name})
		}
		o := &OperationView{API: &APIView{Contract: Contract{Reference: contract.Reference{Schemes: schemes}}}}
		o.Path, o.Security, o.Method = "/"+s+"/{"+s+"}", []contract.Way{way}, methods[i%len(methods)]
		if i%3 > 0 {
			o.Servers = []contract.Server{{URL: "https://{v}.example/" + s, Variables: []contract.Variable{{Name: "v", Default: s, Choices: []string{s}}}}}
		}
		for _, in := range []string{"path", "query", "header", "cookie"} {
			for _, fixed := range []string{"", s} {
				f := contract.Field{Name: s, In: in, Required: true}
				if fixed != "" {
					f.Name, f.Constraints = "X-Fixed", []contract.Constraint{{Words: "always", Values: []string{fixed}}}
				}
				o.Parameters = append(o.Parameters, f)
			}
		}
		content := &contract.Content{Media: medias[i%len(medias)]}
		form := &contract.Form{Fields: []contract.Field{{Name: "x", Constraints: []contract.Constraint{{Words: "one of", Values: []string{s, "y"}}}}}}
		value := new(contract.Object).Set(s, s).Set("x", s).Set("list", contract.Of(s, s)).Set("n", 3)
		for what, command := range map[string]string{"without a body": o.curl(nil, nil, nil, ""), "with a body": o.curl(content, form, value, ""), "with text": o.curl(content, form, s, s)} {
			if fault := checkCommand(command); fault != "" {
				t.Errorf("%s, %s: %s\n%q", h.Name, what, fault, command)
			}
		}
	}
}

func TestCommands(t *testing.T) {
	api := &APIView{Contract: Contract{Reference: contract.Reference{
		Servers: []contract.Server{{URL: "https://{tenant}.id.example/", Variables: []contract.Variable{{Name: "tenant", Default: "acme"}}}},
		Schemes: []contract.Scheme{{Name: "bearer", Type: "http", Word: "bearer"}}}}}
	operation := func(method, path string, params ...contract.Field) *OperationView {
		return &OperationView{API: api, Operation: contract.Operation{Method: method, Path: path, Parameters: params}}
	}
	signed := operation("DELETE", "/tokens/{id}", contract.Field{Name: "id", In: "path", Required: true}, contract.Field{Name: "force", In: "query", Required: true,
		Constraints: []contract.Constraint{{Words: "always", Values: []string{"yes & no"}}}})
	signed.Security = []contract.Way{{{Scheme: "bearer"}}, {}}
	form := &contract.Form{Fields: []contract.Field{{Name: "grant_type"}, {Name: "kind", Constraints: []contract.Constraint{{Words: "one of", Values: []string{"a", "b"}}}}}}
	body := new(contract.Object).Set("grant_type", "refresh_token").Set("refresh_token", "s3cret").Set("kind", "b").Set("resource", contract.Of("https://a", "https://b"))
	tree := new(contract.Object).Set("credentials", contract.Of("s3cret")).Set("deep", new(contract.Object).Set("n", 3).Set("on", true))
	for _, c := range []struct {
		name, got string
		want      []string
	}{
		{"get", operation("GET", "/authorize", contract.Field{Name: "client_id", In: "query", Required: true}, contract.Field{Name: "state", In: "query"},
			contract.Field{Name: "scope", In: "query", Required: true, Examples: []contract.Example{{Value: "a b"}}}).curl(nil, nil, nil, ""),
			[]string{"curl", "--get", "https://YOUR_TENANT.id.example/authorize", "--data-urlencode", "client_id=YOUR_CLIENT_ID", "--data-urlencode", "scope=a b"}},
		{"delete", signed.curl(nil, nil, nil, ""),
			[]string{"curl", "--request", "DELETE", "https://YOUR_TENANT.id.example/tokens/YOUR_ID?force=yes%20%26%20no", "--header", "Authorization: Bearer YOUR_TOKEN"}},
		{"form", operation("POST", "/token").curl(&contract.Content{Media: "application/x-www-form-urlencoded"}, form, body, ""),
			[]string{"curl", "--request", "POST", "https://YOUR_TENANT.id.example/token", "--data-urlencode", "grant_type=refresh_token", "--data-urlencode", "refresh_token=YOUR_REFRESH_TOKEN",
				"--data-urlencode", "kind=b", "--data-urlencode", "resource=https://a", "--data-urlencode", "resource=https://b"}},
		{"json", operation("POST", "/leak").curl(&contract.Content{Media: "application/json"}, &contract.Form{}, tree, ""),
			[]string{"curl", "--request", "POST", "https://YOUR_TENANT.id.example/leak", "--header", "Content-Type: application/json", "--data-raw",
				"{\n  \"credentials\": [\n    \"YOUR_CREDENTIALS\"\n  ],\n  \"deep\": {\n    \"n\": 3,\n    \"on\": true\n  }\n}"}},
	} {
		words, ok := shellWords(c.got)
		if d := cmp.Diff(c.want, words); d != "" || !ok {
			t.Errorf("%s: %s\n%s", c.name, c.got, d)
		}
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, "s3cret") }) {
			t.Errorf("%s: a value of the sample stands in the command: %s", c.name, c.got)
		}
	}
}

// A sample authenticates as the client of its example does, where the policy takes several ways.
func TestCommandsOfSeveralWays(t *testing.T) {
	o := &OperationView{API: &APIView{Contract: Contract{Reference: contract.Reference{Schemes: []contract.Scheme{
		{Name: "basic", Type: "http", Word: "basic"}, {Name: "certificate", Type: "mutualTLS"}}}}}}
	o.Method, o.Path, o.Servers = "POST", "/token", []contract.Server{{URL: "https://id.example"}}
	o.Security = []contract.Way{{{Scheme: "basic"}}, {{Scheme: "certificate"}}, {}}
	basic, certificate := []string{"--user", "YOUR_CLIENT_ID:YOUR_CLIENT_SECRET"}, []string{"--cert", "YOUR_CERTIFICATE.pem", "--key", "YOUR_KEY.pem"}
	for auth, want := range map[string][]string{"": basic, "client_secret_basic": basic, "tls_client_auth": certificate, "self_signed_tls_client_auth": certificate,
		"private_key_jwt": nil, "none": nil, "client_secret_post": nil} {
		words, ok := shellWords(o.curl(nil, nil, nil, auth))
		if d := cmp.Diff(want, words[4:], cmpopts.EquateEmpty()); d != "" || !ok {
			t.Errorf("%q: %s", auth, d)
		}
	}
	o.Security = o.Security[:1] // no way for it: the first
	if words, _ := shellWords(o.curl(nil, nil, nil, "private_key_jwt")); !slices.Contains(words, "--user") {
		t.Error("the only way is left out")
	}
}
