package migrate

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// recipe is a migration that the program knows.
type recipe struct {
	kind string
	// rules are the rules of package diff whose changes it is about.
	rules []string
	// also are rules whose changes it takes along where it is about something else already.
	also []string
	// apart is true where each token, client or service is a migration of its own, by the first names of the path.
	apart int
	// picks narrows the changes; nil for all.
	picks func(*diff.Change) bool
	// build writes the steps; none where the changes need no order after all.
	build func(*maker)
}

// recipes are all of them. The first that fits a change has it.
var recipes = []recipe{
	{kind: "signing-algorithm", rules: []string{"signing-algorithm", "key-algorithms", "accepted-algorithms"}, picks: ofTokens, build: signingAlgorithm},
	{kind: "key-rotation", rules: []string{"key-rotation", "key-ahead", "key-deletion", "key-cache"}, build: keyRotation},
	{kind: "refresh-rotation", rules: []string{"rotation-mode"}, also: []string{"rotation", "rotation-detail", "rotation-grace", "rotation-live", "rotation-answer", "rotation-expiry",
		"rotation-shape", "reuse-detection", "reuse-kill", "reuse-answer", "reuse-record", "reuse-memory", "lineage", "kill-reach", "kill-spares", "renewal-yields"}, apart: 2, build: refreshRotation},
	{kind: "refresh-rotation", rules: []string{"rotation"}, apart: 2, build: refreshRotation},
	{kind: "sender-binding", rules: []string{"binding", "binding-optional"}, also: []string{"binding-detail", "bound-to", "proof-leniency"}, apart: 2, build: senderBinding},
	{kind: "issuer-address", rules: []string{"issuer-address"}, also: []string{"issuer-also", "issuer-also-until", "issuer-match"}, build: issuerAddress},
	{kind: "audience", rules: []string{"audience", "service-audience"}, picks: notCredential, build: audience},
	{kind: "validation-mode", rules: []string{"validation-mode"}, also: []string{"service-introspects"}, build: validationMode},
	{kind: "token-format", rules: []string{"token-format"}, also: []string{"token-shape", "token-length"}, apart: 2, build: tokenFormat},
	{kind: "lifetime", rules: []string{"lifetime"}, also: []string{"lifetime-reported", "lifetime-anchor"}, apart: 2, picks: ofOneToken, build: lifetime},
	{kind: "claims", rules: []string{"claim", "claim-presence", "claim-type", "claim-value", "subject"}, apart: 2, picks: ofOneToken, build: claims},
	{kind: "error-codes", rules: []string{"error-code", "error-status"}, also: []string{"error-envelope", "envelope-field", "envelope-field-detail", "envelope-field-presence"}, build: errorCodes},
	{kind: "scopes", rules: []string{"client-scopes", "token-scopes", "service-scopes", "scope"}, build: scopes},
	{kind: "grants", rules: []string{"client-grants", "issued"}, also: []string{"issued-to"}, build: grants},
	{kind: "client-authentication", rules: []string{"client-auth"}, build: clientAuthentication},
	{kind: "endpoint-address", rules: []string{"endpoint-address"}, build: endpointAddress},
}

// ofTokens leaves the algorithms of proofs out, which clients sign.
func ofTokens(c *diff.Change) bool { return !strings.HasPrefix(c.Pattern, "validation.dpop") }

func ofOneToken(c *diff.Change) bool { return strings.HasPrefix(c.Pattern, "tokens.*.") }

func notCredential(c *diff.Change) bool { return !strings.Contains(c.Pattern, ".credential") }

// group is what one migration is about.
type group struct {
	recipe  *recipe
	about   string
	changes []*diff.Change
}

// grouped puts the changes into migrations, in the order of the recipes. Those of none are the rest.
func grouped(d *diff.Diff) (groups []group, rest []*diff.Change) {
	taken := make([]bool, len(d.Changes))
	for i := range recipes {
		r := &recipes[i]
		from := len(groups)
		take := func(rules []string, begin bool) {
			for j := range d.Changes {
				c := &d.Changes[j]
				if taken[j] || c.Words || !slices.Contains(rules, c.Rule) || r.picks != nil && !r.picks(c) {
					continue
				}
				about := r.about(c)
				at := slices.IndexFunc(groups[from:], func(g group) bool { return g.about == about })
				switch {
				case at >= 0:
					groups[from+at].changes = append(groups[from+at].changes, c)
				case begin:
					groups = append(groups, group{r, about, []*diff.Change{c}})
				default:
					continue
				}
				taken[j] = true
			}
		}
		take(r.rules, true)
		take(r.also, false)
	}
	for i := range d.Changes {
		if !taken[i] {
			rest = append(rest, &d.Changes[i])
		}
	}
	return groups, rest
}

// about is what tells the migrations of one recipe apart.
func (r *recipe) about(c *diff.Change) string {
	parts := strings.Split(c.Path, ".")
	return strings.Join(parts[:min(r.apart, len(parts))], ".")
}

// maker writes the steps of a migration.
type maker struct {
	*figures
	m *Migration
}

// step adds a step and gives back its place. Without waits it begins when the one before it is done.
func (k *maker) step(s Step) int {
	at := len(k.m.Steps)
	if s.Waits == nil {
		s.Waits = []Wait{{After: at - 1}}
	}
	k.m.Steps = append(k.m.Steps, s)
	return at
}

// after is the wait from the end of the step before.
func (k *maker) after(terms ...Term) []Wait { return []Wait{{After: len(k.m.Steps) - 1, Terms: terms}} }

// name is the token, client or service that the changes are about, where it is one.
func (k *maker) name() string {
	parts := strings.Split(k.m.Changes[0].Path, ".")
	return parts[min(1, len(parts)-1)]
}

// came and went are the texts that changes bring and take away; of a value that changed, both.
func (k *maker) came() []string {
	return k.texts(func(c *diff.Change) (diff.Side, bool) { return c.New, c.Kind != diff.Removed })
}

func (k *maker) went() []string {
	return k.texts(func(c *diff.Change) (diff.Side, bool) { return c.Old, c.Kind != diff.Added })
}

func (k *maker) texts(side func(*diff.Change) (diff.Side, bool)) []string {
	var out []string
	for _, c := range k.m.Changes {
		if s, ok := side(c); ok && s.State == specs.Set && s.Text != "" && !slices.Contains(out, s.Text) {
			out = append(out, s.Text)
		}
	}
	return out
}

// quoted are names for a title: at most three, the rest by number.
func quoted(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most-1], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}
