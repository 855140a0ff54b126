package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var alertWithoutLevel = &Rule{
	ID: "OBS004", Title: "alert without a metric, a level or a window",
	Why:      "Nobody can set up an alert that does not say when it fires; it exists on paper alone.",
	Severity: diag.Warning,
	Bad: `observability:
  metrics: {refresh_failures: {measures: Refused renewals, type: counter}}
  alerts:
    failures: {metric: refresh_failures, window: 10m, signal: Many renewals are refused}
`,
	Good: `observability:
  metrics: {refresh_failures: {measures: Refused renewals, type: counter}}
  alerts:
    failures: {metric: refresh_failures, over: 5%, window: 10m, signal: Many renewals are refused}
`,
	At: "observability.alerts.failures",
	Check: func(p *Pass) {
		for s, a := range Each[specs.Alert](p, "observability.alerts.*") {
			switch {
			case a.State != specs.Set:
			case !a.Metric.Stated():
				p.Missing(s, "which metric the alert looks at; add metric")
			case !a.Over.Stated():
				p.Missing(s, "the level beyond which it fires; add over, such as 5%% or 10")
			case !a.Window.Stated():
				p.Missing(s, "over what time it is judged; add window, such as 10m")
			}
		}
	},
}
