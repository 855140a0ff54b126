package site

import (
	"net/url"
	"path"
	"reflect"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// referenceKinds are the kinds of thing that settings refer to, by the type of the reference.
func referenceKinds() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[specs.TokenID](): "token", reflect.TypeFor[specs.ClientID](): "client", reflect.TypeFor[specs.CauseID](): "error",
		reflect.TypeFor[specs.ResourceID](): "service", reflect.TypeFor[specs.ScopeID](): "scope", reflect.TypeFor[specs.IssuerID](): "issuer",
		reflect.TypeFor[specs.EnvironmentID](): "environment", reflect.TypeFor[specs.SessionID](): "session", reflect.TypeFor[specs.KnobID](): "setting",
		reflect.TypeFor[specs.TriggerID](): "trigger", reflect.TypeFor[specs.LimitID](): "limit", reflect.TypeFor[specs.MetricID](): "metric",
		reflect.TypeFor[specs.EventID](): "event", reflect.TypeFor[specs.PlaybookID](): "playbook", reflect.TypeFor[specs.RiskSignalID](): "signal",
		reflect.TypeFor[specs.TrustID](): "trust", reflect.TypeFor[specs.ACRID](): "acr", reflect.TypeFor[specs.FixtureID](): "fixture",
		reflect.TypeFor[specs.EndpointID](): "endpoint", reflect.TypeFor[specs.KeySetID](): "keys", reflect.TypeFor[specs.EnvelopeID](): "envelope",
		reflect.TypeFor[specs.SourceID](): "source", reflect.TypeFor[specs.EditionID](): "edition",
	}
}

// homes are the pages on which each kind of thing is described, those with a page of their own apart.
var homes = map[string]string{
	"service": "services", "scope": "services", "environment": "environments", "session": "sessions", "setting": "settings",
	"trigger": "revocation", "limit": "limits", "metric": "observability", "event": "events", "playbook": "incidents", "signal": "limits",
	"trust": "sessions", "acr": "services", "fixture": "scenarios", "keys": "keys", "envelope": "errors/index",
	"source": "governance", "edition": "environments", "term": "glossary",
}

// refer is a link to where a thing is described, with its name as code. Where no page describes it, the name alone
// stays.
func (b *builder) refer(kind string, name any) Markdown {
	id, ok := name.(string)
	if !ok {
		id = reflect.ValueOf(name).String()
	}
	words := codeSpan(id)
	switch kind {
	case "token":
		return enclose(markLink, words, "tokens/"+b.slugs["token"][id])
	case "client":
		return enclose(markLink, words, "clients/"+b.slugs["client"][id])
	case "issuer":
		return enclose(markLink, words, "issuers/"+b.slugs["issuer"][id])
	case "endpoint": // on the page of the first issuer that has it
		for i := range b.policy.Issuers.Entries {
			if e := &b.policy.Issuers.Entries[i]; e.V.Endpoints.Get(id) != nil {
				return enclose(markLink, words, "issuers/"+b.slugs["issuer"][e.ID], anchorID(kind, id))
			}
		}
		return words
	case "error":
		for _, c := range b.causes {
			if c.ID == id {
				return enclose(markLink, words, "errors/"+c.Page)
			}
		}
		return words
	}
	return enclose(markLink, words, homes[kind], anchorID(kind, id))
}

// fileKey begins the key of a link to a file of the output that is no page.
const fileKey = "file:"

// href is the relative address of a page as seen from another; empty where there is no such page. An anchor that the
// page does not have is left out.
func (b *builder) href(from *page, key, anchor, extension string) string {
	if file, ok := strings.CutPrefix(key, fileKey); ok { // beside the site's folder
		if b.inputs.Side == Older { // files are those of the newest version
			return ""
		}
		return strings.Repeat("../", strings.Count(from.key, "/")+1) + escape.MarkdownURL(file)
	}
	to := b.byKey[key]
	if to == nil {
		return ""
	}
	address := relative(from.key, key) + extension
	if anchor != "" && to.anchors[anchor] {
		address += "#" + anchor
	} else if to == from {
		return ""
	}
	return address
}

// eachLink writes the links of a mark to those of its pages that exist; a dash where none does.
func (b *builder) eachLink(from *page, m anyMark, extension string, write func(words, href string) string) string {
	var out []string
	for i := 0; i+1 < len(m.args); i += 2 {
		if href := b.href(from, m.args[i], "", extension); href != "" {
			out = append(out, write(m.args[i+1], href))
		}
	}
	if len(out) == 0 {
		return dash
	}
	return strings.Join(out, ", ")
}

// relative is the address of a page as seen from another, both without extension.
func relative(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	if dir := path.Dir(from); dir != "." && path.Dir(to) == dir {
		return path.Base(to)
	}
	return up + to
}

// published is the address of a file on the published site, or empty where the policy names none.
func (b *builder) published(file string) string {
	if !b.policy.Site.URL.IsSet() {
		return ""
	}
	base, err := escape.URL(string(b.policy.Site.URL.V))
	if err != nil || !strings.HasPrefix(base, "http") || strings.ContainsAny(base, "?#{") {
		return ""
	}
	return strings.TrimSuffix(base, "/") + "/" + file
}

// sourceLink is the address of a place (file:line:column) in the repository that the policy names, or empty. Hosts
// differ in how they spell it; those that are not recognised are taken to follow GitHub, as most do.
func (b *builder) sourceLink(at string) string {
	if b.repository == "" || b.inputs.Side == Older { // the repository holds the newest version
		return ""
	}
	file, rest, ok := strings.Cut(at, ":")
	if !ok {
		return ""
	}
	line, _, _ := strings.Cut(rest, ":")
	parts := strings.Split(path.Join(b.sourceFolder, file), "/")
	for i, p := range parts {
		parts[i] = part(p)
	}
	where := strings.Join(parts, "/")
	switch {
	case strings.HasPrefix(where, "../"):
		return ""
	case strings.Contains(b.repositoryHost, "gitlab"):
		return b.repository + "/-/blob/HEAD/" + where + "#L" + line
	case strings.Contains(b.repositoryHost, "bitbucket"):
		return b.repository + "/src/HEAD/" + where + "#lines-" + line
	}
	return b.repository + "/blob/HEAD/" + where + "#L" + line
}

// readRepository remembers where places link to.
func (b *builder) readRepository() {
	if !b.policy.Site.Repository.IsSet() {
		return
	}
	address, err := escape.URL(string(b.policy.Site.Repository.V))
	u, parseErr := url.Parse(address)
	if err != nil || parseErr != nil || !strings.HasPrefix(u.Scheme, "http") || u.RawQuery != "" || u.Fragment != "" {
		return
	}
	b.repository, b.repositoryHost = strings.TrimSuffix(strings.TrimSuffix(address, "/"), ".git"), u.Host
	if b.policy.Site.Path.IsSet() && b.policy.Source != nil {
		// The path is that of the entry file; other files stand where they stand beside it.
		up := path.Dir(b.policy.Source.Entry)
		b.sourceFolder = strings.TrimSuffix(path.Dir(b.policy.Site.Path.V), "/")
		if up != "." {
			b.sourceFolder = strings.TrimSuffix(strings.TrimSuffix(b.sourceFolder, up), "/")
		}
	}
}
