package standard

// Promise: every event that a trigger is told with is in the table, under the clause that the trigger names, and the
// values of its members hang together.

import (
	"slices"
	"strings"
	"testing"
)

func TestEventTypes(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range EventTypes() {
		if seen[e.URI] || e.Title == "" || !strings.HasSuffix(e.Description, ".") || e.Cite.Document == "" {
			t.Errorf("%s is there twice or lacks words", e.URI)
		}
		seen[e.URI] = true
		var names []string
		for _, m := range append(CommonEventMembers(e.URI), e.Members...) {
			if slices.Contains(names, m.Name) || !strings.HasSuffix(m.Description, ".") {
				t.Errorf("%s: %s is there twice or lacks words", e.URI, m.Name)
			}
			names = append(names, m.Name)
			if m.Required && m.Example == "" || m.Example != "" && len(m.Values) > 0 && !slices.Contains(m.Values, m.Example) {
				t.Errorf("%s: %s has no sample, or %q, which it may not be", e.URI, m.Name, m.Example)
			}
		}
	}
	for _, tr := range Triggers() {
		if tr.Event == "" {
			continue
		}
		if e, ok := EventTypeByURI(tr.Event); !ok || e.Cite != tr.EventCite {
			t.Errorf("trigger %s is told with %s (%s), which the table has as %s", tr.Key, tr.Event, tr.EventCite, e.Cite)
		}
	}
	if _, ok := EventTypeByURI("urn:nothing"); ok {
		t.Error("an event that nobody names is found")
	}
	if len(CommonEventMembers(BackchannelLogoutEvent)) > 0 || len(CommonEventMembers(caep+"session-revoked")) == 0 {
		t.Error("the members of CAEP stand in events of others, or not in its own")
	}
}
