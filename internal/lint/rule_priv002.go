package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// personalFields are names of fields that say directly who somebody is.
var personalFields = []string{"email", "email_address", "phone", "phone_number", "name", "given_name", "family_name", "full_name", "username", "user_name", "login",
	"address", "birthdate", "date_of_birth", "enduser.id", "user.email", "user.name"}

var personalDataKept = &Rule{
	ID: "PRIV002", Title: "personal data in cookies or logs, or kept without an end",
	Why: "Records outlive the session that made them, and more people read them than anybody thinks.",
	Cites: []Cite{
		{"SP 800-63B-4", "5.1.1", "SHALL NOT"},
		{"SP 800-63B-4", "2.4.2", ""},
		{"ASVS 5.0", "16.1.1", ""},
		{"ASVS 5.0", "14.2.7", ""},
	},
	In: []Ask{{AAL1, diag.Error}, {ASVS2, diag.Warning}},
	Bad: `observability:
  logs: {format: json, retention: 30d}
  events:
    signed_in: {recorded_when: Somebody signs in, fields: [time, client_id, email]}
`,
	Good: `observability:
  logs: {format: json, retention: 30d}
  events:
    signed_in: {recorded_when: Somebody signs in, fields: [time, client_id, subject_hash]}
`,
	At: "observability.events.signed_in.fields.2",
	Check: func(p *Pass) {
		for _, pattern := range []string{"clients.*.cookie", "sessions.*.cookie", "tokens.*.delivery.*.cookie"} {
			for s, c := range Each[specs.Cookie](p, pattern) {
				if c.Holds.IsSet() && c.Holds.V == specs.CookiePersonalData {
					p.Report(s.In("holds", c.Holds.Mark), "the cookie holds personal data that anybody can read; keep an identifier in it and the data at the server")
				}
			}
		}
		hidden := hiddenFields(p)
		look := func(s Spot, fields specs.Values[string]) {
			for i, f := range fields.Items {
				if slices.ContainsFunc(personalFields, func(l string) bool { return sameField(l, f.V) }) && !slices.ContainsFunc(hidden, func(h string) bool { return sameField(h, f.V) }) {
					p.Report(s.Item(i, f.Mark), "each record says who somebody is; write a keyed hash of it, or list it under privacy.masking").AtMost(diag.Warning)
				}
			}
		}
		for s, fields := range Each[specs.Values[string]](p, "observability.events.*.fields") {
			look(s, fields)
		}
		for s, fields := range Each[specs.Values[string]](p, "observability.audit.fields") {
			look(s, fields)
		}
		for s, logs := range Each[specs.Logs](p, "observability.logs") {
			if logs.State == specs.Set {
				keptUntil(p, s.In("retention", logs.Retention.Mark), logs.Retention.Mark, "log", "how long logs are kept, such as 30d")
			}
		}
		for s, audit := range Each[specs.Audit](p, "observability.audit") {
			if audit.State == specs.Set {
				keptUntil(p, s.In("retention", audit.Retention.Mark), audit.Retention.Mark, "audit", "how long the audit trail is kept, such as 400d")
			}
		}
	},
}

// keptUntil reports records that are kept without an end, here and under privacy.retention.
func keptUntil(p *Pass, s Spot, retention specs.Mark, kind, say string) {
	switch {
	case keeps(p, kind):
	case retention.State == specs.Silent:
		p.Missing(s, "%s", say).AtMost(diag.Warning)
	case retention.State == specs.None:
		p.Report(s, "the records are kept without an end; say %s", say).AtMost(diag.Warning)
	}
}

// hiddenFields are the fields that are masked, or never written.
func hiddenFields(p *Pass) []string {
	return append(p.Privacy.Masking.IDs(), specs.Plain(p.Observability.Logs.Redact)...)
}

// keeps reports whether privacy.retention has a record of that kind.
func keeps(p *Pass, kind string) bool {
	return slices.ContainsFunc(p.Privacy.Retention.IDs(), func(id string) bool { return strings.Contains(id, kind) })
}
