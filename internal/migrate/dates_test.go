// Keeps the promise that a day which comes too early is a finding that names the earliest day and the days that are
// missing, that the repair is the smallest one, and that a day which can work is none.
package migrate

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

const dated = issuers + "tokens: {access: {type: access_token, format: jwt, keys: signing, lifetime: 10m}}\n"

// With 14 days of notice, an hour of rollout twice, publish_ahead of 7 days and keep_after of a day, the old key may be
// withdrawn on 2027-02-02 at 02:00, so that 2027-02-03 is the first whole day.
var dateCases = []struct{ name, add, path, day, repair string }{
	{"effective", "", "policy.effective", "2027-02-02", "not before 2027-02-03, or 1 day more"},
	{"effective in time", "", "policy.effective", "2027-02-03", ""},
	{"stage", "changes:\n  - {version: 1.0.0, title: A, flag: new_keys, rollback: Switch back., stages: [{from: 2027-01-11, state: optional}, {from: DAY, state: mandatory}]}\n",
		"changes.0", "2027-01-20", "not before 2027-02-03, or 14 days more"},
	{"stage in time", "changes:\n  - {version: 1.0.0, title: A, stages: [{from: DAY, state: mandatory}]}\n", "changes.0", "2027-02-03", ""},
	{"of another setting", "changes:\n  - {version: 1.0.0, title: A, settings: [tokens.access.lifetime], stages: [{from: DAY, state: mandatory}]}\n", "changes.0", "2027-01-12", ""},
	{"window", "changes:\n  - {version: 1.0.0, title: A, window: {from: 2027-02-01, until: DAY}}\n", "changes.0.window.until", "2027-02-02", "write until 2027-02-03, or 1 day more"},
	{"window in time", "changes:\n  - {version: 1.0.0, title: A, window: {from: 2027-02-01, until: DAY}}\n", "changes.0.window.until", "2027-02-03", ""},
	{"deprecation", "deprecations: {old: {what: algorithm, name: ES256, announced: 2026-01-01, cutoff: DAY}}\n", "deprecations.old.cutoff", "2027-01-31", "not before 2027-02-03, or 3 days more"},
	{"deprecation of something else", "deprecations: {old: {what: algorithm, name: RS256, announced: 2026-01-01, cutoff: DAY}}\n", "deprecations.old.cutoff", "2027-01-31", ""},
	{"history of another version", "changes:\n  - {version: 0.9.0, title: A, stages: [{from: DAY, state: mandatory}]}\n", "changes.0", "2026-01-12", ""},
	{"another version to come", "changes:\n  - {version: 1.1.0, title: A, stages: [{from: DAY, state: mandatory}]}\n", "changes.0", "2027-02-01", "not before 2027-02-03, or 2 days more"},
	{"retirement", "", "policy.retirement.date", "2027-02-01", "not before 2027-02-03, or 2 days more"},
}

func TestDates(t *testing.T) {
	for _, c := range dateCases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(dated, "ES256", "EdDSA", 1) + strings.ReplaceAll(c.add, "DAY", c.day)
			is := small(t, text)
			day, err := specs.ParseDate(c.day)
			if err != nil {
				t.Fatal(err)
			}
			switch c.path {
			case "policy.effective":
				is.Policy.Effective = specs.Value[specs.Date]{Mark: specs.Mark{State: specs.Set}, V: day}
			case "policy.retirement.date":
				is.Policy.Retirement.Date = specs.Value[specs.Date]{Mark: specs.Mark{State: specs.Set}, V: day}
			}
			p := planned(t, small(t, dated), is, Options{})
			var got []string
			for _, f := range p.Findings {
				if f.Severity == diag.Error && f.Setting == c.path {
					got = append(got, f.Message)
				}
			}
			switch {
			case c.repair == "" && len(p.Findings) > 0:
				t.Errorf("a day that can work is a finding: %v", p.Findings)
			case c.repair != "" && (len(got) != 1 || !strings.HasSuffix(got[0], c.repair)):
				t.Errorf("want …%q, got %q of %v", c.repair, got, p.Findings)
			}
			if strings.Contains(c.add, "flag") {
				if m := only(t, p, "signing-algorithm"); m.Flag != "new_keys" || m.Rollback != "Switch back." {
					t.Errorf("flag %q, rollback %q", m.Flag, m.Rollback)
				}
			}
		})
	}
}

func TestIssuerUntil(t *testing.T) {
	const token = "tokens: {access: {type: access_token, lifetime: 10m}}\n"
	for until, want := range map[string]string{"2027-02-09": "not before 2027-02-10, or 1 day more", "2027-02-10": ""} {
		is := strings.Replace(issuers, "https://id.example.com", "https://login.example.com, also_accepted: [{url: https://id.example.com, until: "+until+"}]", 1) + token
		p := planned(t, small(t, issuers+token), small(t, is), Options{})
		if got := len(p.Findings); (want == "") != (got == 0) || got > 0 && !strings.HasSuffix(p.Findings[0].Message, want) {
			t.Errorf("until %s: %v", until, p.Findings)
		}
	}
}

// TestMissingFigureIsNamed: without the life of a token the plan has no day, and says which setting it needs.
func TestMissingFigureIsNamed(t *testing.T) {
	for life, want := range map[string]string{"": "is not specified or not guaranteed; state it", "lifetime: never, ": "has no end; give it one"} {
		write := func(aud string) string {
			return issuers + "tokens: {access: {type: access_token, " + life + "audiences: https://" + aud + ".example}}\n"
		}
		p := planned(t, small(t, write("a")), small(t, write("b")), Options{})
		if len(p.Findings) != 1 || p.Findings[0].Setting != "tokens.access.lifetime" || !strings.Contains(p.Findings[0].Message, want) {
			t.Errorf("%q: %v", life, p.Findings)
		}
	}
}

// TestTitlesInFindings: a long title loses its list or ends between words, within the quotes.
func TestTitlesInFindings(t *testing.T) {
	for title, want := range map[string]string{
		"Short": `"Short"`,
		"Everything else: " + strings.Repeat("a.setting, ", 9):   `"Everything else"`,
		"Sign with " + strings.Repeat("something, ", 9) + "else": `"Sign with something, something, something, something …"`,
	} {
		if got := quoteTitle(title); got != want {
			t.Errorf("%q became %s, want %s", title, got, want)
		}
	}
}

// TestHistoryOfTheOldPolicy: what was binding before the old policy held is no day of this plan.
func TestHistoryOfTheOldPolicy(t *testing.T) {
	for effective, want := range map[string]int{"2026-06-01": 0, "2026-01-01": 1} {
		was := small(t, dated)
		day, err := specs.ParseDate(effective)
		if err != nil {
			t.Fatal(err)
		}
		was.Policy.Effective = specs.Value[specs.Date]{Mark: specs.Mark{State: specs.Set}, V: day}
		is := small(t, strings.Replace(dated, "ES256", "EdDSA", 1)+"changes:\n  - {version: 1.0.0, title: A, stages: [{from: 2026-03-01, state: mandatory}]}\n")
		if p := planned(t, was, is, Options{}); p.Findings.Count(diag.Error) != want {
			t.Errorf("an old policy from %s on: %v", effective, p.Findings)
		}
	}
}
