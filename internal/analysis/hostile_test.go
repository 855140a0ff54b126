// Keeps the promise that no policy makes the analysis run away: circles end, and what branches is cut off.
package analysis

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAnalysisEndsForHostilePolicies(t *testing.T) {
	var circle, doubling, many strings.Builder
	circle.WriteString("sessions:\n")
	for i := range 30 { // every session ends with every other
		fmt.Fprintf(&circle, "  s%d: {lifetime: {absolute: %dh, ends_with: [", i, i+1)
		for j := range 30 {
			fmt.Fprintf(&circle, "sessions.s%d, ", j)
		}
		circle.WriteString("]}}\n")
	}
	circle.WriteString("tokens: {access: {type: access_token, lifetime: {ttl: 1h, ends_with: sessions.s29}, parents: access}}\nrevocation: {triggers: {logout: session}, cascade: {access: access}}\n")
	doubling.WriteString("timers:\n  t0: 1m\n")
	for i := 1; i < 19; i++ { // each names the one before twice
		fmt.Fprintf(&doubling, "  t%d: {ttl: {sum: [{ref: timers.t%d.ttl}, {ref: timers.t%d.ttl}]}}\n", i, i-1, i-1)
	}
	doubling.WriteString("tokens: {access: {type: access_token, lifetime: {ref: timers.t18}}}\nrevocation: {triggers: {logout: session}}\n")
	many.WriteString("tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n")
	for i := range 12 {
		fmt.Fprintf(&many, "      - {when: {tenant: t%d, user: u%d, scope: s%d}, lifetime: 5m}\n", i, i, i)
	}
	many.WriteString("tenants: {")
	for i := range 12 {
		fmt.Fprintf(&many, "t%d: x, ", i)
	}
	many.WriteString("}\nscopes: {")
	for i := range 12 {
		fmt.Fprintf(&many, "s%d: x, ", i)
	}
	many.WriteString("}\nrevocation: {triggers: {logout: session}}\n")
	for name, text := range map[string]string{"circle": circle.String(), "doubling": doubling.String(), "many": many.String()} {
		p := policy(t, text)
		done := make(chan *Facts)
		go func() { done <- Analyse(p) }()
		select {
		case f := <-done:
			if len(f.Exposures) != 1 {
				t.Errorf("%s: got %d exposures", name, len(f.Exposures))
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: the analysis does not end", name)
		}
	}
}

func TestAnalysisOfNothing(t *testing.T) {
	f := Analyse(policyOf(t, "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token}}\n"))
	if len(f.Exposures)+len(f.Keys)+len(f.Races)+len(f.Errors.Cells)+len(f.Errors.Faults)+len(f.Judgements) > 0 {
		t.Errorf("something follows from nothing: %+v", f)
	}
}
