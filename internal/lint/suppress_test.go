// Keeps the promise that a finding is silenced only where an author gave a rule, a reason and a place that fit, and that
// the comment and the section behave alike.
package lint

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
)

const withLongToken = `tokenbook: v1
extends: minimal.yaml
tokens:
  access:
    type: access_token
`

// said is what a run says, without the messages of rules: RULE line[ silenced], or the fault of a suppression.
func said(l diag.List) []string {
	var out []string
	for _, f := range l {
		text := f.Rule
		if f.Rule == suppressRule {
			text = f.Severity.String() + ": " + f.Message
		}
		if f.Allowed != nil {
			text += " silenced: " + f.Allowed.Reason + "|" + f.Allowed.Owner + "|" + f.Allowed.Until
		}
		out = append(out, text)
	}
	return out
}

func TestSuppressions(t *testing.T) {
	for _, c := range []struct {
		name, policy string
		want         []string
	}{
		{"comment beside the value", "    lifetime: 8h # tokenbook:allow LIFE002 until=2027-01-01 owner=identity -- nights\n",
			[]string{"LIFE002 silenced: nights|identity|2027-01-01"}},
		{"comment before the value", "    # tokenbook:allow LIFE002 until=2027-01-01 owner=identity -- nights\n\n    # more\n    lifetime: 8h\n",
			[]string{"LIFE002 silenced: nights|identity|2027-01-01"}},
		{"section", "    lifetime: 8h\nsuppressions: [{rule: LIFE002, at: tokens.access.lifetime, reason: nights, owner: identity, until: 2027-01-01}]\n",
			[]string{"LIFE002 silenced: nights|identity|2027-01-01"}},
		{"section, of all that lies inside", "    lifetime: 8h\nsuppressions: [{rule: life002, at: tokens.access, reason: nights, owner: identity, until: 2027-01-01}]\n",
			[]string{"LIFE002 silenced: nights|identity|2027-01-01"}},
		{"section, anywhere", "    lifetime: 8h\nsuppressions: [{rule: LIFE002, reason: nights, owner: identity, until: 2027-01-01}]\n",
			[]string{"LIFE002 silenced: nights|identity|2027-01-01"}},
		{"comment without owner and end", "    lifetime: 8h # tokenbook:allow LIFE002 -- nights\n",
			[]string{"LIFE002 silenced: nights||", "warning: the suppression of LIFE002 has no owner and no end, so that it hides the finding for good and nobody answers for it; add owner=NAME and until=DATE"}},
		{"comment without end", "    lifetime: 8h # tokenbook:allow LIFE002 owner=identity -- nights\n",
			[]string{"LIFE002 silenced: nights|identity|", "warning: the suppression of LIFE002 has no end, so that it hides the finding for good; add until=DATE"}},
		{"comment without owner", "    lifetime: 8h # tokenbook:allow LIFE002 until=2027-01-01 -- nights\n",
			[]string{"LIFE002 silenced: nights||2027-01-01", "warning: the suppression of LIFE002 has no owner, so that nobody is asked when it ends; add owner=NAME"}},
		{"section without owner and end", "    lifetime: 8h\nsuppressions: [{rule: LIFE002, reason: nights}]\n",
			[]string{"LIFE002 silenced: nights||", "warning: the suppression of LIFE002 has no owner and no end, so that it hides the finding for good and nobody answers for it; add owner: NAME and until: DATE"}},
		{"section that states none", "    lifetime: 8h\nsuppressions: [{rule: LIFE002, reason: nights, owner: identity, until: none}]\n",
			[]string{"LIFE002 silenced: nights|identity|", "warning: the suppression of LIFE002 has no end, so that it hides the finding for good; add until: DATE"}},
		{"section that has ended", "    lifetime: 8h\nsuppressions: [{rule: LIFE002, reason: nights, owner: identity, until: 2026-10-01}]\n",
			[]string{"LIFE002", "error: the suppression of LIFE002 ended on 2026-10-01; mend the finding, or agree on a new end"}},
		{"another line", "    # tokenbook:allow LIFE002 until=2027-01-01 owner=identity -- nights\n    format: jwt\n    lifetime: 8h\n",
			[]string{"warning: LIFE002 silences nothing here: the finding is gone, or stands elsewhere; remove the suppression", "LIFE002"}},
		{"another rule", "    lifetime: 8h # tokenbook:allow FLOW001 until=2027-01-01 owner=identity -- nights\n",
			[]string{"LIFE002", "warning: FLOW001 silences nothing here: the finding is gone, or stands elsewhere; remove the suppression"}},
		{"no reason", "    lifetime: 8h # tokenbook:allow LIFE002\n",
			[]string{"LIFE002", "error: the suppression of LIFE002 gives no reason; say why the finding may stay"}},
		{"ended", "    lifetime: 8h # tokenbook:allow LIFE002 until=2026-11-01 owner=identity -- nights\n",
			[]string{"LIFE002", "error: the suppression of LIFE002 ended on 2026-11-01; mend the finding, or agree on a new end"}},
		{"last day", "    lifetime: 8h # tokenbook:allow LIFE002 until=2026-11-02 owner=identity -- nights\n",
			[]string{"LIFE002 silenced: nights|identity|2026-11-02"}},
		{"no such rule", "    lifetime: 8h # tokenbook:allow LIFE0002 -- nights\n",
			[]string{"LIFE002", `error: there is no rule "LIFE0002"`}},
		{"no such rule, without a number", "    lifetime: 8h # tokenbook:allow lifetime -- nights\n",
			[]string{"LIFE002", `error: there is no rule "lifetime"`}},
		{"no rule", "    lifetime: 8h # tokenbook:allow -- nights\n",
			[]string{"LIFE002", "error: the comment names no rule; write # tokenbook:allow RULE until=2027-01-31 owner=NAME -- reason"}},
		{"no day", "    lifetime: 8h # tokenbook:allow LIFE002 until=tomorrow -- nights\n",
			[]string{"LIFE002", `error: the comment has the end "tomorrow", which is no day; write # tokenbook:allow RULE until=2027-01-31 owner=NAME -- reason`}},
		{"text that is no comment", "    summary: \"see# tokenbook:allow LIFE002 -- nights\"\n    lifetime: 8h\n",
			[]string{"LIFE002"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := judge(t, fstest.MapFS{"minimal.yaml": {Data: []byte(Minimal)}, "policy.yaml": {Data: []byte(withLongToken + c.policy)}})
			found = append(of("LIFE002", found), of(suppressRule, found)...)
			found.Sort()
			got := said(found)
			for i := range got {
				got[i], _, _ = strings.Cut(got[i], "; did you mean") // which names are near changes with the catalogue
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
