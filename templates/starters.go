package templates

import (
	"embed"
	"strings"
)

// Each starter is a policy that builds as it is. Its second line says what it is for.
//
//go:embed starters/*.yaml
var starterFiles embed.FS

// Starter is a policy to start from.
type Starter struct {
	Name  string
	About string // one line
	Text  []byte
}

// starterNames are the starters, the simplest first.
var starterNames = []string{"minimal", "spa-bff", "mobile", "machine-to-machine"}

// Starters are the policies that `init` offers.
func Starters() []Starter {
	var out []Starter
	for _, name := range starterNames {
		text, err := starterFiles.ReadFile("starters/" + name + ".yaml")
		if err != nil {
			continue // a missing file fails the test that reads them all
		}
		lines := strings.SplitN(string(text), "\n", 3)
		out = append(out, Starter{Name: name, About: strings.TrimPrefix(lines[1], "# "), Text: text})
	}
	return out
}
