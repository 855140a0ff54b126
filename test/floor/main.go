// Floor compares what a build of a policy costs with the least that any program on the same libraries would pay for it:
// reading the policy as YAML, turning the Markdown of the same pages into HTML, loading and validating the same
// contracts, compiling the text of the same diagrams without drawing them, and writing the same bytes. Processor time is
// compared with processor time of the same machine and moment, never with the clock.
//
//	go run ./test/floor -tokenbook bin/tokenbook -policy examples/acme/policy.yaml -most 6
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"gopkg.in/yaml.v3"
	"oss.terrastruct.com/d2/d2compiler"
)

func main() {
	program := flag.String("tokenbook", "", "the program to judge")
	policy := flag.String("policy", "", "the policy that it builds")
	most := flag.Float64("most", 6, "how many times the floor it may cost")
	runs := flag.Int("runs", 5, "how often each is run; the best run counts")
	floor := flag.String("floor", "", "be the floor: the output of a build, to be made anew")
	to := flag.String("to", "", "with -floor: the folder to write")
	flag.Parse()
	err := errors.New("name -tokenbook and -policy")
	switch {
	case *floor != "":
		err = least(*policy, *floor, *to)
	case *program != "" && *policy != "":
		err = compare(*program, *policy, *most, *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

// compare runs both and fails where the ratio is too high.
func compare(program, policy string, most float64, runs int) error {
	dir, err := os.MkdirTemp("", "tokenbook-floor")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	n := 0
	fresh := func() string { n++; return filepath.Join(dir, fmt.Sprint(n)) }
	built := fresh()
	if _, err := cost(program, "build", "-q", policy, "-o", built); err != nil {
		return err
	}
	build, floor := time.Hour, time.Hour
	for range runs { // in turn, so that both meet the same moments
		spent, err := cost(program, "build", "-q", policy, "-o", fresh())
		if err != nil {
			return err
		}
		build = min(build, spent)
		if spent, err = cost(self, "-floor", built, "-policy", policy, "-to", fresh()); err != nil {
			return err
		}
		floor = min(floor, spent)
	}
	ratio := float64(build) / float64(floor)
	fmt.Printf("build %d ms, floor %d ms of processor time: %.1f times; at most %.1f\n", build.Milliseconds(), floor.Milliseconds(), ratio, most)
	if ratio > most {
		return errors.New("the build costs too much")
	}
	return nil
}

// cost is the processor time of one run.
func cost(name string, args ...string) (time.Duration, error) {
	c := exec.Command(name, args...)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", name, err, said.String())
	}
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime(), nil
}

// least does what no program could leave out.
func least(policy, built, to string) error {
	sources, err := filepath.Glob(filepath.Join(filepath.Dir(policy), "*.yaml"))
	if err != nil {
		return err
	}
	for _, name := range sources {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(data, &doc); err != nil {
			return err
		}
	}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	return filepath.WalkDir(built, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(built, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch {
		case strings.HasSuffix(name, ".md"):
			var page bytes.Buffer
			err = markdown.Convert(data, &page)
		case strings.HasSuffix(name, ".d2"):
			_, _, err = d2compiler.Compile(name, bytes.NewReader(data), nil)
		case strings.HasPrefix(filepath.ToSlash(rel), "openapi/"):
			err = validate(data)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// validate loads a contract and checks it.
func validate(data []byte) error {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return err
	}
	return doc.Validate(loader.Context)
}
