package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/templates"
)

// newPipeline is a pipeline to be written into a repository.
type newPipeline struct {
	templates.Pipeline
	top       string // the top of the repository
	policy    string // the policy, from there, with slashes
	hasPolicy bool   // the policy is there already
}

func pipelineNames() []string {
	var out []string
	for _, p := range templates.Pipelines() {
		out = append(out, p.Name)
	}
	return out
}

// pipelineFor prepares the pipeline of a host for the policy in a folder; nil where no host is named. Nothing is written, so
// that what stands in the way is said before anything is.
func pipelineFor(host, dir string) (*newPipeline, error) {
	if host == "" {
		return nil, nil
	}
	all := templates.Pipelines()
	at := slices.IndexFunc(all, func(p templates.Pipeline) bool { return p.Name == host })
	if at < 0 {
		return nil, usageError{fmt.Errorf("--ci: there is no pipeline for %q; write %s", host, diag.OneOf(pipelineNames()))}
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p := &newPipeline{Pipeline: all[at], top: repositoryOf(full)}
	policy := filepath.Join(full, defaultPolicy)
	inside, err := filepath.Rel(p.top, policy)
	if err != nil {
		return nil, err
	}
	p.policy = filepath.ToSlash(inside)
	if _, err := os.Lstat(policy); err == nil {
		p.hasPolicy = true
	}
	if _, err := os.Lstat(p.file(p.Path)); err == nil {
		return nil, fmt.Errorf("%s exists already; nothing was written", shownPath(p.file(p.Path)))
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s cannot be looked at: %w", shownPath(p.file(p.Path)), unwrapPath(err))
	}
	return p, nil
}

// repositoryOf is the folder that holds a folder and has the data of git; the folder itself where none has.
func repositoryOf(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if filepath.Dir(at) == at {
			return dir
		}
	}
}

func (p *newPipeline) file(path string) string { return filepath.Join(p.top, filepath.FromSlash(path)) }

// gitAttributes is the file beside the policy that tells git about it.
const gitAttributes = ".gitattributes"

// write writes the pipeline, what names it, and what git has to know of policies, each where there is nothing of that name.
func (p *newPipeline) write(world World) error {
	if err := p.attributes(world); err != nil {
		return err
	}
	text := strings.Replace(p.Text, templates.PipelinePolicy, escape.YAML(p.policy), 1)
	if err := p.put(world, p.Path, text); err != nil || p.IncludedBy == "" {
		return err
	}
	if _, err := os.Lstat(p.file(p.IncludedBy)); err == nil {
		fmt.Fprintf(world.Stdout, "%s is yours; add to it:\n%s", shownPath(p.file(p.IncludedBy)), p.Including)
		return nil
	}
	return p.put(world, p.IncludedBy, p.Including)
}

func (p *newPipeline) attributes(world World) error {
	at := path.Join(path.Dir(p.policy), gitAttributes)
	if _, err := os.Lstat(p.file(at)); err != nil {
		return p.put(world, at, string(templates.GitAttributes))
	}
	have := map[string]bool{}
	if data, err := readBounded(p.file(at)); err == nil { // what cannot be read is taken for empty: the lines only help
		for line := range strings.Lines(string(data)) {
			have[strings.Join(strings.Fields(line), " ")] = true
		}
	}
	var missing strings.Builder
	for line := range strings.Lines(string(templates.GitAttributes)) {
		if !strings.HasPrefix(line, "#") && !have[strings.Join(strings.Fields(line), " ")] {
			missing.WriteString(line)
		}
	}
	if missing.Len() > 0 {
		fmt.Fprintf(world.Stdout, "%s is yours; this helps git with policies:\n%s", shownPath(p.file(at)), missing.String())
	}
	return nil
}

func (p *newPipeline) put(world World, file, text string) error {
	name := p.file(file)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("%s cannot be made: %w", shownPath(filepath.Dir(name)), unwrapPath(err))
	}
	if err := output.WriteFile(name, []byte(text)); err != nil {
		return err
	}
	fmt.Fprintf(world.Stdout, "wrote %s\n", shownPath(name))
	return nil
}
