// These tests keep the promises that hold for the flows of every policy: drawable, named once, the same on every run,
// with every setting they list stated in the policy, and none invented for a policy that says little.
package flow

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

func books(t *testing.T) map[string]*book.Book {
	return map[string]*book.Book{"minimal": example(t, "minimal"), "acme": example(t, "acme"), "small": parse(t, small)}
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func TestEveryFlowCanBeDrawn(t *testing.T) {
	for name, b := range books(t) {
		t.Run(name, func(t *testing.T) {
			flows := Flows(b)
			if len(flows) == 0 {
				t.Fatal("no flow")
			}
			seen := map[string]bool{}
			for _, f := range flows {
				if err := f.Model.Validate(); err != nil { // unknown actors and states are among what it refuses
					t.Errorf("%s: %v", f.ID, err)
				}
				if !idPattern.MatchString(f.ID) || seen[f.ID] {
					t.Errorf("the ID %q is not fit for a file name, or is used twice", f.ID)
				}
				seen[f.ID] = true
				if f.Title == "" || !strings.HasSuffix(f.Description, ".") {
					t.Errorf("%s: title %q, description %q", f.ID, f.Title, f.Description)
				}
				if !slices.IsSorted(f.Settings) || len(slices.Compact(slices.Clone(f.Settings))) != len(f.Settings) || len(f.Settings) == 0 {
					t.Errorf("%s: settings are not sorted, or are listed twice: %v", f.ID, f.Settings)
				}
				for _, id := range f.Tokens {
					if b.Policy.Tokens.Get(id) == nil {
						t.Errorf("%s: speaks of the token %q, which the policy does not have", f.ID, id)
					}
				}
				for _, label := range labels(f.Model) {
					if n := len([]rune(label)); n > draw.LabelLimit {
						t.Errorf("%s: a label has %d characters and would be cut: %s", f.ID, n, label)
					}
				}
			}
		})
	}
}

// labels are all texts of a picture.
func labels(m draw.Model) []string {
	var out []string
	var walk func([]draw.Step)
	walk = func(steps []draw.Step) {
		for _, step := range steps {
			switch v := step.(type) {
			case draw.Message:
				out = append(out, v.Label)
			case draw.Note:
				out = append(out, v.Label)
			case draw.Group:
				out = append(out, v.Label)
				for _, b := range v.Branches {
					out = append(out, b.Label)
					walk(b.Steps)
				}
			}
		}
	}
	switch v := m.(type) {
	case *draw.Sequence:
		for _, a := range v.Actors {
			out = append(out, a.Label)
		}
		walk(v.Steps)
	case *draw.Machine:
		for _, s := range v.States {
			out = append(out, s.Label)
		}
		for _, e := range v.Edges {
			out = append(out, e.Label)
		}
	}
	return out
}

func TestSettingsOfFlowsAreStated(t *testing.T) {
	for name, b := range books(t) {
		t.Run(name, func(t *testing.T) {
			stated := map[string]bool{}
			b.Policy.Visit(func(s *specs.Setting) { stated[s.Path] = true })
			for _, f := range Flows(b) {
				for _, path := range f.Settings {
					if !stated[path] {
						t.Errorf("%s: lists %s, which the policy does not state", f.ID, path)
					}
				}
			}
		})
	}
}

func TestFlowsAreTheSameOnEveryRun(t *testing.T) {
	for name := range books(t) {
		t.Run(name, func(t *testing.T) {
			first, second := Flows(books(t)[name]), Flows(books(t)[name])
			if d := cmp.Diff(first, second); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSparsePolicyHasFewFlows(t *testing.T) {
	type row struct {
		ID   string
		Kind Kind
	}
	var got []row
	for _, f := range Flows(example(t, "minimal")) {
		got = append(got, row{f.ID, f.Kind})
	}
	want := []row{{"issue-client-credentials", KindIssuance}, {"call", KindCall}, {"expiry-access", KindExpiry}, {"states-access", KindState}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A token without a lifetime, a renewal without a rule: the pictures say so instead of showing a default.
func TestSilenceIsShown(t *testing.T) {
	text := `tokenbook: v1
policy: {id: silent, title: Silent, version: 1.0.0}
issuers: {main: https://id.example.com}
clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
resource_servers: {api: https://api.example.com}
tokens:
  access: {type: access_token}
  refresh: {type: refresh_token}
`
	want := map[string][]string{
		"issue-authorization-code": {"Access token: lifetime not specified", "Refresh token: lifetime not specified", "error not specified"},
		"call":                     {"How tokens are checked: not specified", "Checks: not specified"},
		"refresh-refresh":          {"Rotation: not specified", "Refresh token: lifetime not specified"},
	}
	flows := Flows(parse(t, text))
	for _, f := range flows {
		have := labels(f.Model)
		for _, label := range want[f.ID] {
			if !slices.Contains(have, label) {
				t.Errorf("%s: does not say %q; it says:\n%s", f.ID, label, strings.Join(have, "\n"))
			}
		}
		for _, label := range have {
			if regexp.MustCompile(`[0-9]+ (second|minute|hour|day)`).MatchString(label) {
				t.Errorf("%s: invents a time: %s", f.ID, label)
			}
		}
		delete(want, f.ID)
	}
	if len(want) > 0 {
		t.Errorf("missing flows: %v", want)
	}
}

// Clients that behave alike share a picture; one that differs has its own, named after it.
func TestClientsThatDifferHaveTheirOwnPictures(t *testing.T) {
	shared := strings.Replace(small, "  worker:", "  kiosk: {title: Kiosk, type: public, platform: browser, grants: [authorization_code, refresh_token], auth: none, consent: once}\n  worker:", 1)
	shared = strings.ReplaceAll(shared, "to: spa}", "to: [spa, kiosk]}")
	titles := func(text string) map[string]string {
		out := map[string]string{}
		for _, f := range Flows(parse(t, text)) {
			out[f.ID] = f.Title
		}
		return out
	}
	got := titles(shared)
	if got["refresh-refresh"] != "Renewal: refresh token (Shop, Kiosk)" || got["refresh-refresh-kiosk"] != "" {
		t.Errorf("alike: %v", got)
	}
	got = titles(strings.Replace(shared, "    rotation:", "    variants: [{when: {client: kiosk}, lifetime.idle: 1d, because: public place}]\n    rotation:", 1))
	if got["refresh-refresh"] != "Renewal: refresh token (Shop)" || got["refresh-refresh-kiosk"] != "Renewal: refresh token (Kiosk)" {
		t.Errorf("apart: %v", got)
	}
}
