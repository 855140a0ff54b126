package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// AnswerPlace are the answers of one place that takes tokens.
type AnswerPlace struct {
	Key, Title string
	Rows       []AnswerRow
}

// AnswerRow is what becomes of a token in one state: the tokens for which it is the same share a row.
type AnswerRow struct {
	*analysis.ErrorCell
	Tokens []string
}

// Is is the state in words.
func (r AnswerRow) Is() string { return strings.ReplaceAll(string(r.State), "_", " ") }

// AnswerPlaces are the places that the analysis judges, with a row for each state and answer.
func (v *View) AnswerPlaces() []AnswerPlace {
	var out []AnswerPlace
	index := map[string][2]int{}
	for i := range v.Facts.Errors.Cells {
		c := &v.Facts.Errors.Cells[i]
		at := slices.IndexFunc(out, func(p AnswerPlace) bool { return p.Key == string(c.Surface) })
		if at < 0 {
			at = len(out)
			out = append(out, AnswerPlace{Key: string(c.Surface), Title: surfaceTitle(string(c.Surface))})
		}
		key := string(c.Surface) + "\x00" + string(c.State) + "\x00" + strings.Join(c.Causes, " ") + "\x00" + c.Code + string(c.Action) + string(c.Verdict)
		row, ok := index[key]
		if !ok {
			row = [2]int{at, len(out[at].Rows)}
			index[key] = row
			out[at].Rows = append(out[at].Rows, AnswerRow{ErrorCell: c})
		}
		r := &out[row[0]].Rows[row[1]]
		r.Tokens = append(r.Tokens, c.Token)
	}
	for i := range out { // states in the order in which they are found out, whoever is in them first
		slices.SortStableFunc(out[i].Rows, func(a, b AnswerRow) int { return stateRank(a.State) - stateRank(b.State) })
	}
	return out
}

// stateOrder are the states in the order in which a service finds them out.
var stateOrder = []specs.TokenState{specs.TokenMissing, specs.TokenMalformed, specs.TokenUnknown, specs.TokenWrongType, specs.TokenUnknownKID,
	specs.TokenBadSignature, specs.TokenWrongIssuer, specs.TokenWrongAudience, specs.TokenWrongClient, specs.TokenNotYetValid, specs.TokenExpired,
	specs.TokenRevoked, specs.TokenSuperseded, specs.TokenReused, specs.TokenSpent, specs.TokenReplayed, specs.TokenStaleNonce,
	specs.TokenUnknownSubject, specs.TokenBindingMismatch, specs.TokenInsufficientScope, specs.TokenWeakAuthentication,
	specs.TokenStaleAuthentication, specs.TokenUnverifiable}

func stateRank(s specs.TokenState) int {
	if i := slices.Index(stateOrder, s); i >= 0 {
		return i
	}
	return len(stateOrder)
}

// AnswerCount is how many states of tokens have one answer, none, several, or one without an action.
type AnswerCount struct{ All, One, Gap, Overlap, NoAction int }

// AnswerCount counts the verdicts.
func (v *View) AnswerCount() AnswerCount {
	n := AnswerCount{All: len(v.Facts.Errors.Cells)}
	for i := range v.Facts.Errors.Cells {
		switch v.Facts.Errors.Cells[i].Verdict {
		case analysis.ErrorOne:
			n.One++
		case analysis.ErrorGap:
			n.Gap++
		case analysis.ErrorOverlap:
			n.Overlap++
		case analysis.ErrorNoAction:
			n.NoAction++
		}
	}
	return n
}

// Holes are the rows of a place with some verdict.
func (p AnswerPlace) Holes(verdict string) []AnswerRow {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(r AnswerRow) bool { return string(r.Verdict) != verdict })
}

// FaultsOf are what is wrong with errors beyond single states, of one kind.
func (v *View) FaultsOf(kind string) []analysis.ErrorFault {
	return slices.DeleteFunc(slices.Clone(v.Facts.Errors.Faults), func(f analysis.ErrorFault) bool { return f.Kind != kind })
}

func (b *builder) answerFunctions() map[string]any {
	return map[string]any{
		"answerTokens": b.answerTokens,
		"answerError":  b.answerError,
		"answerAction": answerAction,
		"reached":      b.reached,
		"faultCauses":  b.faultCauses,
	}
}

func (b *builder) answerTokens(r AnswerRow) Markdown {
	var parts []string
	for _, t := range r.Tokens {
		parts = append(parts, string(b.refer("token", t)))
	}
	return Markdown(strings.Join(parts, ", "))
}

// causeLinks are errors with links to their pages and, where the policy wrote them, their places.
func (b *builder) causeLinks(ids []string, at []diag.Span) Markdown {
	var parts []string
	for i, id := range ids {
		t := b.refer("error", id)
		if i < len(at) {
			t += " (" + spot(at[i]) + ")"
		}
		parts = append(parts, string(t))
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// answerError is the error that answers to a state, or what is wrong instead.
func (b *builder) answerError(r AnswerRow) Markdown {
	at := r.At
	if len(at) != len(r.Causes) { // those of the standard have no place in the policy
		at = nil
	}
	switch r.Verdict {
	case analysis.ErrorGap:
		return enclose(markBadge, "no error", "bad")
	case analysis.ErrorOverlap:
		return enclose(markBadge, "several errors", "warn") + lineBreak + b.causeLinks(r.Causes, at)
	case analysis.ErrorOne, analysis.ErrorNoAction:
	}
	return b.wireOf(r) + lineBreak + b.causeOf(r, at)
}

// wireOf is the code on the wire; words where the status alone tells the case.
func (b *builder) wireOf(r AnswerRow) Markdown {
	code := r.Code
	for _, c := range b.causes {
		if c.ID == r.Causes[0] {
			code = c.Code()
		}
	}
	if code == "" {
		return "the status alone"
	}
	return codeSpan(code)
}

// causeOf is the cause behind a code, with its page and its place.
func (b *builder) causeOf(r AnswerRow, at []diag.Span) Markdown {
	for _, c := range b.causes {
		if c.ID == r.Causes[0] && !r.Standard {
			return b.causeLinks(r.Causes, at)
		} else if c.ID == r.Causes[0] {
			return enclose(markLink, "as the standard has it", "errors/"+c.Page)
		}
	}
	return muted("as the standard has it")
}

func answerAction(r AnswerRow) Markdown {
	switch {
	case r.Action != "":
		return Markdown(md(idWords(string(r.Action))))
	case r.Verdict == analysis.ErrorNoAction:
		return muted(wordSilent)
	}
	return ""
}

// reached is the setting because of which a token can be in a state, with its place.
func (b *builder) reached(r AnswerRow) Markdown {
	at := b.policy.Whereabouts(r.Reached)
	return enclose(markValue, codeSpan(r.Reached), at.String(), "")
}

func (b *builder) faultCauses(f analysis.ErrorFault) Markdown { return b.causeLinks(f.Causes, f.At) }
