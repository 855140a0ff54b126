package site

import (
	"fmt"
	"go/format"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"text/template"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
	"github.com/tokenbook/tokenbook/templates"
)

// guides are the worked examples. A new one is a file in templates/guides and one entry here.
var guides = []guide{
	{name: "cookie", language: tsCode, title: "In the page", needs: needsNothing, fits: behindBackend},
	{name: "typescript", language: tsCode, title: "In the backend", needs: needsRenewal, fits: func(c *specs.Client) bool {
		return behindBackend(c) || c.Platform.Or("") == specs.PlatformServer && (c.Architecture.IsSet() || written(c, "typescript")) && !inOther(c, "typescript")
	}},
	{name: "typescript", language: tsCode, title: "In the browser", needs: needsRenewal, fits: func(c *specs.Client) bool { return inBrowser(c) && !behindBackend(c) }},
	{name: "swift", language: swiftCode, title: "In the app", needs: needsRenewal, fits: func(c *specs.Client) bool { return c.Platform.Or("") == specs.PlatformMobile }},
	{name: "go", language: goCode, title: "In the program", needs: needsRenewal, fits: func(c *specs.Client) bool {
		if inOther(c, "go") {
			return false
		}
		platform := c.Platform.Or("")
		if platform == "" { // who can keep a secret runs on a server (RFC 6749, section 2.1)
			return c.Type.Or("") == specs.ClientConfidential
		}
		return !inBrowser(c) && platform != specs.PlatformMobile &&
			(platform != specs.PlatformServer || written(c, "go") || !c.Architecture.IsSet() && !written(c, "typescript"))
	}},
	{name: "python", language: pythonCode, title: "In the program", needs: needsRenewal, fits: programIn("python")},
	{name: "java", language: javaCode, title: "In the program", needs: needsRenewal, fits: programIn("java")},
}

// guide is a worked example for some clients.
type guide struct {
	// name is the file templates/guides/NAME.tmpl, title the heading above the code.
	name, title string
	language    *guideLanguage
	needs       guideNeed
	fits        func(c *specs.Client) bool
}

// guideNeed is what must be known of a client before an example can be written for it.
type guideNeed int

const (
	needsNothing guideNeed = iota
	needsRenewal           // a token endpoint, and a grant that gives a new token without the user
)

// guideLanguage is how figures of a policy are written in the language of an example.
type guideLanguage struct {
	fence  string
	escape *escape.Language
	time   func(d specs.Duration) string
	tidy   func(code []byte) ([]byte, error)
}

var (
	goCode = &guideLanguage{fence: "go", escape: escape.Go, time: goTime, tidy: format.Source}
	tsCode = &guideLanguage{fence: "ts", escape: escape.TypeScript, tidy: asWritten,
		time: func(d specs.Duration) string { return itoa(int(d / millisecond)) }}
	swiftCode  = &guideLanguage{fence: "swift", escape: escape.Swift, tidy: asWritten, time: inSeconds}
	pythonCode = &guideLanguage{fence: "python", escape: escape.Python, tidy: asWritten, time: inSeconds}
	javaCode   = &guideLanguage{fence: "java", escape: escape.Java, tidy: asWritten,
		time: func(d specs.Duration) string { return "Duration.ofMillis(" + itoa(int(d/millisecond)) + "L)" }}
)

// millisecond is the smallest time that a policy can state.
const millisecond = specs.Duration(1e6)

// inSeconds writes a time in seconds, with what is left of one as a decimal fraction.
func inSeconds(d specs.Duration) string { return decimals(float64(d) / float64(1000*millisecond)) }

func asWritten(code []byte) ([]byte, error) { return code, nil }

// goTime writes a time as Go does, in the largest unit that has no remainder.
func goTime(d specs.Duration) string {
	for _, u := range []struct {
		size specs.Duration
		name string
	}{{3600e9, "time.Hour"}, {60e9, "time.Minute"}, {1e9, "time.Second"}} {
		if d != 0 && d%u.size == 0 {
			return itoa(int(d/u.size)) + " * " + u.name
		}
	}
	return itoa(int(d/millisecond)) + " * time.Millisecond"
}

// inBrowser reports whether a client's own code runs in a browser.
func inBrowser(c *specs.Client) bool {
	p := c.Platform.Or("")
	return p == specs.PlatformBrowser || p == specs.PlatformExtension
}

// behindBackend reports whether a client in a browser leaves its tokens to a backend: it says so, or it keeps a secret,
// which no page can.
func behindBackend(c *specs.Client) bool {
	if c.Architecture.IsSet() {
		return inBrowser(c) && c.Architecture.V != specs.ArchitectureBrowserOnly
	}
	return inBrowser(c) && c.Type.Or("") == specs.ClientConfidential
}

// written reports whether the policy's own worked example for a client is in a language: go-web is in Go.
func written(c *specs.Client, language string) bool {
	return strings.HasPrefix(c.Example.Or(""), language+"-")
}

// inOther reports whether the policy's own worked example for a client is in another language that there is a guide in.
func inOther(c *specs.Client, language string) bool {
	return slices.ContainsFunc([]string{"go", "typescript", "python", "java"}, func(l string) bool { return l != language && written(c, l) })
}

// programIn fits clients that are no page and no app and whose worked example is in a language.
func programIn(language string) func(c *specs.Client) bool {
	return func(c *specs.Client) bool {
		return written(c, language) && !inBrowser(c) && c.Platform.Or("") != specs.PlatformMobile
	}
}

// codeText is text of a programming language. The template of an example can print nothing else.
type codeText string

// guideTemplates are the templates, parsed once, with the check that they print code alone.
var guideTemplates = sync.OnceValues(func() (*template.Template, error) {
	names, err := fs.Glob(templates.Guides, "guides/*.tmpl")
	if err != nil {
		return nil, err
	}
	root := template.New("guides").Funcs(goCode.functions())
	for _, path := range names {
		text, err := fs.ReadFile(templates.Guides, path)
		if err != nil {
			return nil, err
		}
		if _, err := root.New(strings.TrimSuffix(strings.TrimPrefix(path, "guides/"), ".tmpl")).Parse(string(text)); err != nil {
			return nil, fmt.Errorf("template %s: %w", path, err)
		}
	}
	for _, t := range root.Templates() {
		if t.Tree != nil {
			escapeActions(t.Root)
		}
	}
	return root, nil
})

// functions are what a template can call: each makes code of a figure or a text.
func (l *guideLanguage) functions() template.FuncMap {
	return template.FuncMap{
		escapeFunc: func(v any) (codeText, error) {
			if c, ok := v.(codeText); ok {
				return c, nil
			}
			return "", fmt.Errorf("a guide prints %T; only code can be printed", v)
		},
		"text":   func(s string) codeText { return codeText(l.escape.String(s)) },
		"note":   func(indent, s string) codeText { return codeText(l.escape.Comment(indent, s)) },
		"time":   func(d specs.Duration) codeText { return codeText(l.time(d)) },
		"number": func(n any) codeText { return codeText(numberText(n)) },
		"silent": func(stated bool) codeText {
			if stated {
				return ""
			}
			return " (not specified)"
		},
	}
}

func numberText(n any) string {
	if f, ok := n.(float64); ok {
		return decimals(f)
	}
	return fmt.Sprintf("%d", n)
}

// WorkedExample is the code of one guide, filled in for one client.
type WorkedExample struct {
	Title string
	Code  Markdown
}

// WorkedExamples are the examples for a client, in the order of the table; none where nothing is known of how it gets
// tokens.
func (v *View) WorkedExamples(client string) ([]WorkedExample, error) {
	f := v.figuresOf(client)
	var out []WorkedExample
	for i := range guides {
		g := &guides[i]
		if !g.fits(f.client) || g.needs == needsRenewal && !f.Renews() {
			continue
		}
		code, err := g.write(f)
		if err != nil {
			return nil, fmt.Errorf("guide %s for client %s: %w", g.name, client, err)
		}
		out = append(out, WorkedExample{Title: g.title + ", in " + g.language.escape.Name(), Code: Markdown(escape.MarkdownFence(g.language.fence, code))})
	}
	return out, nil
}

// write fills the template of a guide.
func (g *guide) write(f *guideFigures) (string, error) {
	shared, err := guideTemplates()
	if err != nil {
		return "", err
	}
	own, err := shared.Clone() // functions are bound by language
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := own.Funcs(g.language.functions()).ExecuteTemplate(&out, g.name, f); err != nil {
		return "", err
	}
	code, err := g.language.tidy([]byte(out.String()))
	return string(code), err
}
