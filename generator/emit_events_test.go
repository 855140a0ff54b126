package generator

// Promise: the messages that tell of dead tokens are described as the policy has them: a channel for each notice that is
// a message to a program, the event that it names or else those of the standards, samples that fit; nothing for a policy
// that sends nothing, and no claim that it does not make.

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract/judge"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"gopkg.in/yaml.v3"
)

// eventsOf is the description of a policy's events, read back; nil where there is none.
func eventsOf(t *testing.T, b *book.Book) map[string]any {
	t.Helper()
	files, err := events.Emit(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		return nil
	}
	var out map[string]any
	if err := yaml.Unmarshal(files[0].Data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// told are the channels with the events that they carry, and the names of those that no policy states in brackets.
func told(t *testing.T, doc map[string]any) []string {
	t.Helper()
	channels, _ := doc["channels"].(map[string]any)
	var out []string
	for id := range channels {
		line := id
		messages, _ := at(t, channels, id, "messages").(map[string]any)
		var names []string
		for name := range messages {
			m, _ := at(t, doc, "components", "messages", name).(map[string]any)
			event, _ := m["x-tokenbook-event"].(string)
			event = event[strings.LastIndex(event, "/")+1:]
			if m["x-tokenbook-named-by"] == "standard" {
				event = "[" + event + "]"
			}
			names = append(names, event)
		}
		slices.Sort(names)
		out = append(out, line+": "+strings.Join(names, " "))
	}
	slices.Sort(out)
	return out
}

func TestEventsAreThoseOfThePolicy(t *testing.T) {
	const triggers = "  triggers: {logout: {kill: session}, password_change: {kill: user}, logout_everywhere: {kill: user}, our_own: {kill: user}}\n"
	for _, c := range []struct {
		name, revocation string
		want             []string
	}{
		{"nothing is sent", "revocation: {notify: {apps: error, people: {by: email, event: signed out}}}\n", nil},
		{"no revocation", "", nil},
		{"a stated event", "revocation: {notify: {apis: {by: push_event, event: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'}}}\n", []string{"apis: session-revoked"}},
		{"an event of one's own", "revocation: {notify: {apis: {by: poll_event, event: token.dead}}}\n", []string{"apis: token.dead"}},
		{"events of the triggers", "revocation:\n" + triggers + "  notify: {apis: push_event}\n", []string{"apis: [credential-change] [session-revoked]"}},
		{"no event and no triggers", "revocation: {notify: {apis: push_event}}\n", []string{"apis: "}},
		{"a mechanism alone", "revocation:\n" + triggers + "  mechanisms: {access: [push_event]}\n", []string{"pushEvent: [credential-change] [session-revoked]"}},
		{"a mechanism and a notice", "revocation: {mechanisms: {access: [push_event]}, notify: {apis: {by: push_event, event: x}}}\n", []string{"apis: x"}},
		{"logout", "revocation: {notify: {apps: backchannel_logout}}\n", []string{"apps: [backchannel-logout]"}},
		{"a call", "revocation: {notify: {partners: {by: webhook, event: token.dead}, others: webhook}}\n", []string{"others: ", "partners: token.dead"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := eventsOf(t, textBook(t, sparseToken+c.revocation))
			if doc == nil {
				if c.want != nil {
					t.Fatal("nothing is written")
				}
				return
			}
			if d := cmp.Diff(c.want, told(t, doc)); d != "" {
				t.Error(d)
			}
			samplesFit(t, doc)
		})
	}
}

// samplesFit asks another validator, and reports how many samples there are.
func samplesFit(t *testing.T, doc map[string]any) (samples int) {
	t.Helper()
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := judge.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	messages, _ := at(t, doc, "components", "messages").(map[string]any)
	for name, m := range messages {
		pointer := "/components/messages/" + name + "/payload"
		if err := schemas.Compile(pointer); err != nil {
			t.Error(err)
		}
		message, _ := m.(map[string]any)
		examples, _ := message["examples"].([]any)
		for _, e := range examples {
			samples++
			payload, err := json.Marshal(at(t, e, "payload"))
			if err != nil {
				t.Fatal(err)
			}
			if err := schemas.Fits(pointer, payload); err != nil {
				t.Error(err)
			}
		}
	}
	return samples
}

func TestEventsOfAcme(t *testing.T) {
	doc := eventsOf(t, exampleBook(t, "acme"))
	want := []string{"backends: backchannel-logout", "partnerSystems: session-revoked", "services: session-revoked"}
	if d := cmp.Diff(want, told(t, doc)); d != "" {
		t.Error(d)
	}
	if got := at(t, doc, "operations", "sendServices", "x-tokenbook-within"); got != "5s" {
		t.Errorf("told within %v", got)
	}
	if n := samplesFit(t, doc); n != 2 { // the body of a call is not specified
		t.Errorf("%d samples", n)
	}
	claims := at(t, doc, "components", "messages", "EventBackchannelLogout", "examples").([]any)[0]
	lives := at(t, claims, "payload", "exp").(int) - at(t, claims, "payload", "iat").(int)
	if want := seconds(t, exampleBook(t, "acme"), "logout_token", nil); int64(lives) != want {
		t.Errorf("the logout token of the sample lives %d s, the policy says %d", lives, want)
	}
}

// An endpoint that the policy states is the address of its channel.
func TestEventAddresses(t *testing.T) {
	doc := eventsOf(t, textBook(t, "issuers: {main: {url: https://id.example, endpoints: {event_delivery: /events, backchannel_logout: /out}}}\n"+sparseToken+
		"revocation: {notify: {apis: push_event, apps: backchannel_logout, others: poll_event}}\n"))
	for id, want := range map[string]any{"apis": "/events", "apps": "/out", "others": nil} {
		channel, _ := at(t, doc, "channels", id).(map[string]any)
		if channel["address"] != want {
			t.Errorf("%s: address %v", id, channel["address"])
		}
	}
}

func TestHostileTextsInEvents(t *testing.T) {
	tried := 0
	for _, h := range hostile.Texts() {
		b, _ := tryBook("tokenbook: v1\npolicy: {id: probe, title: A probe, version: 1.0.0}\n" + sparseToken +
			fmt.Sprintf("revocation: {notify: {apis: {to: %[1]s, by: push_event, event: %[1]s}, calls: {to: %[1]s, by: webhook, event: %[1]s}}}\n", escape.YAML(h.Text)))
		if b == nil {
			continue
		}
		tried++
		doc := eventsOf(t, b)
		samplesFit(t, doc)
		messages, _ := at(t, doc, "components", "messages").(map[string]any)
		for name, m := range messages {
			message, _ := m.(map[string]any)
			if event, _ := message["x-tokenbook-event"].(string); event != escape.Valid(h.Text) {
				t.Errorf("%s: the event of %s is %q", h.Name, name, event)
			}
		}
	}
	if tried < len(hostile.Texts())/2 {
		t.Errorf("only %d texts were tried", tried)
	}
}
