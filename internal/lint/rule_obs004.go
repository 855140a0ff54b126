package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var alertWithoutLevel = &Rule{
	ID: "OBS004", Title: "alert that cannot fire: no metric, level or window, or a label that its metric lacks",
	Why:      "Nobody can set up an alert that does not say when it fires, and one that looks for a label its metric lacks never does; it exists on paper alone.",
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
			case a.Metric.State == specs.None:
				p.Report(s.In("metric", a.Metric.Mark), "the alert looks at no metric, so that nothing can set it off; name the metric")
			case !a.Over.Stated():
				p.Missing(s, "the level beyond which it fires; add over, such as 5%% or 10")
			case a.Over.State == specs.None:
				p.Report(s.In("over", a.Over.Mark), "without a level the alert never fires, or always does; write one, such as 5%% or 10")
			case !a.Window.Stated():
				p.Missing(s, "over what time it is judged; add window, such as 10m")
			case a.Window.State == specs.None:
				p.Report(s.In("window", a.Window.Mark), "without a window nobody can count what happened; write one, such as 10m")
			}
			if a.Metric.IsSet() {
				looksForLabels(p, s, a)
			}
		}
	},
}

// looksForLabels holds the labels that an alert looks for to those that its metric has.
func looksForLabels(p *Pass, s Spot, a specs.Alert) {
	at, labels := At[specs.Values[string]](p, "observability.metrics."+string(a.Metric.V)+".labels", s.Sel)
	if labels.State != specs.Set && labels.State != specs.None {
		return // the metric does not say
	}
	for i := range a.Where.Entries {
		e := &a.Where.Entries[i]
		if e.V.IsSet() && !slices.ContainsFunc(specs.Plain(labels), func(have string) bool { return sameField(have, e.ID) }) {
			p.Report(s.In("where", a.Where.Mark).In(e.ID, e.V.Mark), "%s has no label %s, so that the alert never fires; name one that it has, or add the label", a.Metric.V, diag.Quote(e.ID)).
				Related(at.At, "the labels of the metric")
		}
	}
}
