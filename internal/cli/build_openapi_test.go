package cli_test

// Promise: --openapi 3.0 adds the contracts in that version and changes nothing else but the lists of files; without it
// there are none, and a build without it takes them away again.

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenAPIFlag(t *testing.T) {
	policy := filepath.Join("..", "..", "examples", "minimal", "policy.yaml")
	out := filepath.Join(t.TempDir(), "out")
	if code, _, stderr := commanded("build", policy, "-o", out, "--openapi", "2.0"); code != 2 || !strings.Contains(stderr, "3.1 or 3.0") {
		t.Errorf("an unknown version ended with %d: %s", code, stderr)
	}
	build := func(flags ...string) map[string][]byte {
		t.Helper()
		if code, _, stderr := commanded(append([]string{"build", policy, "-o", out}, flags...)...); code != 0 {
			t.Fatal(stderr)
		}
		return tree(t, out)
	}
	const newer, older = "openapi/main.yaml", "openapi/main.oas30.yaml"
	plain, both := build(), build("--openapi", "3.0")
	if !bytes.Contains(both[older], []byte("\nopenapi: \"3.0.3\"\n")) || both["openapi/main.resource-server.oas30.yaml"] == nil {
		t.Error("there is no contract in version 3.0.3")
	}
	for name, data := range plain {
		if strings.HasPrefix(name, "openapi/") && !bytes.Equal(data, both[name]) {
			t.Errorf("%s is another with the flag", name)
		}
	}
	if !bytes.Contains(plain[newer], []byte("\nopenapi: \"3.1.0\"\n")) {
		t.Error("there is no contract in version 3.1")
	}
	if again := build("--openapi", "3.1"); again[older] != nil || len(again) != len(plain) {
		t.Errorf("%d files after a build without the flag, %d before", len(again), len(plain))
	}
}
