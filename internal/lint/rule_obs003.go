package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// personalLabels are names that hold one value for each person, token or session, besides those of the table of telemetry.
var personalLabels = append(standard.ForbiddenLabels(), "subject", "user", "phone", "name", "session", "token_id", "family", "family_id", "ip_address", "client_ip",
	"device_id", "span_id", "correlation_id", "request_id")

// timeUnits are units of time other than the second, as metrics have them.
var timeUnits = []string{"ms", "us", "ns", "min", "h", "d", "millisecond", "milliseconds", "minute", "minutes", "hour", "hours", "day", "days"}

var unboundedLabel = &Rule{
	ID: "OBS003", Title: "metric label with a value for each person or token",
	Why: "Each value is a series of its own: a label that names people fills the store and shows who did what to everybody who sees a graph.",
	Cites: []Cite{
		{"ASVS 5.0", "14.2.6", ""},
		{"Prometheus Naming", "", ""},
		{"OpenTelemetry Conventions", "", ""},
	},
	In: []Ask{{BCP, diag.Error}, {ASVS2, diag.Error}},
	House: []House{
		{"labelled_clients", count(100), "the number of clients up to which a label may name them"},
	},
	Bad:    "observability:\n  metrics:\n    refreshes: {measures: Renewals, type: counter, labels: [outcome, sub]}\n",
	Good:   "observability:\n  metrics:\n    refreshes: {measures: Renewals, type: counter, labels: [outcome, error]}\n",
	At:     "observability.metrics.refreshes.labels.1",
	Repair: "takes the label away; writes s for a unit of time",
	Check: func(p *Pass) {
		most := p.Figure("labelled_clients").Number
		for s, m := range Each[specs.Metric](p, "observability.metrics.*") {
			for i, label := range m.Labels.Items {
				at := s.In("labels", m.Labels.Mark).Item(i, label.Mark)
				var found Report
				switch {
				case slices.ContainsFunc(personalLabels, func(l string) bool { return sameField(l, label.V) }):
					found = p.Report(at, "%s has a value for each person, session or token; leave it out, and put it into the log line", diag.Quote(label.V))
				case (sameField(label.V, "client_id") || sameField(label.V, "oauth.client_id")) && (float64(p.Clients.Len()) > most || p.offers("registration")):
					found = p.Report(at, "client_id grows with every client that registers; count by platform or client class, or up to %g clients", most).AtMost(diag.Warning)
				default:
					continue
				}
				if len(m.Labels.Items) > 1 {
					found.Drop(label.V, label.At)
				} else {
					found.Write(s.In("labels", m.Labels.Mark), "none")
				}
			}
			if at := s.In("unit", m.Unit.Mark); m.Unit.IsSet() && slices.Contains(timeUnits, strings.ToLower(m.Unit.V)) {
				p.Report(at, "times are measured in seconds everywhere else; write s").AtMost(diag.Info).Write(at, "s")
			}
		}
	},
}
