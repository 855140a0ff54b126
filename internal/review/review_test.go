// Keeps the promise that the checklist says of each requirement what the policy states about it, and nothing that it
// does not.
package review

import (
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

const policy = `tokenbook: v1
policy:
  id: p
  title: P
  version: 1.0.0
  success: {renewals: {text: Renewals rarely fail}}
tokens:
  access:
    type: access_token
    lifetime: 10m
    revocable: undecided
    rotation: none
`

func checklist(t *testing.T, findings ...diag.Finding) map[string]Item {
	t.Helper()
	src, _ := specs.Load(fstest.MapFS{"p.yaml": {Data: []byte(policy)}}, "p.yaml")
	doc, parsed := specs.Parse(src)
	if all := append(parsed, specs.Link(doc, src)...); len(all) > 0 {
		t.Fatal(all)
	}
	out := map[string]Item{}
	for _, item := range Checklist(book.New(specs.Resolve(doc, src, specs.Date{}), findings)) {
		out[item.Requirement.ID] = item
	}
	return out
}

func TestChecklist(t *testing.T) {
	items := checklist(t)
	artifacts := 0
	for _, r := range standard.Requirements() {
		if r.Section().Prefix == "ART" {
			artifacts++
		}
	}
	if len(items) != len(standard.Requirements())-artifacts {
		t.Errorf("%d items for %d requirements, %d of them about outputs", len(items), len(standard.Requirements()), artifacts)
	}
	life := items["LIF-1"]
	if life.Status != Stated || len(life.Evidence) != 1 || life.Evidence[0].Path != "tokens.access.lifetime.ttl.default" || life.Evidence[0].Value != "10m" || life.Evidence[0].At.Start.Line != 10 {
		t.Errorf("LIF-1: %+v", life)
	}
	if rot := items["ROT-1"]; rot.Status != Stated || rot.Evidence[0].Value != "none" {
		t.Errorf("what is stated as none is stated: %+v", rot)
	}
	if gov := items["GOV-5"]; gov.Status != Stated {
		t.Errorf("a setting inside a collection states the requirement of the collection: %+v", gov)
	}
	if rev := items["REV-1"]; rev.Status != NotStated || len(rev.Open) != 1 {
		t.Errorf("what is undecided is open, not stated: %+v", rev)
	}
	if cli := items["CLI-3"]; cli.Status != NotStated || len(cli.Evidence) > 0 {
		t.Errorf("silence is not an answer: %+v", cli)
	}
}

func TestChecklistShowsFindings(t *testing.T) {
	items := checklist(t, diag.Finding{Rule: "r", Severity: diag.Warning, Setting: "tokens.access.lifetime.ttl.default", Message: "too long"})
	if life := items["LIF-1"]; life.Status != Findings || len(life.Findings) != 1 {
		t.Errorf("LIF-1: %+v", life)
	}
	if typ := items["TYP-1"]; typ.Status != Stated {
		t.Errorf("a finding elsewhere changes nothing: %+v", typ)
	}
}
