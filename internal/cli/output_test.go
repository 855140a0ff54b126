// Keeps the promise that a result which does not arrive is not called fine, and that only a terminal gets colours.
package cli_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestResultsThatDoNotArrive(t *testing.T) {
	const acme = "../../examples/acme/policy.yaml"
	for _, args := range [][]string{
		{"check", acme}, {"check", acme, "-f", "json"}, {"check", acme, "-f", "junit"}, {"explain", "tokens", "-p", acme}, {"explain", "tokens.*.lifetime", "-p", acme},
		{"explain", "LIFE002"}, {"explain", "races", "-p", acme}, {"explain", "exposure", "-p", acme}, {"explain", "error", "-p", acme},
		{"rules"}, {"schema"}, {"version"}, {"--version"}, {"init", "--list"}, {"help"}, {"completion", "bash"},
	} {
		var stderr bytes.Buffer
		if code := cli.Run(args, world(full{}, &stderr)); code != 3 || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%v ended with %d and says %q", args, code, stderr.String())
		}
	}
}

func TestColours(t *testing.T) {
	for _, c := range []struct {
		name     string
		terminal bool
		env      map[string]string
		coloured bool
	}{
		{"a terminal", true, nil, true},
		{"a pipe", false, nil, false},
		{"a terminal that wants none", true, map[string]string{"NO_COLOR": "1"}, false},
		{"NO_COLOR without a value", true, map[string]string{"NO_COLOR": ""}, true},
		{"a dumb terminal", true, map[string]string{"TERM": "dumb"}, false},
		{"a pipe that wants them", false, map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"forced and refused", false, map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{"not forced", false, map[string]string{"CLICOLOR_FORCE": "0"}, false},
	} {
		var stdout bytes.Buffer
		w := world(&stdout, io.Discard)
		w.Terminal = func(stream io.Writer) bool { return c.terminal && stream == io.Writer(&stdout) }
		w.Getenv = func(name string) string { return c.env[name] }
		if code := cli.Run([]string{"explain", "LIFE002"}, w); code != 0 || strings.Contains(stdout.String(), "\x1b[") != c.coloured {
			t.Errorf("%s: ended with %d: %.60q", c.name, code, stdout.String())
		}
	}
}
