package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// criticalReuse is the word authn_token_reuse of the logging vocabulary, whose level is CRITICAL.
var criticalReuse = Cite{"OWASP Logging Vocabulary", "", ""}

var eventsNotRecorded = &Rule{
	ID: "OBS002", Title: "steps in a token's life that leave no record",
	Why: "What was never written down cannot be looked into afterwards; a token that came back is the sign of a theft.",
	Cites: []Cite{
		{"ASVS 5.0", "16.3.1", ""},
		{"ASVS 5.0", "16.3.3", ""},
		{"ASVS 5.0", "16.1.1", ""},
		criticalReuse,
	},
	In: []Ask{{ASVS2, diag.Warning}, {BCP, diag.Info}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
observability:
  events:
    oauth.token.issued: {recorded_when: A token is handed out, kind: issued}
    oauth.token.refreshed: {recorded_when: A renewal succeeds, kind: refreshed}
    oauth.token.refresh_failed: {recorded_when: A renewal is refused, kind: refresh_failed}
    oauth.token.rotated: {recorded_when: A refresh token is replaced, kind: rotated}
    oauth.token.reuse_detected: {recorded_when: A spent token comes back, kind: reuse_detected, level: info}
    oauth.token.revoked: {recorded_when: Tokens end early, kind: revoked}
    oauth.validation.failed: {recorded_when: A service refuses a token, kind: validation_failed}
    oauth.key.activated: {recorded_when: A key begins to sign, kind: key_activated}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
observability:
  events:
    oauth.token.issued: {recorded_when: A token is handed out, kind: issued}
    oauth.token.refreshed: {recorded_when: A renewal succeeds, kind: refreshed}
    oauth.token.refresh_failed: {recorded_when: A renewal is refused, kind: refresh_failed}
    oauth.token.rotated: {recorded_when: A refresh token is replaced, kind: rotated}
    oauth.token.reuse_detected: {recorded_when: A spent token comes back, kind: reuse_detected, level: critical}
    oauth.token.revoked: {recorded_when: Tokens end early, kind: revoked}
    oauth.validation.failed: {recorded_when: A service refuses a token, kind: validation_failed}
    oauth.key.activated: {recorded_when: A key begins to sign, kind: key_activated}
`,
	At:     "observability.events.oauth.token.reuse_detected.level",
	Repair: "writes critical for the return of a spent token",
	Check: func(p *Pass) {
		for s, events := range EachOrSilent[specs.Map[specs.Event]](p, "observability.events") {
			if _, around := At[specs.Observability](p, "observability", s.Sel); !events.Stated() {
				events.State = around.State // of a whole that is stated to be none, or undecided
			}
			if events.State == specs.Undecided || (events.State == specs.Silent || len(events.IDs()) == 0 && events.State == specs.Set) && !p.Claims(s).Has(ASVS2) {
				continue // ASVS asks for an inventory of what is logged; elsewhere a list is judged where there is one
			}
			recorded := map[specs.EventKind]bool{}
			for i := range events.Entries {
				e := &events.Entries[i]
				if e.V.State != specs.Set {
					continue
				}
				kind := eventKind(e.ID, e.V)
				recorded[kind] = true
				if level := e.V.Level; kind == specs.EventReuseDetected && level.IsSet() && level.V != specs.LogCritical {
					at := s.In(e.ID, e.V.Mark).In("level", level.Mark)
					p.Report(at, "the return of a spent token is logged as %s, among much else; it is a sign of theft: write critical", level.V).Cite(criticalReuse).Write(at, string(specs.LogCritical))
				}
			}
			var missing []string
			for _, kind := range neededEvents(p) {
				if !recorded[kind] {
					missing = append(missing, string(kind))
				}
			}
			key := recorded[specs.EventKeyPublished] || recorded[specs.EventKeyActivated] || recorded[specs.EventKeyRetired]
			if !key {
				missing = append(missing, string(specs.EventKeyActivated))
			}
			switch {
			case len(missing) == 0:
			case events.State == specs.None:
				p.Report(s, "nothing is recorded; record at least %s", strings.Join(missing, ", "))
			default:
				p.Missing(s, "whether %s leave a record; add events of these kinds", strings.Join(missing, ", "))
			}
		}
	},
}

// neededEvents are the steps that occur under this policy and are looked for first after an incident.
func neededEvents(p *Pass) []specs.EventKind {
	out := []specs.EventKind{specs.EventIssued, specs.EventRevoked, specs.EventValidationFailed}
	if len(p.TokensOf(specs.RefreshToken)) > 0 {
		out = append(out, specs.EventRefreshed, specs.EventRefreshFailed)
	}
	for r := range rotations(p) {
		if r.Mode.IsSet() { // not one that is stated to keep the string
			return append(out, specs.EventRotated, specs.EventReuseDetected)
		}
	}
	return out
}

// eventKind is the step that an event stands for: as stated, or that of the standard event of its name.
func eventKind(name string, e specs.Event) specs.EventKind {
	if e.Kind.IsSet() {
		return e.Kind.V
	}
	for _, known := range standard.Events() {
		if known.Name == name {
			return specs.KindOfEvent(name)
		}
	}
	return ""
}
