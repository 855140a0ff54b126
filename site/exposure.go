package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// ExposureToken is one token with all that is said of how long it is accepted when it is dead.
type ExposureToken struct {
	ID     string
	Groups []ExposureGroup
}

// ExposureGroup are the triggers after which a place accepts a dead token for the same time, for the same reasons.
type ExposureGroup struct {
	*analysis.Exposure
	// All are the rows that it stands for, one for each trigger.
	All []*analysis.Exposure
}

// ExposureCount is how many combinations of trigger, token and place there are of each verdict.
type ExposureCount struct{ Met, Missed, Unknown, NotStated int }

// All is how many there are.
func (c ExposureCount) All() int { return c.Met + c.Missed + c.Unknown + c.NotStated }

// ExposureCount counts the verdicts.
func (v *View) ExposureCount() ExposureCount {
	var c ExposureCount
	for i := range v.Facts.Exposures {
		switch v.Facts.Exposures[i].Verdict {
		case analysis.ExposureMet:
			c.Met++
		case analysis.ExposureMissed:
			c.Missed++
		case analysis.ExposureUnknown:
			c.Unknown++
		case analysis.ExposureNotStated:
			c.NotStated++
		}
	}
	return c
}

// WorstExposures are the first few of those that last longer than was promised, the longest first.
func (v *View) WorstExposures() []analysis.Exposure {
	worst := analysis.Worst(v.Facts.Exposures)
	return worst[:min(len(worst), maxEvidence)]
}

// Exposed reports whether a trigger ends a token that something takes.
func (v *View) Exposed(trigger string) bool {
	return slices.ContainsFunc(v.Facts.Exposures, func(e analysis.Exposure) bool { return e.Trigger == trigger })
}

// Exposures are the tokens that triggers end, each with what follows for it.
func (v *View) Exposures() []ExposureToken {
	var out []ExposureToken
	for _, t := range v.Tokens {
		if groups := v.ExposuresOf(t.ID); len(groups) > 0 {
			out = append(out, ExposureToken{t.ID, groups})
		}
	}
	return out
}

// ExposuresOf are the rows of one token, those that say the same being one.
func (v *View) ExposuresOf(token string) []ExposureGroup {
	var out []ExposureGroup
	index := map[string]int{}
	for i := range v.Facts.Exposures {
		e := &v.Facts.Exposures[i]
		if e.Token != token {
			continue
		}
		key := exposurePlace(e) + "\x00" + e.Formula + "\x00" + string(e.Verdict)
		if e.Objective != nil {
			key += e.Objective.String()
		}
		at, ok := index[key]
		if !ok {
			at = len(out)
			index[key] = at
			out = append(out, ExposureGroup{Exposure: e})
		}
		out[at].All = append(out[at].All, e)
	}
	return out
}

// exposurePlace is where a token is taken and how it is checked there, in words.
func exposurePlace(e *analysis.Exposure) string {
	where := "services"
	switch {
	case e.Issuer:
		return "the issuer"
	case e.Resource != "":
		where = e.Resource
	}
	if e.Mode != "" {
		where += " (" + strings.ReplaceAll(string(e.Mode), "_", " ") + ")"
	}
	return where
}

// exposureFunctions are what templates call to show exposures.
func (b *builder) exposureFunctions() map[string]any {
	return map[string]any{
		"exposureHeads": b.exposureHeads,
		"exposureCells": b.exposureCells,
		"where":         b.whereTaken,
		"place":         exposurePlace,
		"bound":         bound,
		"verdict":       verdictBadge,
		"terms":         b.terms,
		"afterTriggers": b.afterTriggers,
		"promised":      b.promised,
		"missing":       missingSettings,
		"changes":       b.changes,
		"spot":          spot,
		"anchored":      func(page string, parts ...string) string { return page + "#" + anchorID(parts...) },
	}
}

// whereTaken is the place of a row, with a link to the service.
func (b *builder) whereTaken(e *analysis.Exposure) Markdown {
	mode := Markdown("")
	if e.Mode != "" {
		mode = Markdown(" (" + md(strings.ReplaceAll(string(e.Mode), "_", " ")) + ")")
	}
	switch {
	case e.Issuer:
		return "the issuer"
	case e.Resource == "":
		return "services" + mode
	}
	return b.refer("service", e.Resource) + mode
}

// exposureColumn is a token at a place.
type exposureColumn struct{ token, place string }

func (b *builder) exposureColumns() []exposureColumn {
	var out []exposureColumn
	for _, id := range b.policy.Tokens.IDs() {
		for i := range b.book.Facts.Exposures {
			if e := &b.book.Facts.Exposures[i]; e.Token == id && !slices.Contains(out, exposureColumn{id, exposurePlace(e)}) {
				out = append(out, exposureColumn{id, exposurePlace(e)})
			}
		}
	}
	return out
}

// exposureHeads are the heads of the columns of the matrix, each leading to what stands behind it.
func (b *builder) exposureHeads() []Markdown {
	var out []Markdown
	for _, c := range b.exposureColumns() {
		out = append(out, enclose(markLink, codeSpan(c.token), "exposure", anchorID("token", c.token))+lineBreak+Markdown(md("at "+c.place)))
	}
	return out
}

// exposureCells are the cells of a trigger's row: the worst time and the verdict, for each choice that makes a difference.
func (b *builder) exposureCells(trigger string) []Markdown {
	var out []Markdown
	for _, c := range b.exposureColumns() {
		var cell []string
		for i := range b.book.Facts.Exposures {
			e := &b.book.Facts.Exposures[i]
			if e.Trigger != trigger || e.Token != c.token || exposurePlace(e) != c.place {
				continue
			}
			text := enclose(markValue, Markdown(md(shortBound(e))), e.At.String(), "") + lineBreak + verdictBadge(e.Verdict)
			if e.Outlives {
				text += lineBreak + "not ended itself"
			}
			if len(e.Selections) > 0 {
				text += lineBreak + muted(fewChoices(e.Selections, 1))
			}
			cell = append(cell, string(text))
		}
		out = append(out, Markdown(strings.Join(cell, string(lineBreak))))
	}
	return out
}

func shortBound(e *analysis.Exposure) string {
	if !e.Bounded {
		return "no bound"
	}
	if e.Bound.Kind == specs.Finite && e.Bound.D == 0 {
		return "at once"
	}
	return shortExtent(e.Bound)
}

// bound is the worst time in words.
func bound(e *analysis.Exposure) Markdown {
	switch {
	case !e.Bounded:
		return muted("cannot be bounded by what is stated")
	case e.Bound.Kind == specs.Finite && e.Bound.D == 0:
		return "refused at once"
	case e.Bound.Kind != specs.Finite:
		return Markdown("without end (" + md(e.Bound.Words()) + ")")
	}
	return Markdown(md(e.Bound.Words()))
}

// verdictBadge says in a word how a comparison came out; the words differ, so that no colour is needed.
func verdictBadge(verdict any) Markdown {
	switch verdict {
	case analysis.ExposureMet:
		return enclose(markBadge, "met", "good")
	case analysis.ExposureMissed:
		return enclose(markBadge, "not met", "bad")
	case analysis.ExposureUnknown:
		return enclose(markBadge, "cannot be said", "warn")
	case analysis.ExposureNotStated:
		return enclose(markBadge, "nothing promised", "neutral")
	case analysis.KeyHolds:
		return enclose(markBadge, "holds", "good")
	case analysis.KeyFails:
		return enclose(markBadge, "does not hold", "bad")
	case analysis.KeyUnknown:
		return enclose(markBadge, "cannot be said", "warn")
	}
	return ""
}

// spot is a place in the policy as readers see it.
func spot(at diag.Span) Markdown {
	if at.IsZero() {
		return ""
	}
	return enclose(markValue, Markdown(md(at.File+":"+itoa(at.Start.Line))), at.String(), "")
}

// term is one number of a calculation, the setting that says so, and its place.
func (b *builder) term(t analysis.Term) Markdown {
	out := Markdown(md(t.D.Words()))
	if t.Text != "" {
		out += " " + Markdown(md(t.Text))
	}
	if t.Path != "" {
		out += ": " + codeSpan(t.Path)
	}
	if s := spot(t.At); s != "" {
		out += " (" + s + ")"
	}
	return out
}

// terms are numbers on a line each.
func (b *builder) terms(list []analysis.Term) Markdown {
	var parts []string
	for _, t := range list {
		if one := string(b.term(t)); !slices.Contains(parts, one) {
			parts = append(parts, one)
		}
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// afterTriggers are the triggers of a group.
func (b *builder) afterTriggers(g ExposureGroup) Markdown {
	var parts []string
	for _, e := range g.All {
		part := string(b.refer("trigger", e.Trigger))
		if len(e.Selections) > 0 {
			part += md(" (for " + fewChoices(e.Selections, maxChoices) + ")")
		}
		parts = append(parts, part)
	}
	return Markdown(strings.Join(parts, ", "))
}

// promised is what the policy promises, with each place that does.
func (b *builder) promised(g ExposureGroup) Markdown {
	if g.Objective == nil {
		return ""
	}
	var places []string
	for _, e := range g.All {
		if s := string(spot(e.Objective.At)); s != "" && !slices.Contains(places, s) {
			places = append(places, s)
		}
	}
	text := md(g.Objective.D.Words() + ", " + g.Objective.Text)
	if len(places) > maxEvidence {
		places = append(places[:maxEvidence], "…")
	}
	if len(places) > 0 {
		text += " (" + strings.Join(places, ", ") + ")"
	}
	return Markdown(text)
}

// maxChoices bounds the choices that are named in a line.
const maxChoices = 4

// fewChoices names the selections that something holds for.
func fewChoices(list []specs.Selection, most int) string {
	var parts []string
	for i, s := range list {
		if i == most && len(list) > most+1 {
			parts = append(parts, "and "+itoa(len(list)-i)+" more")
			break
		}
		words := strings.NewReplacer("=", " ").Replace(analysis.SelectionText(s))
		parts = append(parts, words)
	}
	return strings.Join(parts, "; ")
}

// missingSettings names settings without which nothing can be said.
func missingSettings(paths []string) Markdown {
	var parts []string
	for _, p := range paths {
		parts = append(parts, string(codeSpan(p)))
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// changes are single changes each of which is enough.
func (b *builder) changes(list []analysis.Change) Markdown {
	var parts []string
	for _, c := range list {
		parts = append(parts, string(codeSpan(c.Path))+": "+md(c.Text))
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}
