package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The limits of a session by assurance level, SP 800-63B-4 sections 2.1.3, 2.2.3 and 2.3.3.
const (
	hour      = specs.Duration(time.Hour)
	aal1Whole = 30 * 24 * hour
	aal2Whole = 24 * hour
	aal2Idle  = hour
	aal3Whole = 12 * hour
	aal3Idle  = hour / 4
)

var sessionLevel1 = &Rule{
	ID: "SESS001", Title: "session at AAL1 without an end within 30 days",
	Why:   "Even at the lowest level a sign-in must wear off at a known time.",
	Cites: []Cite{{"SP 800-63B-4", "2.1.3", "SHALL"}},
	In:    []Ask{{AAL1, diag.Error}},
	Bad: `sessions:
  sso: {assurance: aal1, lifetime: {absolute: 90d}}
`,
	Good: `sessions:
  sso: {assurance: aal1, lifetime: {absolute: 30d}}
`,
	At: "sessions.sso.lifetime.absolute",
	Check: func(p *Pass) {
		sessionLimits(p, specs.AAL1, aal1Whole, 0, diag.Warning)
	},
}

// sessionLimits judges the sessions of one assurance level: an end at all is a must, whole its advised or ruled length
// with the severity of going beyond, idle the advised limit for disuse (0 for none).
func sessionLimits(p *Pass, level specs.Assurance, whole, idle specs.Duration, beyond diag.Severity) {
	for s, life := range EachOrSilent[specs.Lifetime](p, "sessions.*.lifetime", "sessions.*.assurance") {
		if p.assurance(s) != level || life.State == specs.Undecided {
			continue
		}
		bound, known := p.Longest(life, s.Sel)
		at := s.In("absolute", life.Absolute.Mark)
		if life.TTL.Stated() && !life.Absolute.Stated() {
			at = s.In("ttl", life.TTL.Mark)
		}
		switch {
		case !life.Stated(), !known && len(life.EndsWith.Items) == 0 && life.Absolute.State == specs.Silent && life.TTL.State == specs.Silent:
			p.Missing(at, "a session of %s needs an end that use cannot move; %s or less", level, whole)
		case life.Absolute.State == specs.None, known && bound.Max.Kind != specs.Finite:
			p.Report(at, "a session of %s needs an end that use cannot move; write %s or less", level, whole)
		case known && Exceeds(bound.Max, whole):
			p.Report(at, "a session of %s ends after %s; write %s or less", level, bound.Max, whole).As(beyond)
		}
		if idle == 0 {
			continue
		}
		most, has := p.Amount(life.Idle, s.Sel)
		at = s.In("idle", life.Idle.Mark)
		switch {
		case has && Exceeds(most.Max, idle), life.Idle.State == specs.None:
			p.Report(at, "a session of %s should end after %s without activity, or sooner", level, idle).As(diag.Warning)
		case !has && life.Idle.State == specs.Silent:
			p.Missing(at, "a session of %s should end after %s without activity, or sooner", level, idle).As(diag.Warning)
		}
	}
}

// assurance is the level of a session: its own, else that of the profile which is claimed.
func (p *Pass) assurance(s Spot) specs.Assurance {
	if own := Get[specs.Value[specs.Assurance]](p, "sessions."+s.Name()+".assurance", s.Sel); own.IsSet() {
		return own.V
	}
	switch c := p.Claims(s); {
	case c.Has(AAL3):
		return specs.AAL3
	case c.Has(AAL2):
		return specs.AAL2
	case c.Has(AAL1):
		return specs.AAL1
	}
	return ""
}
