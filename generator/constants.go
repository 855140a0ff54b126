package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/specs"
)

// exportedSettings are the settings that code gets as constants. One line exports a setting in every language.
// A setting whose value differs by client or environment becomes a constant for each value.
var exportedSettings = []exportGroup{
	{"Clocks and caches of services that accept tokens", []exportSetting{
		duration("clock_skew", "validation.clock_skew.tolerance", "how far a verifier's clock may be off"),
		duration("clock_skew_future", "validation.clock_skew.future", "how far ahead iat and nbf may lie"),
		duration("clock_skew_warning", "validation.clock_skew.warn_over", "the difference between clocks from which a warning is logged"),
		duration("introspection_cache", "validation.introspection.cache", "how long an active introspection answer is remembered"),
		duration("introspection_negative_cache", "validation.introspection.negative_cache", "how long an inactive introspection answer is remembered"),
		duration("jwks_cache", "validation.jwks.cache", "how long a key set is remembered"),
		duration("jwks_negative_cache", "validation.jwks.negative_cache", "how long an unknown kid is remembered as unknown"),
		duration("jwks_min_interval", "validation.jwks.at_most_every", "the shortest time between two fetches of a key set"),
		duration("gateway_cache", "validation.gateway_cache", "how long a gateway remembers a verdict"),
		duration("refuses_within", "validation.refuses_within", "how soon services refuse a token that has become bad"),
		duration("dpop_proof_window", "validation.dpop.proof_window", "the oldest DPoP proof that is accepted"),
		duration("dpop_remember_jti", "validation.dpop.remember_jti", "how long the jti of a DPoP proof is remembered"),
	}},
	{"Revocation", []exportSetting{
		duration("revocation_objective", "revocation.objective", "the longest time in which a dead token may still be accepted"),
		duration("denylist_poll", "revocation.denylist.poll", "how often services fetch the denylist"),
		amount("denylist_entry", "revocation.denylist.entry_lifetime.ttl", "how long an entry of the denylist is kept", amountDefault),
		amount("revocation_grace", "revocation.grace.lifetime.ttl", "how long a client whose token was revoked may sign in again without losing work; the token is not accepted", amountDefault),
		duration("client_check_interval", "client_strategy.check_every", "how often a client must ask whether its token still lives"),
	}},
	{"Refresh", []exportSetting{
		share("refresh_remaining", "client_strategy.refresh_at.remaining", "the remaining life at which a client refreshes"),
		duration("refresh_at_least", "client_strategy.refresh_at.at_least", "the shortest remaining life at which a client refreshes, whatever the share says"),
		share("refresh_jitter", "client_strategy.refresh_at.jitter", "the random spread of the moment of refresh; the caller adds it"),
		number("refreshes_per_request", "client_strategy.refreshes_per_request", "how often one request may lead to a refresh"),
		truth("single_flight", "client_strategy.single_flight", "whether one process refreshes once at a time"),
	}},
	{"Retries", []exportSetting{
		duration("request_timeout", "client_strategy.request_timeout", "how long a client waits for the token endpoint"),
		number("retry_attempts", "client_strategy.retry.attempts", "the number of tries after the first"),
		duration("retry_base", "client_strategy.retry.base", "the first wait"),
		duration("retry_cap", "client_strategy.retry.cap", "the longest wait"),
		truth("honor_retry_after", "client_strategy.retry.honor_retry_after", "whether the Retry-After header outranks the computed wait"),
		duration("offline_max", "client_strategy.offline.max", "the longest time that a client works without a network"),
	}},
}

// constants is all that code can import from one policy, in no language: names are lists of words, amounts of time
// are amounts of time, and what the policy does not state is absent with a reason.
type constants struct {
	policy *specs.Policy
	// settings are all that the policy states, in the order of the format.
	settings []*specs.Setting
	// means is what the decisions come to.
	means reference

	Head    exportHead
	Enums   []*exportEnum
	Records []*exportRecord
	Groups  []constantGroup
	Tables  []*exportTable
	Rules   exportRules
	// Absent says which collections the policy has nothing in.
	Absent []string
}

// exportHead identifies the policy. Effective and AsOf are empty where no day is known.
type exportHead struct {
	ID, Title, Version, Hash, Effective string
	// AsOf is the day for which the values hold, where they depend on one.
	AsOf  string
	Notes map[string]exportNote // by id, title, version, hash, effective
}

type exportGroup struct {
	title    string
	settings []exportSetting
}

// constantGroup is settings with their values, under a title.
type constantGroup struct {
	Title     string
	Constants []*exportConstant
}

// exportConstant is one setting with its value.
type exportConstant struct {
	Name  []string
	Value exportValue // Is false where the policy has none that code can use
	Note  exportNote
	// Cases are the values that differ for some client or environment; Axes are the enumerations that tell them apart.
	Cases []exportCase
	Axes  []string
}

// exportCase is the value of a setting for one choice. Keys go with the constant's Axes; an empty one is any.
type exportCase struct {
	Name  []string
	Keys  []string
	Value exportValue
	Note  exportNote
}

// Pickable reports whether every choice has a value, all of one kind, so that code can look the value up.
func (c *exportConstant) Pickable() bool {
	return c.Value.Is() && !slices.ContainsFunc(c.Cases, func(k exportCase) bool { return k.Value.Kind != c.Value.Kind })
}

// AllConstants are the constants that have a value, each case for itself.
func (c *constants) AllConstants() []exportCase {
	var out []exportCase
	for _, g := range c.Groups {
		for _, k := range g.Constants {
			for _, one := range append([]exportCase{{Name: k.Name, Value: k.Value}}, k.Cases...) {
				if one.Value.Is() {
					out = append(out, one)
				}
			}
		}
	}
	return out
}

// Key is the constant's name in no language.
func (c exportCase) Key() string { return strings.Join(c.Name, ".") }

// constantsOf collects what code can import from a policy.
func constantsOf(b *book.Book) *constants {
	c := &constants{policy: b.Policy}
	c.policy.Visit(func(s *specs.Setting) { c.settings = append(c.settings, s) })
	c.head()
	c.enumerate()
	for _, g := range exportedSettings {
		group := constantGroup{Title: g.title}
		for _, s := range g.settings {
			group.Constants = append(group.Constants, c.constant(s))
		}
		c.Groups = append(c.Groups, group)
	}
	c.causes()
	for _, t := range exportedTables {
		c.table(t)
	}
	c.lifetimes()
	c.rules()
	c.deprecate()
	return c
}

func (c *constants) head() {
	p := c.policy
	c.Head = exportHead{ID: string(p.Document.Policy.ID.V), Title: p.Document.Policy.Title.V, Version: string(p.Document.Policy.Version.V), Hash: p.Hash(), Effective: dateText(p.Document.Policy.Effective.V), AsOf: dateText(p.Date),
		Notes: map[string]exportNote{}}
	for key, about := range map[string]string{"id": "the short name of the policy", "title": "the name that readers see", "version": "the policy's version", "effective": "the day from which the policy holds"} {
		c.Head.Notes[key] = c.note("policy."+key, nil, about)
		if note := c.Head.Notes[key]; key != "effective" || c.Head.Effective != "" {
			note.Text = ""
			c.Head.Notes[key] = note
		}
	}
	c.Head.Notes["hash"] = exportNote{About: "the SHA-256 of the policy's resolved content: it changes with any setting and with nothing else"}
}

// constant reads one setting for every client and environment that its variants tell apart.
func (c *constants) constant(s exportSetting) *exportConstant {
	out := &exportConstant{Name: []string{s.name}, Value: s.read(c.policy, s.path, nil), Note: c.note(s.path, nil, s.about)}
	axes := c.policy.AxisValues(s.path)
	out.Note.differs(c.otherAxes(s.path), c.Head.AsOf)
	selections := []specs.Selection{{}}
	var varied []string
	for _, axis := range []string{specs.AxisEnvironment, specs.AxisClient} {
		if len(axes[axis]) == 0 {
			continue
		}
		varied = append(varied, axis)
		for _, sel := range slices.Clone(selections) {
			for _, v := range axes[axis] {
				selections = append(selections, sel.With(axis, v))
			}
		}
	}
	for _, sel := range selections[1:] {
		v := s.read(c.policy, s.path, sel)
		if v.equal(out.caseFor(varied, sel).Value) {
			continue
		}
		k := exportCase{Name: []string{s.name}, Value: v, Note: c.note(s.path, sel, s.about)}
		for _, axis := range varied {
			k.Keys = append(k.Keys, sel[axis])
			if sel[axis] != "" {
				k.Name = append(k.Name, sel[axis])
			}
		}
		out.Cases = append(out.Cases, k)
	}
	for _, v := range append([]*exportValue{&out.Value}, caseValues(out.Cases)...) {
		if v.Kind == kindExtent && v.Word != "" { // a constant is a length of time or nothing
			*v = silentValue(v.Word)
		}
	}
	if len(out.Cases) > 0 {
		out.Axes = varied
	}
	return out
}

func caseValues(cases []exportCase) []*exportValue {
	var out []*exportValue
	for i := range cases {
		out = append(out, &cases[i].Value)
	}
	return out
}

// caseFor is what has been found so far for a choice: the case with the most keys that agree, else the base.
func (c *exportConstant) caseFor(axes []string, sel specs.Selection) exportCase {
	best, keys := exportCase{Value: c.Value}, -1
	for _, k := range c.Cases {
		n := 0
		for i, axis := range axes {
			switch {
			case k.Keys[i] == "":
			case k.Keys[i] == sel[axis]:
				n++
			default:
				n = -len(axes)
			}
		}
		if n > keys && n > 0 {
			best, keys = k, n
		}
	}
	return best
}
