package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

var errorsNotTotal = &Rule{
	ID: "ERR006", Title: "state of a token without exactly one error and one action",
	Why:      "Somebody who calls with such a token gets an answer that the policy does not foresee, or one of two; the client has no branch for it.",
	Severity: diag.Warning,
	Bad: `errors:
  adopt: [token, resource]
  causes:
    late: {code: invalid_token, status: 401, at: resource, token_state: expired, then: refresh}
    stale: {code: invalid_token, status: 401, at: resource, token_state: expired, then: stop}
`,
	Good: `errors:
  adopt: [token, resource]
  causes:
    late: {code: invalid_token, status: 401, at: resource, token_state: expired, then: refresh}
`,
	At: "errors.causes.late",
	Check: func(p *Pass) {
		for _, c := range p.Facts().Errors.Cells {
			if c.Verdict != analysis.ErrorOverlap || len(c.At) == 0 {
				continue
			}
			s := Spot{Path: "errors.causes." + c.Causes[0], At: c.At[0]}
			found := p.Report(s, "a token in the state %s has several errors at the surface %s: %s; give each a state of its own", c.State, c.Surface, strings.Join(c.Causes, ", "))
			for _, at := range c.At[1:] {
				found.Related(at, "another one")
			}
		}
		for _, f := range p.Facts().Errors.Faults {
			if f.Kind == "unreachable" && len(f.At) > 0 && len(f.Causes) > 0 { // one code for several causes is how OAuth answers; `explain error` shows it
				p.Report(Spot{Path: "errors.causes." + f.Causes[0], At: f.At[0]}, "%s", f.Text)
			}
		}
	},
}
