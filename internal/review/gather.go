package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// incidents are an item for each playbook: whether it can be carried out is for those to say who would have to.
func (j *judge) incidents() []Item {
	var out []Item
	section := standard.Requirement{ID: "INC-1"}.Section().Title
	for i := range j.p.Incidents.Playbooks.Entries {
		e := &j.p.Incidents.Playbooks.Entries[i]
		path := "incidents.playbooks." + e.ID
		item := Item{ID: named("INC", e.ID), Section: section, Title: "Playbook: " + title(e.V.Title, e.ID), Pages: []string{"incidents"},
			Audience: []standard.Audience{standard.AudienceOperations, standard.AudienceSecurity}, Status: Person,
			Why:      "stated in " + number(len(e.V.Steps.Items), "step", "steps"),
			Question: "Go through its steps with those on call. Could each be done tonight, by whom it names and within its time?",
			Rests:    j.below(path)}
		j.shownBelow(&item, path)
		out = append(out, item)
	}
	return out
}

// profiles are an item for each standard that the policy or a client claims, and one for the rules that hold for all.
func (j *judge) profiles() []Item {
	every := Item{ID: "STD-every", Section: sectionProfiles, Title: "Rules that hold for every policy", Pages: []string{"conformance"},
		Question: "Is the policy consistent in itself?", Audience: []standard.Audience{standard.AudienceSecurity, standard.AudienceCompliance}}
	j.judgeRules(&every, func(r *lint.Rule) bool { return len(r.In) == 0 })
	for _, f := range j.b.Findings { // the checks of the format, and of suppressions
		if _, ok := lint.RuleByID(f.Rule); !ok {
			every.Findings = append(every.Findings, f)
		}
	}
	every.settle()
	out := []Item{every}
	for _, profile := range standard.Profiles() {
		by := j.claimants(profile.Key)
		if len(by) == 0 {
			continue
		}
		claim := "claims"
		if len(by) > 1 {
			claim = "claim"
		}
		item := Item{ID: "STD-" + profile.Key, Section: sectionProfiles, Title: profile.Title, Pages: []string{"conformance"},
			Question: fmt.Sprintf("Is kept what %s %s, as far as a program can judge?", strings.Join(by, " and "), claim),
			Audience: []standard.Audience{standard.AudienceCompliance, standard.AudienceSecurity}}
		if profile.Document != "" {
			item.Clauses = []lint.Cite{{Document: profile.Document}}
		}
		j.judgeRules(&item, func(r *lint.Rule) bool {
			_, asked := r.SeverityUnder(lint.Profile(profile.Key))
			return asked && len(r.In) > 0
		})
		item.settle()
		out = append(out, item)
	}
	return out
}

// claimants are those that claim a standard: the policy, or clients by their names.
func (j *judge) claimants(key string) []string {
	var by []string
	if specs.Has(j.p.Profiles, specs.ProfileID(key)) {
		by = append(by, "the policy")
	}
	for i := range j.p.Clients.Entries {
		if e := &j.p.Clients.Entries[i]; specs.Has(e.V.Profiles, specs.ProfileID(key)) {
			by = append(by, e.ID)
		}
	}
	return by
}

// judgeRules puts what some rules found to an item.
func (j *judge) judgeRules(item *Item, in func(r *lint.Rule) bool) {
	n := 0
	asked := map[string]bool{}
	for _, r := range lint.All() {
		if in(r) {
			n++
			asked[r.ID] = true
		}
	}
	for _, f := range j.b.Findings {
		if asked[f.Rule] {
			item.Findings = append(item.Findings, f)
		}
	}
	item.Why = number(n, "rule", "rules") + " found nothing"
}

// settle decides an item by its findings alone.
func (i *Item) settle() {
	i.Status = Pass
	silenced, _ := i.Findings.Apart()
	switch bad := counted(i.Findings); {
	case bad > 0:
		i.Status, i.Why = Fail, number(bad, "finding", "findings")
	case silenced > 0:
		i.Why += " but what is silenced with a reason"
	}
}

// threats are an item for the attacks that settings answer, one for each that the policy answers in words, and one for
// those that nothing answers.
func (j *judge) threats() []Item {
	audience := []standard.Audience{standard.AudienceSecurity}
	met := Item{ID: "THR-met", Section: sectionThreats, Audience: audience, Status: Pass, Title: "Attacks that settings answer", Pages: j.pages("threats"),
		Question: "Does a setting stand in the way of each known attack that could happen here?"}
	open := Item{ID: "THR-open", Section: sectionThreats, Audience: audience, Title: "Attacks that nothing answers", Status: Person, Why: "no setting and no text answers them"}
	var names, worded []string
	var out []Item
	for _, a := range lint.Answers(j.p) {
		switch {
		case !a.Applies:
		case len(a.By) > 0:
			met.Clauses = append(met.Clauses, a.Cite)
			names = append(names, a.Title)
			for _, held := range a.By {
				for _, s := range held.Spots {
					j.cite(&met, s)
				}
			}
		case len(a.Words) > 0:
			item := Item{ID: named("THR", a.ID), Section: sectionThreats, Audience: audience, Status: Person, Title: "Attack: " + a.Title, Clauses: []lint.Cite{a.Cite},
				Pages: j.pages("threats"), Why: "the policy answers it in words", Question: a.Text + " Does the policy's answer stop it?"}
			var paths []string
			for _, s := range a.Words {
				paths = append(paths, s.Path)
			}
			j.shownBelow(&item, paths...)
			item.Rests = j.below(paths...)
			out = append(out, item)
		default:
			open.Clauses = append(open.Clauses, a.Cite)
			worded = append(worded, a.Title)
		}
	}
	for _, f := range j.b.Findings {
		if f.Rule == "THR001" {
			open.Findings = append(open.Findings, f)
		}
	}
	if len(worded) > 0 {
		open.Question = "Which of these can happen in your systems, and what stops each? " + strings.ToUpper(worded[0][:1]) + worded[0][1:] + tail(worded[1:]) + "."
		open.Rests = []Rest{{"attacks without an answer", strings.Join(worded, "; ")}}
		if bad := counted(open.Findings); bad > 0 {
			open.Status, open.Why, open.Rests = Fail, number(bad, "finding", "findings"), nil
			open.Question = "Does the policy answer " + strings.Join(worded, "; ") + "?"
		}
		out = append(out, open)
	}
	if len(names) > 0 {
		met.Why = number(len(names), "attack", "attacks") + ", each with a setting that no client or environment departs from"
		slices.SortStableFunc(met.Clauses, compareClauses)
		out = append([]Item{met}, out...)
	}
	return out
}

func tail(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "; " + strings.Join(list, "; ")
}

// cite adds the setting of a control to the evidence.
func (j *judge) cite(item *Item, s lint.Spot) {
	if slices.ContainsFunc(item.Evidence, func(e Evidence) bool { return e.Path == s.Path }) {
		return
	}
	if len(item.Evidence) == MaxEvidence {
		item.More++
		return
	}
	text, _, _ := j.p.EffectiveText(s.Path, s.Sel)
	item.Evidence = append(item.Evidence, Evidence{Path: s.Path, Value: short(text), At: s.At})
}

// departures are what somebody accepted: exceptions, remaining risks, and findings that are silenced.
func (j *judge) departures() []Item {
	var out []Item
	add := func(id, path, title, reason, by, until string) {
		item := Item{ID: id, Section: sectionWaived, Title: title, Status: Waived, Pages: []string{"governance"},
			Audience: []standard.Audience{standard.AudienceCompliance, standard.AudienceSecurity},
			Question: "Does the reason still hold: " + strings.TrimSuffix(short(reason), ".") + "?"}
		item.Why = "accepted"
		if by != "" {
			item.Why += " by " + by
		}
		if until != "" {
			item.Why += " until " + until
		}
		if path != "" {
			j.shownBelow(&item, path)
			for _, f := range j.b.Findings {
				if within(f.Setting, path) {
					item.Findings = append(item.Findings, f)
				}
			}
		}
		if bad := counted(item.Findings); bad > 0 {
			item.Status, item.Why = Fail, number(bad, "finding", "findings")
		} else if by == "" {
			item.Status, item.Why = Person, "nobody is named who accepted it"
			item.Rests = j.below(path)
		}
		out = append(out, item)
	}
	for i := range j.p.Exceptions.Entries {
		e := &j.p.Exceptions.Entries[i]
		by := e.V.Approver.V
		if by == "" {
			by = e.V.Owner.V
		}
		add(named("EXC", e.ID), "exceptions."+e.ID, "Exception at "+string(e.V.Setting.V), string(e.V.Reason.V), by, day(e.V.Expires))
	}
	for i := range j.p.Document.Policy.ResidualRisks.Entries {
		e := &j.p.Document.Policy.ResidualRisks.Entries[i]
		add(named("RSK", e.ID), "policy.residual_risks."+e.ID, "Risk: "+words(e.ID), string(e.V.Text.V), e.V.AcceptedBy.V, day(e.V.Until))
	}
	return append(out, j.silenced()...)
}

// silenced are an item for each suppression, with the findings that it silences.
func (j *judge) silenced() []Item {
	var out []Item
	at := map[diag.Span]int{}
	taken := map[string]int{}
	for _, f := range j.b.Findings {
		if f.Allowed == nil {
			continue
		}
		i, ok := at[f.Allowed.At]
		if !ok {
			i = len(out)
			at[f.Allowed.At] = i
			id := named("SUP", f.Rule)
			if taken[id]++; taken[id] > 1 {
				id += fmt.Sprintf("-%d", taken[id])
			}
			why := "accepted"
			if f.Allowed.Owner != "" {
				why += " by " + f.Allowed.Owner
			}
			if f.Allowed.Until != "" {
				why += " until " + f.Allowed.Until
			}
			out = append(out, Item{ID: id, Section: sectionWaived, Title: "Silenced: " + f.Rule + " at " + f.Setting, Status: Waived, Why: why, Pages: []string{"findings"},
				Audience: []standard.Audience{standard.AudienceCompliance, standard.AudienceSecurity},
				Question: "Does the reason still hold: " + strings.TrimSuffix(short(f.Allowed.Reason), ".") + "?"})
		}
		out[i].Findings = append(out[i].Findings, f)
	}
	return out
}

// named is the name of an item that comes of an entry of the policy: without dots and spaces.
func named(prefix, id string) string {
	return prefix + "-" + strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, id)
}

func title(t specs.Value[string], id string) string {
	if t.IsSet() && strings.TrimSpace(t.V) != "" {
		return t.V
	}
	return words(id)
}

// words writes a name as words.
func words(id string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(id) }

func day(d specs.Value[specs.Date]) string {
	if !d.IsSet() {
		return ""
	}
	return d.V.String()
}
