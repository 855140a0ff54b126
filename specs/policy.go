package specs

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// Policy is a linked document with everything looked up that a reader needs: its overrides as one list, the closed
// lists of its axes, its errors with the standard ones adopted, and the day for which it answers.
type Policy struct {
	*Document
	// Date is the day for which the policy answers: the one asked for, or the day on which it takes effect.
	Date Date
	// Source is where the text came from.
	Source *Source
	// Causes are all errors: the policy's own, refined, and the standard ones that it adopts, in that order.
	Causes []ResolvedCause

	overrides []override
	domains   domains
	hashed    sync.Once
	hash      string           // see Hash
	byHead    map[string][]int // overrides by the first two parts of their path; see index
	texts     sync.Map         // setting -> text as written; see text
	visited   sync.Once
	settings  []*Setting // every stated setting; see Visit
	laid      sync.Map   // setting and overrides -> what the lookup found; see effective
	paths     sync.Map   // path -> its parts; see segments
	entries   entryIndexes
	issued    sync.Map // token -> clients; see ClientsOf
}

// ResolvedCause is an error with what the standard says of it.
type ResolvedCause struct {
	ID string
	// Own is what the policy says; nil where it only adopts the standard's entry.
	Own *Cause
	// Standard is the standard's entry, or nil for a code of the policy's own.
	Standard *standard.ErrorCode
	// Page is the last part of the address of its page, without ending; no two errors share one.
	Page string
}

// Resolve makes a policy of a document in which Link found nothing that is an error. It cannot fail. A zero date
// means the day on which the policy takes effect.
func Resolve(doc *Document, source *Source, date Date) *Policy {
	p := &Policy{Document: doc, Source: source, Date: date, domains: domainsOf(doc)}
	if p.Date.IsZero() && doc.Policy.Effective.IsSet() {
		p.Date = doc.Policy.Effective.V
	}
	p.settings, doc.all = doc.all, nil // handed over: what changes the document afterwards resolves it anew
	p.overrides = overridesOf(doc, &p.domains)
	p.index()
	p.Causes = resolveCauses(doc)
	namePages(p.Causes)
	return p
}

// Hash is the SHA-256 of the policy's resolved content, in hexadecimal: it changes with any setting and with nothing
// else, not with comments, order of files or layout.
func (p *Policy) Hash() string {
	p.hashed.Do(func() { // a check never asks
		sum := sha256.Sum256(p.JSON())
		p.hash = hex.EncodeToString(sum[:])
	})
	return p.hash
}

// Axes are the axes that the policy's variants speak of, in a fixed order.
func (p *Policy) Axes() []string {
	var out []string
	for _, o := range p.overrides {
		for _, s := range o.when {
			out = append(out, s.axis)
		}
	}
	return sortedSet(out)
}

// Domain is the closed list of values of an axis; ok is false for an open one.
func (p *Policy) Domain(axis string) (values []string, ok bool) {
	values, ok = p.domains.closed[axis]
	return values, ok
}

// domainsOf reads the closed lists of a document.
func domainsOf(doc *Document) domains {
	dom := domains{closed: map[string][]string{}, derived: map[string]map[string][]string{AxisClientType: {}, AxisPlatform: {}}}
	closed := func(axis string, ids []string) {
		if len(ids) > 0 {
			dom.closed[axis] = sortedSet(ids)
		}
	}
	closed(AxisEnvironment, doc.Environments.IDs())
	closed(AxisClient, doc.Clients.IDs())
	closed(AxisToken, doc.Tokens.IDs())
	closed(AxisResource, doc.ResourceServers.IDs())
	closed(AxisScope, doc.Scopes.IDs())
	closed(AxisTenant, doc.Tenants.IDs())
	closed(AxisEdition, doc.Editions.IDs())
	closed(AxisACR, doc.ACRValues.IDs())
	for i := range doc.Axes.Entries {
		e := &doc.Axes.Entries[i]
		closed(e.ID, Plain(e.V.Values))
		if e.V.Of.V == AxisOfClient && clientsState(doc, e.ID) {
			dom.derived[e.ID] = map[string][]string{}
		}
	}
	for i := range doc.Clients.Entries {
		e := &doc.Clients.Entries[i]
		derive := func(axis, value string) {
			if by, ok := dom.derived[axis]; ok && value != "" {
				by[value] = append(by[value], e.ID)
			}
		}
		derive(AxisClientType, string(e.V.Type.V))
		derive(AxisPlatform, string(e.V.Platform.V))
		for j := range e.V.Axes.Entries {
			derive(e.V.Axes.Entries[j].ID, e.V.Axes.Entries[j].V.V)
		}
	}
	return dom
}

// clientsState reports whether every client says where it stands on an axis of the policy's own.
func clientsState(doc *Document, axis string) bool {
	for i := range doc.Clients.Entries {
		if doc.Clients.Entries[i].V.Axes.Get(axis) == nil {
			return false
		}
	}
	return doc.Clients.Len() > 0
}

// splitPath cuts a dotted path into segments. A name with dots that the document has is one segment.
func (d *Document) splitPath(path string) []string { return d.splitBy(path, nil) }

func (d *Document) splitBy(path string, names *entryIndexes) []string {
	parts := strings.Split(path, ".")
	out := make([]string, 0, len(parts))
	v, known := reflect.ValueOf(d).Elem(), true
	for len(parts) > 0 {
		take := 1
		if known && infoOf(v.Type()).kind == mapType && len(parts) > 1 {
			take = names.longest(v, parts)
		}
		out = append(out, strings.Join(parts[:take], "."))
		if known {
			v, known = names.walk(v, out[len(out)-1:])
		}
		parts = parts[take:]
	}
	return out
}

// VariedPaths are the settings that variants replace, each once, in the order of the text.
func (p *Policy) VariedPaths() []string {
	var out []string
	for i := range p.overrides {
		path := strings.Join(p.overrides[i].path, ".")
		if !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return out
}

// AxisValues are, for each axis that the variants bearing on a path mention, the values to try: those of a closed
// list, else those that a condition names with "" for all others; for an axis of days the days on which a condition
// begins or ends, and the day before the first.
func (p *Policy) AxisValues(path string) map[string][]string { return p.AxisValuesAt(p.segments(path)) }

// AxisValuesAt is AxisValues for a path in its parts.
func (p *Policy) AxisValuesAt(segments []string) map[string][]string {
	out := map[string][]string{}
	for i := range p.overrides {
		o := &p.overrides[i]
		n := min(len(o.path), len(segments))
		if !slices.Equal(o.path[:n], segments[:n]) {
			continue
		}
		for _, s := range o.when {
			switch closed := p.domains.closed[s.axis]; {
			case s.isDate:
				for _, d := range []string{s.from, s.until} {
					if d != "" {
						out[s.axis] = append(out[s.axis], d)
					}
				}
			case closed != nil:
				out[s.axis] = closed
			default:
				out[s.axis] = append(out[s.axis], append([]string{""}, s.values...)...)
			}
		}
	}
	for axis, values := range out {
		values = sortedSet(values)
		if day, err := ParseDate(values[0]); err == nil {
			values = append([]string{Date{day.AddDate(0, 0, -1)}.String()}, values...)
		}
		out[axis] = values
	}
	return out
}

// ClientsOf are the clients that a token is issued to: those its issuance names, else those with a grant that
// issues it; none where neither is stated.
func (p *Policy) ClientsOf(token string) []string {
	if have, ok := p.issued.Load(token); ok {
		return slices.Clone(have.([]string))
	}
	clients := p.clientsOf(token)
	p.issued.Store(token, clients)
	return slices.Clone(clients)
}

func (p *Policy) clientsOf(token string) []string {
	t := p.Tokens.Get(token)
	if t == nil {
		return nil
	}
	in := map[string]bool{}
	for i := range t.Issued.Items {
		is := &t.Issued.Items[i]
		for _, c := range Plain(is.Clients) {
			in[string(c)] = true
		}
		if len(is.Clients.Items) > 0 || !is.Grant.IsSet() {
			continue
		}
		for j := range p.Clients.Entries {
			if Has(p.Clients.Entries[j].V.Grants, is.Grant.V) {
				in[p.Clients.Entries[j].ID] = true
			}
		}
	}
	return slices.DeleteFunc(p.Clients.IDs(), func(id string) bool { return !in[id] })
}

// Visit calls f for every setting that the policy states, as Document.Visit does, but finds them once for all readers.
func (p *Policy) Visit(f func(*Setting)) {
	p.visited.Do(func() {
		if p.settings == nil {
			p.Document.Visit(func(s *Setting) { p.settings = append(p.settings, s) })
		}
	})
	for _, s := range p.settings {
		f(s)
	}
}
