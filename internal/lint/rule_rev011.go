package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var noSignals = &Rule{
	ID: "REV011", Title: "no signal of revocation for long or federated sessions",
	Why: "Clients and services that only ask learn of a revocation at the next refresh, which may be hours away.",
	Cites: []Cite{
		{"SP 800-63C-4", "4.8", "SHOULD"},
		{"CAEP", "3.1", ""},
		{"RISC", "2", ""},
	},
	In: []Ask{{AAL1, diag.Info}, {ASVS2, diag.Info}},
	Bad: `revocation:
  notify:
    partners: {to: partners, by: push_event, event: sessions-revoked}
`,
	Good: `revocation:
  notify:
    partners: {to: partners, by: push_event, event: session-revoked}
`,
	At: "revocation.notify.partners.event",
	Check: func(p *Pass) {
		signals := false
		for s, n := range Each[specs.Notice](p, "revocation.notify.*") {
			switch n.By.V {
			case specs.NoticePushEvent, specs.NoticePollEvent, specs.NoticeBackchannelLogout, specs.NoticeWebhook:
				signals = true
			}
			if strings.Contains(n.Event.V, "sessions-revoked") { // RISC section 2.10 marks it as deprecated
				p.Report(s.In("event", n.Event.Mark), "sessions-revoked of RISC is deprecated; send session-revoked of CAEP").As(diag.Error)
			}
		}
		if signals {
			return
		}
		for s, f := range Each[specs.Federation](p, "issuers.*.federation") {
			if f.Stated() && f.State != specs.None {
				p.Missing(Spot{Path: "revocation.notify", At: s.At}, "sessions rest on another identity provider; say how clients and services learn that one ended, such as by push_event")
			}
		}
		for s, d := range Each[specs.Value[specs.Duration]](p, "client_strategy.offline.max") {
			if d.IsSet() {
				p.Missing(Spot{Path: "revocation.notify", At: s.At}, "clients work offline; say how they and the services learn of a revocation")
			}
		}
	},
}
