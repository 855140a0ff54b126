package site

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// View is all that a page's template can see. Settings that variants may change stand in it as they are on the
// policy's own day with nothing else selected; what differs elsewhere comes from the functions varies and lives.
type View struct {
	// Doc is the policy as written, for settings that no variant can change.
	Doc      *specs.Policy
	Findings diag.List
	Facts    *analysis.Facts

	Tokens    []Item[specs.Token]
	Clients   []Item[specs.Client]
	Issuers   []Item[specs.Issuer]
	Places    []Item[specs.Environment]
	Services  []Item[specs.ResourceServer]
	Sessions  []Item[specs.Session]
	Trust     []Item[specs.Trust]
	Calls     []Item[specs.Operation]
	Scopes    []Item[specs.Scope]
	Limits    []Item[specs.Limit]
	Signals   []Item[specs.RiskSignal]
	Knobs     []Item[specs.Knob]
	Axes      []Item[specs.Axis]
	Triggers  []Item[specs.Trigger]
	Tenants   []Item[specs.Described]
	Editions  []Item[specs.Described]
	Causes    []*CauseView
	Surfaces  []SurfaceView
	Checklist Checklist
	Rules     []RuleFamily
	Threats   []lint.Answer
	Downloads []Download

	Validation    *specs.Validation
	Revocation    *specs.Revocation
	Strategy      *specs.ClientStrategy
	Errors        *specs.Errors
	Observability *specs.Observability
	Privacy       *specs.Privacy
	Incidents     *specs.Incidents

	APIs []*APIView

	// Token, Client, Issuer, Cause, Diagram, Family, API and Operation are what a page is about that exists once for each of them.
	Token     *Item[specs.Token]
	Client    *Item[specs.Client]
	Issuer    *Item[specs.Issuer]
	Cause     *CauseView
	Diagram   *DiagramView
	Family    *RuleFamily
	API       *APIView
	Operation *OperationView
}

// Item is an entry of a collection as it is on the policy's own day.
type Item[T any] struct {
	ID string
	At diag.Span
	V  *T
}

// at looks a setting up as it is with nothing selected but the policy's own day.
func at[T any](p *specs.Policy, path string) *T {
	v, _, _ := specs.Effective[T](p, path, nil)
	return &v
}

// items are the entries of a collection.
func items[T any](p *specs.Policy, path string, m *specs.Map[T]) []Item[T] {
	out := make([]Item[T], 0, len(m.Entries))
	for i := range m.Entries {
		e := &m.Entries[i]
		out = append(out, Item[T]{ID: e.ID, At: e.At, V: at[T](p, path+"."+e.ID)})
	}
	return out
}

// newView gathers what templates see.
func (b *builder) newView() *View {
	p := b.policy
	d := p.Document
	v := &View{
		Doc: p, Findings: b.book.Findings, Facts: b.book.Facts,
		Tokens: items(p, "tokens", &d.Tokens), Clients: items(p, "clients", &d.Clients), Issuers: items(p, "issuers", &d.Issuers),
		Places: items(p, "environments", &d.Environments), Services: items(p, "resource_servers", &d.ResourceServers),
		Sessions: items(p, "sessions", &d.Sessions), Trust: items(p, "trust", &d.Trust), Calls: items(p, "operations", &d.Operations),
		Scopes: items(p, "scopes", &d.Scopes), Limits: items(p, "limits", &d.Limits), Signals: items(p, "risk_signals", &d.RiskSignals),
		Knobs: items(p, "settings", &d.Settings), Axes: items(p, "axes", &d.Axes), Triggers: items(p, "revocation.triggers", &d.Revocation.Triggers),
		Tenants: items(p, "tenants", &d.Tenants), Editions: items(p, "editions", &d.Editions),
		Validation: at[specs.Validation](p, "validation"), Revocation: at[specs.Revocation](p, "revocation"),
		Strategy: at[specs.ClientStrategy](p, "client_strategy"), Errors: at[specs.Errors](p, "errors"),
		Observability: at[specs.Observability](p, "observability"), Privacy: at[specs.Privacy](p, "privacy"),
		Incidents: at[specs.Incidents](p, "incidents"),
		Checklist: b.inputs.Checklist, Downloads: b.inputs.Downloads,
		Rules: familiesOf(rulesOf(p, b.book.Findings)), Threats: threatsOf(p),
	}
	b.ruled = map[string]bool{}
	for _, f := range v.Rules {
		for _, r := range f.Rules {
			b.ruled[r.ID] = true
		}
	}
	v.Causes, v.APIs = b.causes, b.apis
	v.Surfaces = surfacesOf(b.causes)
	return v
}

// Open are the findings that stand.
func (v *View) Open() diag.List { return v.split(true) }

// Silenced are the findings that the policy silences.
func (v *View) Silenced() diag.List { return v.split(false) }

func (v *View) split(open bool) diag.List {
	var out diag.List
	for _, f := range v.Findings {
		if f.Counts() == open {
			out = append(out, f)
		}
	}
	return out
}

// Holders are the clients that get a token, in the order of the policy.
func (v *View) Holders(token string) []Item[specs.Client] {
	in := map[string]bool{}
	for _, id := range v.Doc.ClientsOf(token) {
		in[id] = true
	}
	var out []Item[specs.Client]
	for _, c := range v.Clients {
		if in[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

// TokensOf are the tokens that a client gets.
func (v *View) TokensOf(client string) []Item[specs.Token] {
	var out []Item[specs.Token]
	for _, t := range v.Tokens {
		if slices.Contains(v.Doc.ClientsOf(t.ID), client) {
			out = append(out, t)
		}
	}
	return out
}

// ErrorsAbout are the errors that speak of a token.
func (v *View) ErrorsAbout(token string) []*CauseView {
	var out []*CauseView
	for _, c := range v.Causes {
		if c.Own != nil && specs.Has(c.Own.Tokens, specs.TokenID(token)) {
			out = append(out, c)
		}
	}
	return out
}

// Rotates reports whether anything is stated of a token's rotation or renewal.
func (v *View) Rotates(t Item[specs.Token]) bool {
	return t.V.Rotation.Stated() || t.V.Renewal.Stated()
}

// Fate is what a trigger does to a token.
func (v *View) Fate(t Item[specs.Trigger], token string) *specs.Cell {
	if c := t.V.Cells.Get(token); c != nil {
		return c
	}
	for i := range t.V.Cells.Entries {
		column := v.Doc.Revocation.Columns.Get(t.V.Cells.Entries[i].ID)
		if column != nil && specs.Has(column.Tokens, specs.TokenID(token)) && !column.When.Stated() {
			return &t.V.Cells.Entries[i].V
		}
	}
	return nil
}

// Check is what the standards say of a check, or nil for one of the policy's own.
func (v *View) Check(name specs.Check) *standard.Check {
	if c, ok := standard.CheckByKey(string(name)); ok {
		return &c
	}
	return nil
}

// Trigger is what the standards say of a trigger, or nil for one of the policy's own.
func (v *View) Trigger(id string) *standard.Trigger {
	if t, ok := standard.TriggerByKey(id); ok {
		return &t
	}
	return nil
}

// Latest is the last change that holds on the day of the policy, or nil.
func (v *View) Latest() *specs.Change { return v.change(false, later) }

// Coming is the next change that does not hold yet, or nil.
func (v *View) Coming() *specs.Change {
	return v.change(true, func(a, b *specs.Change) bool { return later(b, a) })
}

// change is the best of the changes that are still to come, or of those that are not.
func (v *View) change(coming bool, better func(a, b *specs.Change) bool) *specs.Change {
	var best *specs.Change
	for i := range v.Doc.Changes.Items {
		c := &v.Doc.Changes.Items[i]
		if v.comes(c) == coming && (best == nil || better(c, best)) {
			best = c
		}
	}
	return best
}

// comes reports whether a change is announced for a later day or, without a day, for a later version.
func (v *View) comes(c *specs.Change) bool {
	if c.Date.IsSet() && !v.Doc.Date.IsZero() {
		return c.Date.V.After(v.Doc.Date.Time)
	}
	own := &v.Doc.Policy.Version
	return c.Version.IsSet() && own.IsSet() && c.Version.V.Compare(own.V) > 0
}

// later reports whether one change follows another, by date or, where one has none, by version.
func later(a, b *specs.Change) bool {
	if a.Date.IsSet() && b.Date.IsSet() {
		return a.Date.V.After(b.Date.V.Time)
	}
	return a.Version.IsSet() && b.Version.IsSet() && a.Version.V.Compare(b.Version.V) > 0
}

// GlossaryTerm is a word with its meaning, the policy's own or the field's.
type GlossaryTerm struct {
	Key, Name string
	Own       *specs.Term
	Standard  *standard.Term
}

// Glossary are the policy's own terms and those of the field, in alphabetical order; an own term replaces one of the
// field with the same name.
func (v *View) Glossary() []GlossaryTerm { return glossaryOf(&v.Doc.Glossary) }

// Requirement is what a requirement asks for, for the checklist.
func (v *View) Requirement(id string) *standard.Requirement {
	if r, ok := standard.RequirementByID(id); ok {
		return &r
	}
	return nil
}

// Status is the policy's status as a word, or empty.
func (v *View) Status() string { return string(v.Doc.Document.Policy.Status.Or("")) }

// AnyRotates reports whether anything is stated of any token's rotation or renewal.
func (v *View) AnyRotates() bool { return slices.ContainsFunc(v.Tokens, v.Rotates) }

// HasKeys reports whether any issuer states a key set.
func (v *View) HasKeys() bool {
	return slices.ContainsFunc(v.Issuers, func(i Item[specs.Issuer]) bool { return i.V.Keys.Len() > 0 })
}

// HasClaims reports whether any token states its claims.
func (v *View) HasClaims() bool {
	return slices.ContainsFunc(v.Tokens, func(t Item[specs.Token]) bool { return t.V.Claims.Len() > 0 })
}

// StoresOf is where each client keeps a token; only clients that say so.
func (v *View) StoresOf(token string) []Item[specs.Storage] {
	var out []Item[specs.Storage]
	for _, c := range v.Clients {
		if s := c.V.Storage.Get(token); s != nil {
			out = append(out, Item[specs.Storage]{ID: c.ID, At: c.At, V: s})
		}
	}
	return out
}

// StoreOf is where a client keeps a token; silent where it does not say.
func (v *View) StoreOf(client, token string) specs.Storage {
	for _, s := range v.StoresOf(token) {
		if s.ID == client {
			return *s.V
		}
	}
	return specs.Storage{}
}
