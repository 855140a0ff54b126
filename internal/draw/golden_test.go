// This file keeps the promise that pictures change only when somebody means
// them to: by our code or by an update of D2, whose inner parts we lean on.
// TOKENBOOK_UPDATE=1 writes the files anew; look at the pictures then, and raise
// layoutVersion.
package draw

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGolden(t *testing.T) {
	for _, m := range []Model{refreshSequence(), codeSequence(), familyMachine(), accessMachine()} {
		svg, err := NewRenderer(nil).SVG(m, Inline)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, line := range m.Text() {
			fmt.Fprintf(&text, "%s%s\n", strings.Repeat("  ", line.Depth), line.Text)
		}
		for ext, got := range map[string]string{
			"svg": strings.ReplaceAll(string(svg), "><", ">\n<") + "\n", "d2": m.D2(), "mmd": m.Mermaid(), "txt": text.String(),
		} {
			checkGolden(t, m.head().id+"."+ext, got)
		}
	}
	checkGolden(t, "style.css", strings.ReplaceAll(StyleSheet(), "}", "}\n"))
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("TOKENBOOK_UPDATE") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}
