package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// leakingDetails are the details that help an attacker more than a caller.
var leakingDetails = map[specs.ErrorDetail]string{
	specs.ExposeStackTrace:      "a stack trace shows how the program is built",
	specs.ExposeQuery:           "a query shows how the data is kept",
	specs.ExposeInternalAddress: "an internal address shows where to go next",
	specs.ExposeToken:           "a token in a response ends up in logs",
	specs.ExposeKey:             "a key in a response is known to all who read it",
	specs.ExposeUserExistence:   "whoever tries names learns which accounts exist",
}

var errorLeaksDetail = &Rule{
	ID: "ERR005", Title: "error text tells too much, or has characters that are not allowed",
	Why: "Attackers read error texts more closely than users do. And a text with a quotation mark or a line break breaks the header or the JSON that carries it.",
	Cites: []Cite{
		{"RFC 6749", "5.2", "MUST NOT"},
		{"RFC 6750", "3", "MUST NOT"},
		{"ASVS 5.0", "16.5.1", ""},
		{"ASVS 5.0", "6.3.8", ""},
		{"ASVS 5.0", "13.4.2", ""},
	},
	In:     []Ask{{BCP, diag.Warning}, {ASVS2, diag.Warning}}, // an error in production
	Bad:    "errors:\n  expose: [error, stack_trace]\n",
	Good:   "errors:\n  expose: [error]\n",
	At:     "errors.expose.1",
	Repair: "takes the detail from the list",
	Check: func(p *Pass) {
		for s, details := range Each[specs.Values[specs.ErrorDetail]](p, "errors.expose") {
			for i, v := range details.Items {
				why, bad := leakingDetails[v.V]
				if !bad || !v.IsSet() {
					continue
				}
				cite := Cite{"ASVS 5.0", "16.5.1", ""}
				if v.V == specs.ExposeUserExistence {
					cite = Cite{"ASVS 5.0", "6.3.8", ""}
				}
				r := p.Report(s.Item(i, v.Mark), "%s; keep it to the log", why).Cite(cite)
				if v.V != specs.ExposeUserExistence && inProduction(p, s) {
					r.As(diag.Error).Cite(Cite{"ASVS 5.0", "13.4.2", ""})
				}
				if len(details.Items) > 1 {
					r.Drop(string(v.V), v.At)
				}
			}
		}
		for r := range refusals(p, "description") {
			s, text := At[specs.Value[string]](p, r.Path+".description", r.Sel)
			if !text.IsSet() || len(r.Surfaces) == 0 || standard.SafeDescription(text.V) {
				continue
			}
			cite := Cite{"RFC 6749", "5.2", "MUST NOT"}
			if !slices.ContainsFunc(r.Surfaces, func(s standard.Surface) bool { return !slices.Contains(withChallenge, s) }) {
				cite = Cite{"RFC 6750", "3", "MUST NOT"}
			}
			p.Report(s, "error_description takes printable ASCII without quotation mark and backslash; write it in these, and texts for users under user_message").Cite(cite)
		}
	},
}
