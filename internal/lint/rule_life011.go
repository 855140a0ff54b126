package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var devicePolling = &Rule{
	ID: "LIFE011", Title: "device code without an end, or polled without pause",
	Why: "A device code that never ends invites guessing of user codes; polling without pause wears the token endpoint down.",
	Cites: []Cite{
		{"RFC 8628", "3.2", "REQUIRED"},
		{"RFC 8628", "3.5", "MUST"},
	},
	In: []Ask{{BCP, diag.Error}, {ASVS1, diag.Error}},
	House: []House{
		{"poll_every", lasting(specs.Duration(5 * time.Second)), "the shortest polling interval; RFC 8628 only says what holds where none is given"},
	},
	Bad: `tokens:
  device: {type: device_code, lifetime: 15m, poll_every: 1s}
`,
	Good: `tokens:
  device: {type: device_code, lifetime: 15m, poll_every: 5s}
`,
	At:     "tokens.device.poll_every",
	Repair: "writes the advised interval",
	Check: func(p *Pass) {
		least := p.Figure("poll_every").D
		for s, life := range EachOrSilent[specs.Lifetime](p, "tokens.*.lifetime") {
			if !p.Is(s.Name(), specs.DeviceCode) {
				continue
			}
			if bound, known := p.Longest(life, s.Sel); !life.Stated() {
				p.Missing(s, "the response has to give expires_in; write how long the code lives, such as 15m")
			} else if life.State == specs.None || known && bound.Max.Kind != specs.Finite {
				p.Report(s, "the response has to give expires_in; write how long the code lives, such as 15m")
			}
		}
		for s, every := range Each[specs.Value[specs.Duration]](p, "tokens.*.poll_every") {
			if p.Is(s.Name(), specs.DeviceCode) && every.IsSet() && every.V < least {
				p.Report(s, "clients may ask every %s; %s or more is advised", every.V, least).As(diag.Warning).Write(s, least.String())
			}
		}
	},
}
