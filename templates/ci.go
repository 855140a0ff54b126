package templates

import "embed"

// The pipelines of other people: each is complete, for a policy that is called policy.yaml at the top of a repository.
//
//go:embed ci/*.yml
var pipelineFiles embed.FS

// GitAttributes is the file that tells git how to show and merge the policies in its folder.
//
//go:embed ci/gitattributes
var GitAttributes []byte

// PipelinePolicy is how pipelines write the name of the policy, in quotes.
const PipelinePolicy = `"policy.yaml"`

// Pipeline is what checks a policy on a host of repositories.
type Pipeline struct {
	// Name is the name of the host, such as github.
	Name string
	// Path is where the host looks for the file, from the top of a repository.
	Path string
	// Text is the file.
	Text string
	// IncludedBy is the file that has to name it, with the text of one that does; both are empty where none has to.
	IncludedBy, Including string
}

// Pipelines are the hosts that `init --ci` writes for.
func Pipelines() []Pipeline {
	out := []Pipeline{
		{Name: "github", Path: ".github/workflows/tokenbook.yml"},
		{Name: "gitlab", Path: ".gitlab/tokenbook.yml", IncludedBy: ".gitlab-ci.yml", Including: "include:\n  - local: .gitlab/tokenbook.yml\n"},
	}
	for i := range out {
		text, err := pipelineFiles.ReadFile("ci/" + out[i].Name + ".yml")
		if err != nil {
			continue // a missing file fails the test that reads them all
		}
		out[i].Text = string(text)
	}
	return out
}
