// Keeps the promise that a sign-off rests on its values and on nothing else: with every item of acme signed, a change of
// one value opens exactly the items that depend on it.
package review

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/specs"
)

// acme is the text of the example, by file.
func acme(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := filepath.Glob(filepath.Join("..", "..", "examples", "acme", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no example: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	return files
}

// bookOf is the book of a policy that has no errors.
func bookOf(t testing.TB, fsys fs.FS, reviews string) *book.Book {
	t.Helper()
	src, findings := specs.Load(fsys, "policy.yaml")
	doc, parsed := specs.Parse(src)
	findings = append(append(findings, parsed...), specs.Link(doc, src)...)
	if findings.Count(diag.Error) > 0 {
		t.Fatalf("the policy has errors: %v", findings)
	}
	b := book.New(specs.Resolve(doc, src, specs.Date{}), findings)
	b.Reviews = reviews
	return b
}

// signAll signs every item that needs a person.
func signAll(t *testing.T, items []Item, by string) string {
	t.Helper()
	text := ""
	for i := range items {
		if items[i].Status != Person {
			continue
		}
		var err error
		if text, err = Sign(text, &items[i], SignOff{By: by, On: "2026-10-05", Version: "3.2.0", Note: "looked at"}); err != nil {
			t.Fatal(err)
		}
	}
	return text
}

// with is the policy with another text at a setting.
func with(t *testing.T, b *book.Book, files fstest.MapFS, path, text string) fstest.MapFS {
	t.Helper()
	var at diag.Span
	b.Policy.Visit(func(s *specs.Setting) {
		if s.Path == path && s.Variant == nil && at.IsZero() {
			at = s.Mark.At
		}
	})
	if at.IsZero() {
		t.Fatalf("acme does not state %s", path)
	}
	changed, refused := edit.Apply(string(files[at.File].Data), []diag.Change{{Op: diag.Replace, At: at, Path: path, Text: text}}, func(string) string { return "" })
	if len(refused) > 0 {
		t.Fatalf("%s cannot be changed: %v", path, refused[0].Reason)
	}
	out := fstest.MapFS{}
	for name, f := range files {
		out[name] = f
	}
	out[at.File] = &fstest.MapFile{Data: []byte(changed)}
	return out
}

func TestEachChangeOpensWhatDependsOnIt(t *testing.T) {
	files := acme(t)
	b := bookOf(t, files, "")
	signed := signAll(t, Checklist(b), "Ana Ruiz")
	b.Reviews = signed
	for _, i := range Checklist(b) {
		if i.Status == Person || i.Status == Fail {
			t.Fatalf("%s is %s after everything was signed: %s", i.ID, i.Status, i.Why)
		}
	}
	for _, c := range changes {
		t.Run(c.path, func(t *testing.T) {
			var open []string
			for _, i := range Checklist(bookOf(t, with(t, b, files, c.path, c.text), signed)) {
				if len(i.Signed) > 0 && i.Status != Pass {
					open = append(open, i.ID)
				}
			}
			slices.Sort(open)
			if diff := cmp.Diff(c.opens, open); diff != "" {
				t.Errorf("-expected +open again:\n%s", diff)
			}
		})
	}
}

// changes are worked out by hand from what the format says of each setting, from where acme shows it in prose, and from what
// the worst time for a dead token is made of.
var changes = []struct {
	path, text string
	opens      []string
}{
	{"tokens.access.lifetime.ttl.default", "9m", []string{"ENV-3", "LIF-2"}}, // a change tells clients of it
	{"tokens.refresh.lifetime.idle.default", "13d", []string{"LIF-2"}},
	{"sessions.web.lifetime.idle.default", "29m", []string{"LIF-2", "PRV-5"}}, // an answer to a regulation shows it
	{"tokens.feed_key.type", "{own: feed_key}", []string{"TYP-1"}},
	{"limits.link_attempts.max", "4", []string{"ROT-7"}},
	{"tokens.refresh.cross_device.recovery.requires.0", "user_presence", []string{"BND-3"}},
	{"revocation.denylist.poll", "9s", []string{"REV-2"}},
	{"revocation.objective", "3m", []string{"GOV-5", "REV-2"}}, // a criterion of success shows it
	{"revocation.triggers.account_disabled.reversible", "false", []string{"REV-3"}},
	{"errors.causes.refresh_expired.user_message", "Please sign in.", []string{"ERR-3"}},
	{"clients.mobile.storage.refresh.at_rest", "hashed", []string{"CLI-3"}},
	{"observability.alerts.reuse_burst.severity", "ticket", []string{"OBS-5"}},
	{"observability.audit.access", "Three auditors.", []string{"OBS-6"}},
	{"tokens.id.claims.sub.why", "Another reason.", []string{"PRV-1"}},
	{"observability.logs.redact.9", "dpop_proof", []string{"PRV-4"}},
	{"privacy.audits.every", "90d", []string{"PRV-5"}},
	{"privacy.leakage.clickjacking", "Another answer.", []string{"THR-clickjacking"}},
	{"changes.3.stages.1.text", "All clients must.", []string{"ENV-3"}},
	{"verification.every", "6d", []string{"ENV-6"}},
	{"clients.web_shop.secret.custody.store", "hsm", []string{"ENV-8"}},
	{"scenarios.access_runs_out.steps.3.call", "orders", []string{"TST-3"}},
	{"incidents.playbooks.device_loss.owner", "somebody else", []string{"INC-device_loss"}},
	{"incidents.playbooks.key_exposure.steps.0.within", "11m", []string{"INC-key_exposure"}},
	{"policy.intake.every", "10d", []string{"GOV-2"}},
	{"policy.success.silent_renewal.target", "0.4%", []string{"GOV-5"}},
	// What no answer of a person rests on, and what says the same as before.
	{"policy.title", "Another title", nil},
	{"clients.mobile.title", "Another name", nil},
	{"objectives.issue.throughput", "700", nil},
	{"tokens.access.format", "jwt", nil},
}
