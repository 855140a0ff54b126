// Keeps the promise that a flow of the policy's own is drawn as it is written, with the values that its texts refer to,
// and that what Link lets through can be drawn.
package flow

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

const own = `tokenbook: v1
policy: {id: p, title: P, version: 1.0.0}
tokens: {access: {type: access_token, lifetime: 10m}}
flows:
  handover:
    title: A kiosk hands over to a phone
    description: Nobody types a password into a kiosk.
    tokens: access
    actors: {kiosk: Kiosk, phone: Phone, id: Sign-in}
    steps:
      - {from: kiosk, to: phone, says: shows a code}
      - {from: phone, says: asks the user}
      - either:
          - when: the user agrees
            steps:
              - {from: phone, to: id, says: approves}
              - {from: id, to: kiosk, says: "a token for {{ tokens.access.lifetime }}", answer: true}
          - when: the user does not
            fails: true
            steps: [{from: id, to: kiosk, says: access_denied, answer: true, fails: true}]
`

func TestOwnFlows(t *testing.T) {
	var found *Flow
	flows := Flows(parse(t, own))
	for i := range flows {
		if flows[i].Kind == KindOwn {
			found = &flows[i]
		}
	}
	if found == nil {
		t.Fatal("the flow is not drawn")
	}
	if err := found.Model.Validate(); err != nil {
		t.Error(err)
	}
	text := ""
	for _, l := range found.Model.Text() {
		text += strings.Repeat("  ", l.Depth) + l.Text + "\n"
	}
	for _, want := range []string{"Kiosk", "shows a code", "the user agrees", "a token for 10m", "access_denied"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the flow:\n%s", want, text)
		}
	}
	changedValue := draw2(t, strings.Replace(own, "lifetime: 10m", "lifetime: 5m", 1))
	if got := changed(draw2(t, own), changedValue); !strings.Contains(strings.Join(got, " "), found.ID) {
		t.Errorf("another lifetime leaves the flow as it was; changed are %q", got)
	}
	other := draw2(t, strings.Replace(own, "shows a code", "shows a picture", 1))
	if got := changed(draw2(t, own), other); len(got) != 1 || got[0] != found.ID {
		t.Errorf("another step changes %q, not %q alone", got, found.ID)
	}
}

func TestOwnFlowsFitTheLimitsOfPictures(t *testing.T) {
	if specs.MaxFlowActors > draw.MaxActors || specs.MaxFlowSteps > draw.MaxSteps {
		t.Errorf("the format takes flows of %d actors and %d steps; pictures have room for %d and %d", specs.MaxFlowActors, specs.MaxFlowSteps, draw.MaxActors, draw.MaxSteps)
	}
}
