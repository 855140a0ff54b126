package lint

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

var limitCut = &Rule{
	ID: "EFF002", Title: "limit that is never reached",
	Why:      "Readers take the limit for what holds, and something else ends the token before.",
	Severity: diag.Warning,
	Bad: `sessions:
  sso: {lifetime: 8h, tokens: [refresh]}
tokens:
  refresh: {type: refresh_token, lifetime: {absolute: 30d, ends_with: sessions.sso}}
`,
	Good: `sessions:
  sso: {lifetime: 8h, tokens: [refresh]}
tokens:
  refresh: {type: refresh_token, lifetime: {idle: 1h, ends_with: sessions.sso}}
`,
	At:    "tokens.refresh.lifetime.absolute",
	Check: func(p *Pass) { judged(p, analysis.JudgedCut) },
}
