// The promise: policy text in a diagram, a terminal, a copied command or a file name is only text.
package escape_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

var mermaidReference = regexp.MustCompile(`#\d+;`)

func checkMermaid(t testing.TB, s string) {
	t.Helper()
	out := escape.Mermaid(s)
	got := mermaidReference.ReplaceAllStringFunc(strings.ReplaceAll(out, "<br/>", "\n"), func(ref string) string {
		n, err := strconv.Atoi(ref[1 : len(ref)-1])
		if err != nil {
			t.Fatal(err)
		}
		return string(rune(n))
	})
	if want := strings.ReplaceAll(shownText(s), "\t", " "); got != want {
		t.Errorf("Mermaid(%.200q) reads back as %.200q", s, got)
	}
	bare := mermaidReference.ReplaceAllString(strings.ReplaceAll(out, "<br/>", ""), "")
	if i := strings.IndexAny(bare, "#;:%<>{}[]()\"`$@&|=+*~\\^\n"); i >= 0 || strings.Contains(out, "--") || out == "end" {
		t.Errorf("Mermaid(%.200q) leaves syntax in %.200q", s, out)
	}
}

func TestMermaid(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkMermaid(t, h.Text)
	}
	for in, want := range map[string]string{
		"a; b": "a#59; b", "#1": "#35;1", "end": "#101;nd", "the end": "the end", "a\nb": "a<br/>b", "wrap: x": "wrap#58; x",
		"a-b": "a-b", "a->>b": "a#45;#62;#62;b", "%%": "#37;#37;", "refresh_token": "refresh_token",
	} {
		if got := escape.Mermaid(in); got != want {
			t.Errorf("Mermaid(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzMermaid(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkMermaid(t, s) })
}

func TestShell(t *testing.T) {
	for _, h := range hostile.Texts() {
		out := escape.Shell(h.Text)
		// What the shell (POSIX 2.2) makes of it: quotes toggle, outside them only \' may stand.
		var got strings.Builder
		quoted := false
		for i := 0; i < len(out); i++ {
			switch {
			case out[i] == '\'':
				quoted = !quoted
			case !quoted && out[i] == '\\':
				i++
				got.WriteByte(out[i])
			case !quoted && strings.IndexByte(" \t\n|&;<>()$`\"*?[]#~=!{}^", out[i]) >= 0:
				t.Errorf("%s: the shell reads %q in %.200q", h.Name, out[i], out)
			default:
				got.WriteByte(out[i])
			}
		}
		if quoted || got.String() != escape.Terminal(h.Text) {
			t.Errorf("%s: the shell reads %.200q as %.200q", h.Name, out, got.String())
		}
	}
}

func TestTerminal(t *testing.T) {
	if got, want := escape.Terminal("\x1b[2Ja\r\nb\t\u202ec\u200b"), "␛[2Ja\nb\t\ufffdc\ufffd"; got != want {
		t.Errorf("Terminal gives %q, want %q", got, want)
	}
}

var fileName = regexp.MustCompile(`^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$`)

func TestFileName(t *testing.T) {
	for _, h := range hostile.Texts() {
		out := escape.FileName(h.Text)
		if !fileName.MatchString(out) || strings.Contains(out, "..") || len(out) > 101 {
			t.Errorf("%s: %q is no name for a file", h.Name, out)
		}
		if again := escape.FileName(out); again != out {
			t.Errorf("%s: %q becomes %q", h.Name, out, again)
		}
	}
	for in, want := range map[string]string{
		"CON": "con_", "con.x": "con_.x", "Lpt1": "lpt1_", "console": "console", "../../etc/passwd": "etc-passwd", "..": "unnamed", "": "unnamed",
		".bashrc": "bashrc", "a..b": "a.b", "a b": "a-b", "café": "cafu00e9", "refresh-token": "refresh-token", "a.": "a", "x\x00y": "x-y",
	} {
		if got := escape.FileName(in); got != want {
			t.Errorf("FileName(%q) = %q, want %q", in, got, want)
		}
	}
	long := strings.Repeat("x", 300)
	if a, b := escape.FileName(long), escape.FileName(long+"y"); a == b || len(a) != 100 {
		t.Errorf("long names meet or are long: %q, %q", a, b)
	}
}

func TestCollisions(t *testing.T) {
	names := []string{"b", "refresh-token", "refresh_token", "REFRESH_TOKEN", "a", "access", "Access", "access"}
	got := escape.Collisions(names, escape.FileName)
	want := []escape.Collision{{Form: "access", Names: []string{"access", "Access"}}, {Form: "refresh_token", Names: []string{"refresh_token", "REFRESH_TOKEN"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := escape.Collisions([]string{"a", "b"}, escape.FileName); got != nil {
		t.Errorf("no collisions, but %v", got)
	}
}

// A workflow command is one line; what a policy says can neither end it nor begin another.
func TestGitHubCommands(t *testing.T) {
	for _, h := range hostile.Texts() {
		data, property := escape.GitHubData(h.Text), escape.GitHubProperty(h.Text)
		if strings.ContainsAny(data, "\r\n") || strings.ContainsAny(property, "\r\n:,") {
			t.Errorf("%s: %q %q", h.Name, data, property)
		}
		undo := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
		if want := escape.Terminal(h.Text); undo.Replace(data) != want || undo.Replace(property) != want {
			t.Errorf("%s: does not read back as the text", h.Name)
		}
	}
}
