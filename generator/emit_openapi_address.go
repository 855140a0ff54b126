package generator

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

var (
	mailbox      = regexp.MustCompile(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	pathVariable = regexp.MustCompile(`\{([A-Za-z0-9_.-]+)\}`)
	wholeAddress = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)([^?#]*)`)
)

// serverDescription names the issuer and the environments that it serves.
func (a *api) serverDescription() string {
	text := "Issuer " + a.issuerTitle()
	if len(a.environments) > 0 {
		text += " (" + strings.Join(a.environments, ", ") + ")"
	}
	return escape.MarkdownText(text)
}

// server is a server object for an address that may hold variables.
func (a *api) server(address, description string) *contract.Object {
	variables := new(contract.Object)
	for _, m := range pathVariable.FindAllStringSubmatch(address, -1) {
		name := m[1]
		v := new(contract.Object)
		declared := a.issuer.Variables.Get(name)
		if declared != nil {
			v.Fill("enum", contract.Of(choicesOf(declared)...))
		}
		v.Set("default", a.variable(name))
		if declared != nil && declared.Per.V != "" { // not in the variable: an early schema of OpenAPI 3.1 misspells the member
			description = strings.TrimSpace(description + " " + escape.MarkdownText("("+name+": one per "+declared.Per.V+")"))
		}
		variables.Set(name, v)
	}
	return new(contract.Object).Set("url", address).Fill("description", description).Fill("variables", variables)
}

// variable is a value for a variable of an address: its example, its first value, or its name.
func (a *api) variable(name string) string {
	v := a.issuer.Variables.Get(name)
	if v == nil {
		return name
	}
	values := choicesOf(v)
	if v.Example.IsSet() && v.Example.V != "" && (len(values) == 0 || slices.Contains(values, v.Example.V)) {
		return v.Example.V
	}
	if len(values) > 0 {
		return values[0]
	}
	return name
}

// choicesOf are the values that a variable can take; an empty one would not be a part of an address.
func choicesOf(v *specs.URLVariable) []string {
	return slices.DeleteFunc(specs.Plain(v.Values), func(s string) bool { return s == "" })
}

// filled is an address with its variables filled in, for samples.
func (a *api) filled(address string) string {
	return pathVariable.ReplaceAllStringFunc(address, func(m string) string {
		return escape.URLPart(a.variable(m[1 : len(m)-1]))
	})
}

// sampleBase is the issuer's address with its variables filled in.
func (a *api) sampleBase() string { return a.filled(a.base) }

// address is where an endpoint is: a server where it is not the issuer's, a path, and parameters that are part of
// the address.
type address struct {
	server string
	path   string
	query  [][2]string
}

func (a *api) address(path specs.Path) address {
	text := string(path)
	if rest, below := strings.CutPrefix(text, a.base+"/"); below {
		text = "/" + rest
	}
	var out address
	text, _, _ = strings.Cut(text, "#")
	text, query, _ := strings.Cut(text, "?")
	if m := wholeAddress.FindStringSubmatch(text); m != nil {
		out.server, text = m[1], m[2]
	} else if !strings.HasPrefix(text, "/") { // an address without a host, such as urn:…
		out.server, text = text, ""
	}
	out.path = cleanPath(text)
	for _, pair := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = unescapeQuery(name); name != "" {
			out.query = append(out.query, [2]string{name, unescapeQuery(value)})
		}
	}
	return out
}

func unescapeQuery(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// cleanPath makes a path that OpenAPI takes: braces stand around names of variables only, each name once.
func cleanPath(path string) string {
	if path == "" {
		return "/"
	}
	var b strings.Builder
	var seen []string
	rest := path
	stray := strings.NewReplacer("{", "%7B", "}", "%7D")
	for {
		m := pathVariable.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		b.WriteString(stray.Replace(rest[:m[0]]))
		name := rest[m[2]:m[3]]
		if slices.Contains(seen, name) {
			b.WriteString(stray.Replace(rest[m[0]:m[1]]))
		} else {
			seen = append(seen, name)
			b.WriteString(rest[m[0]:m[1]])
		}
		rest = rest[m[1]:]
	}
	b.WriteString(stray.Replace(rest))
	return b.String()
}

// pathNames are the variables of a path.
func pathNames(path string) []string {
	var out []string
	for _, m := range pathVariable.FindAllStringSubmatch(path, -1) {
		out = append(out, m[1])
	}
	return out
}

// claim gives an operation its path and server, or reports that nothing is free for it. Paths that differ only in the
// names of their variables are one path to OpenAPI, so that the first name stays. Where another operation has path
// and method already, the first parts of the path move to the server until the rest is free: the address is the same.
func (a *api) claim(at *address, method string) (free bool) {
	for {
		blank := pathVariable.ReplaceAllString(at.path, "{}")
		if known, taken := a.addresses[blank]; taken {
			at.path = known
		}
		if !a.paths.Object(at.path).Has(method) {
			a.addresses[blank] = at.path
			return true
		}
		next := strings.IndexByte(at.path[1:], '/')
		if next < 0 || next+2 >= len(at.path) {
			return false
		}
		if at.server == "" {
			at.server = a.base
		}
		at.server, at.path = at.server+at.path[:next+1], at.path[next+1:]
	}
}
