package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// exportEnum is a closed list of names.
type exportEnum struct {
	// Name is one word for one member, such as grant_type.
	Name string
	// About continues "<Name> is".
	About string
	// Wire says that the members are strings which are sent, stored or logged. Otherwise they are names of the policy,
	// and a language may number them.
	Wire    bool
	Members []exportMember
}

// exportMember is one of the names.
type exportMember struct {
	// Name is what the generated name is made of; Value is the string that stands for it.
	Name, Value string
	Note        exportNote
}

// enumSource is where the members of an enumeration stand in a policy.
type enumSource struct {
	name, about string
	wire        bool
	// paths are settings, with * for any name or place in a list. A path that ends in a key of a collection lists the
	// keys, else it lists values.
	paths []string
	keys  bool
	// value is the string on the wire, where it is not what the policy writes.
	value func(p *specs.Policy, name string) string
}

// exportedEnums are the enumerations that code gets. One line exports a list in every language. Those of errors are
// added by causes.
var exportedEnums = []enumSource{
	{name: "token", about: "a token type that is issued", paths: []string{"tokens.*"}, keys: true},
	{name: "client", about: "a client class that tokens are issued to", paths: []string{"clients.*"}, keys: true},
	{name: "environment", about: "one of the team's own deployments", paths: []string{"environments.*"}, keys: true},
	{name: "issuer", about: "an authorization server", paths: []string{"issuers.*"}, keys: true},
	{name: "endpoint", about: "an endpoint of an authorization server", paths: []string{"issuers.*.endpoints.*"}, keys: true},
	{name: "key_set", about: "a set of signing or encryption keys", paths: []string{"issuers.*.keys.*"}, keys: true},
	{name: "resource_server", about: "a service that accepts tokens", paths: []string{"resource_servers.*"}, keys: true},
	{name: "limit", about: "a rate limit or a limit on live things", paths: []string{"limits.*"}, keys: true},
	{name: "trigger", about: "an event that ends tokens", paths: []string{"revocation.triggers.*"}, keys: true},
	{name: "scope", about: "a scope that a client may ask for", wire: true, paths: []string{"scopes.*"}, keys: true},
	{name: "claim", about: "a claim that some token carries", wire: true, paths: []string{"tokens.*.claims.*"}, keys: true},
	{name: "acr_value", about: "an authentication context class, as the acr claim has it", wire: true, paths: []string{"acr_values.*"}, keys: true, value: acrOnWire},
	{name: "grant_type", about: "a grant type, as grant_type has it", wire: true, paths: []string{"clients.*.grants.*", "tokens.*.issued.*.grant"}, value: grantOnWire},
	{name: "algorithm", about: "a signature algorithm, as alg has it", wire: true, paths: []string{"issuers.*.keys.*.algorithms.*", "validation.algorithms.*", "validation.dpop.algorithms.*"}},
	{name: "event", about: "an event that is recorded", wire: true, paths: []string{"observability.events.*"}, keys: true},
	{name: "metric", about: "a metric", wire: true, paths: []string{"observability.metrics.*"}, keys: true, value: metricOnWire},
	{name: "redacted_field", about: "a field that is never written to a log", wire: true, paths: []string{"observability.logs.redact.*"}},
}

func acrOnWire(p *specs.Policy, name string) string {
	if acr := p.ACRValues.Get(name); acr != nil {
		return acr.Value.Or(name)
	}
	return name
}

func metricOnWire(p *specs.Policy, name string) string {
	if m := p.Observability.Metrics.Get(name); m != nil {
		return m.Name.Or(name)
	}
	return name
}

// grantOnWire is the value of grant_type; a grant that never reaches the token endpoint keeps its name.
func grantOnWire(_ *specs.Policy, name string) string {
	if g, ok := standard.GrantByKey(name); ok && g.URI != "" {
		return g.URI
	}
	return name
}

// enumerate collects the members of all enumerations, in the order in which the policy names them first.
func (c *constants) enumerate() {
	enums := make([]*exportEnum, len(exportedEnums))
	for i, source := range exportedEnums {
		enums[i] = &exportEnum{Name: source.name, About: source.about, Wire: source.wire}
	}
	for _, s := range c.settings {
		for i, source := range exportedEnums {
			if slices.ContainsFunc(source.paths, func(path string) bool { return matches(path, s.Segments) }) {
				c.addMember(enums[i], source, s)
			}
		}
	}
	for i, e := range enums {
		if len(e.Members) > 0 {
			c.Enums = append(c.Enums, e)
			continue
		}
		c.Absent = append(c.Absent, exportedEnums[i].paths...)
	}
}

func (c *constants) addMember(e *exportEnum, source enumSource, s *specs.Setting) {
	name, ok := s.Text()
	if source.keys {
		name, ok = s.Segments[len(s.Segments)-1], s.Mark.State == specs.Set || s.Mark.State == specs.Undecided
	}
	if !ok || e.has(name) {
		return
	}
	m := exportMember{Name: name, Value: name, Note: exportNote{Path: s.Path, Place: fileLine(s.Mark.At)}}
	if source.value != nil {
		m.Value = source.value(c.policy, name)
		if slices.ContainsFunc(e.Members, func(o exportMember) bool { return o.Value == m.Value }) {
			return // two names for what is one string on the wire
		}
	}
	if source.keys {
		if title, _, ok := c.policy.EffectiveText(s.Path+".title", nil); ok && title != "" {
			m.Note.About = title
		}
	}
	e.Members = append(e.Members, m)
}

func (e *exportEnum) has(name string) bool {
	return slices.ContainsFunc(e.Members, func(m exportMember) bool { return m.Name == name })
}

// matches reports whether the segments of a path are those of a pattern.
func matches(pattern string, segments []string) bool {
	for _, segment := range segments { // without splitting the pattern: it is held against every setting
		part, rest, more := strings.Cut(pattern, ".")
		if pattern == "" || part != "*" && part != segment {
			return false
		}
		pattern = rest
		if !more {
			pattern = ""
		}
	}
	return pattern == ""
}

// enum is the enumeration of that name, or nil where the policy names no member.
func (c *constants) enum(name string) *exportEnum {
	i := slices.IndexFunc(c.Enums, func(e *exportEnum) bool { return e.Name == name })
	if i < 0 {
		return nil
	}
	return c.Enums[i]
}
