// These tests keep the promise that a fault in a policy is reported once, at its place, with the setting, what was
// written and what would do. Whole messages are compared, for they are what authors read.
package specs

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// whole is a fragment of a policy with the head that it needs.
func whole(fragment string) string {
	switch {
	case strings.HasPrefix(fragment, "tokenbook:"), strings.HasPrefix(fragment, "-"), strings.HasPrefix(fragment, "just"):
		return fragment
	case strings.HasPrefix(fragment, "tokens:"):
		return head + fragment
	}
	return headTokens + fragment
}

// faults are the findings of a text, one a line, without the name of the file.
func faults(text string) string {
	_, findings := read(text)
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(strings.TrimPrefix(f.String(), "policy.yaml:") + "\n")
	}
	return b.String()
}

// TestFaults reads testdata/faults.txt: fragments of policies, each with the findings that it leads to. Lines are
// counted with the head of two lines, or three where the fragment has no tokens.
func TestFaults(t *testing.T) {
	const name, between, end = "testdata/faults.txt", "\n=>\n", "\n%%\n"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	cases := strings.Split(strings.TrimSuffix(string(data), end), end)
	for _, c := range cases {
		fragment, want, ok := strings.Cut(c+"\n", between)
		if !ok {
			t.Fatalf("a case without findings: %q", c)
		}
		got := faults(whole(fragment))
		out.WriteString(fragment + between + got + "%%\n")
		if update() {
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", fragment, diff)
		}
		if got == "" {
			t.Errorf("no fault is found in %s", fragment)
		}
	}
	if update() {
		golden(t, name, []byte(out.String()))
	}
	if len(cases) < 80 {
		t.Errorf("only %d cases", len(cases))
	}
}
