package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var windowDoesNotFit = &Rule{
	ID: "CLI001", Title: "moment of renewal that does not fit the token's life",
	Why:      "A client that renews too early renews for ever; one that renews too late meets the expiry on the way.",
	Severity: diag.Error,
	House: []House{
		{"refresh_share", percent(50), "the largest part of a token's life before whose end clients renew, for tokens of two hours or less"},
	},
	Bad:  "tokens: {access: {type: access_token, lifetime: 10m}}\nclient_strategy: {refresh_at: 15m}\n",
	Good: "tokens: {access: {type: access_token, lifetime: 10m}}\nclient_strategy: {refresh_at: 60s}\n",
	At:   "client_strategy.refresh_at.remaining",
	Check: func(p *Pass) {
		share := p.Figure("refresh_share").Number
		for w := range windows(p, "validation.clock_skew", "client_strategy.request_timeout") {
			timeout := Get[specs.Value[specs.Duration]](p, "client_strategy.request_timeout", w.Sel)
			late := toleranceAt(p, w.Sel) + timeout.Or(0)
			switch {
			case w.Duration >= w.life:
				p.Report(w.Spot, "clients renew %s before the end of a token that lives %s: each new token is renewed at once; write a fifth of it, or a minute", w.Duration, w.life)
			case float64(w.Duration) > float64(w.life)*share/100 && w.life <= specs.Duration(2*time.Hour):
				p.Report(w.Spot, "clients renew %s before the end of a token that lives %s; %g%% of it or less is advised", w.Duration, w.life, share).AtMost(diag.Warning)
			case late > 0 && w.Duration <= late:
				p.Report(w.Spot, "clients begin %s before the end, and the clock tolerance with one request can take %s; begin earlier", w.Duration, late).AtMost(diag.Warning)
			}
		}
	},
}
