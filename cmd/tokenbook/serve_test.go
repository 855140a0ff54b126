//go:build unix

// Keeps the promise that Ctrl-C ends a preview in good order, with a browser listening.
package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestServeEndsByCtrlC(t *testing.T) {
	path, err := exec.LookPath("tokenbook")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), path, "serve", filepath.Join("..", "..", "examples", "minimal", "policy.yaml"), "--port", "0")
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = command.Process.Kill() })
	defer late.Stop()
	lines := bufio.NewReader(out)
	said := ""
	for range 2 { // the address, the first build
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %q", err, said)
		}
		said += line
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/`).FindString(said)
	for at, want := range map[string]string{"site/index.html": "A minimal token policy", "policy.json": `"minimal"`} {
		response, err := http.Get(address + at)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%s: %v %.200s", at, err, body)
		}
	}
	listening, err := http.Get(address + "-/events?page=site/index.html")
	if err != nil {
		t.Fatal(err)
	}
	defer listening.Body.Close()
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("Ctrl-C ends the preview with %v", err)
	}
}
