package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// Words for the moments from which an absolute limit counts.
var anchorWords = map[specs.Anchor]string{
	specs.FromIssue: "issue", specs.FromFirstUse: "first use", specs.FromFamily: "the first token of the family",
	specs.FromGrant: "the grant", specs.FromAuthorization: "authorization", specs.FromConsent: "consent",
	specs.FromSession: "the start of the session", specs.FromLogin: "sign-in",
}

// lifetime writes a lifetime: its bounds, all of which apply.
func (b *builder) lifetime(l *specs.Lifetime) Markdown {
	var parts []string
	add := func(m *specs.Mark, before string, text Markdown) {
		if m.Stated() {
			parts = append(parts, before+string(text))
		}
	}
	only := !l.Idle.Stated() && !l.Absolute.Stated() && !l.Uses.Stated() && !l.EndsWith.Stated()
	if only {
		add(&l.TTL.Mark, "", b.text(&l.TTL))
	} else {
		add(&l.TTL.Mark, "", b.text(&l.TTL)+" from issue")
	}
	add(&l.Idle.Mark, "idle ", b.text(&l.Idle))
	add(&l.Absolute.Mark, "at most ", b.text(&l.Absolute))
	if l.Uses.Stated() {
		unit := " uses"
		if l.Uses.V.N == 1 && !l.Uses.V.Unlimited {
			unit = " use"
		}
		parts = append(parts, string(b.text(&l.Uses))+unit)
	}
	if l.EndsWith.Stated() {
		parts = append(parts, "ends with "+string(b.endsWith(l.EndsWith)))
	}
	add(&l.Reported.Mark, "clients are told ", b.text(&l.Reported))
	return Markdown(strings.Join(parts, ", "))
}

func (b *builder) endsWith(list specs.Values[string]) Markdown {
	if list.State != specs.Set {
		return b.text(&list)
	}
	var parts []string
	for i := range list.Items {
		item := &list.Items[i]
		words := item.V
		for _, prefix := range []string{"sessions.", "tokens."} {
			if id, ok := strings.CutPrefix(words, prefix); ok && !strings.Contains(id, ".") {
				words = "the " + id + " " + strings.TrimSuffix(prefix, "s.")
			}
		}
		parts = append(parts, string(b.placed(Markdown(md(words)), &item.Mark)))
	}
	return Markdown(strings.Join(parts, " and "))
}

// anchored writes an amount of time and the moment from which it counts.
func (b *builder) anchored(a *specs.Anchored) Markdown {
	text := b.text(&a.Of)
	if a.From.IsSet() {
		words, ok := anchorWords[a.From.V]
		if !ok {
			words = string(a.From.V)
		}
		text += " from " + Markdown(md(words))
	}
	return text
}

// amount writes an amount of time the way it was stated, with what it comes to where that takes working out.
func (b *builder) amount(a *specs.Amount) Markdown {
	var parts []string
	say := func(text string) { parts = append(parts, text) }
	if a.Fixed.Stated() {
		say(string(b.text(&a.Fixed)))
	}
	if len(a.Random.Items) == 2 {
		say("between " + a.Random.Items[0].V.Words() + " and " + a.Random.Items[1].V.Words() + ", at random")
	}
	if a.Mean.IsSet() {
		say("on average " + a.Mean.V.Words())
	}
	if a.Setting.IsSet() {
		say("as the setting " + string(b.refer("setting", string(a.Setting.V))) + " says")
	}
	if a.Ref.IsSet() {
		say("as long as " + string(codeSpan(string(a.Ref.V))))
	}
	if a.TimeOfDay.IsSet() {
		say("until " + string(a.TimeOfDay.V))
	}
	several := func(list *specs.List[specs.Amount], words string) {
		if !list.IsSet() {
			return
		}
		inner := make([]string, len(list.Items))
		for i := range list.Items {
			inner[i] = string(b.amount(&list.Items[i]))
		}
		say(words + " (" + strings.Join(inner, "; ") + ")")
	}
	several(&a.MinOf, "the shortest of")
	several(&a.MaxOf, "the longest of")
	several(&a.Sum, "the sum of")
	if a.Part.IsSet() && a.Times.IsSet() {
		say(a.Times.V.String() + " of " + string(codeSpan(string(a.Part.V))))
	}
	if a.Min.IsSet() {
		say("at least " + a.Min.V.Words())
	}
	if a.Max.IsSet() {
		say("up to " + a.Max.V.Words())
	}
	if a.Slack.IsSet() {
		say("plus " + a.Slack.V.Words() + " that are not told")
	}
	if a.SetBy.IsSet() {
		say("set by " + md(a.SetBy.V))
	}
	if a.Setting.IsSet() || a.Ref.IsSet() || a.Part.IsSet() || a.MinOf.IsSet() || a.MaxOf.IsSet() || a.Sum.IsSet() {
		if r, ok := analysis.AmountRange(b.policy, a, nil); ok {
			say("that is " + rangeWords(r))
		}
	}
	text := strings.Join(parts, ", ")
	var reset []string
	if a.ResetBy.IsSet() {
		reset = append(reset, "begun anew by "+string(b.text(&a.ResetBy)))
	}
	if a.AtMostEvery.IsSet() {
		reset = append(reset, "begun anew at most every "+a.AtMostEvery.V.Words())
		if a.ResetBy.IsSet() {
			reset[1] = "at most every " + a.AtMostEvery.V.Words()
		}
	}
	if len(reset) > 0 {
		text += " (" + strings.Join(reset, ", ") + ")"
	}
	return Markdown(text)
}

// rangeWords writes an amount that was worked out.
func rangeWords(r analysis.Range) string {
	if r.Min == r.Max {
		return r.Default.Words()
	}
	return r.Default.Words() + " (" + r.Min.Words() + " to " + r.Max.Words() + ")"
}

func delayWords(d specs.DelayTime) Markdown {
	switch {
	case d.Unquantified:
		return "not quantified"
	case d.D == 0:
		return "at once"
	}
	return Markdown(d.D.Words())
}

func (b *builder) delay(d *specs.Delay) Markdown {
	if d.Best.IsSet() && d.Worst.IsSet() {
		return b.text(&d.Best) + " to " + b.text(&d.Worst)
	}
	if d.Best.IsSet() {
		return "at best " + b.text(&d.Best)
	}
	return b.text(&d.Worst)
}

// kill writes what dies.
func (b *builder) kill(k *specs.Kill) Markdown {
	units := specs.Plain(k.Of)
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = md(strings.ReplaceAll(string(u), "_", " "))
	}
	text := "the " + strings.Join(names, " within the ")
	if k.Tokens.Stated() {
		text += ": only " + string(b.text(&k.Tokens))
	}
	if k.Spare.Stated() {
		text += ", sparing " + string(b.text(&k.Spare))
	}
	if k.Descend.IsSet() {
		if k.Descend.V {
			text += ", with what hangs on it"
		} else {
			text += ", not what hangs on it"
		}
	}
	if k.Issued.Stated() {
		text += ", issued " + strings.ReplaceAll(md(string(k.Issued.V)), "_", " ")
	}
	return Markdown(text)
}
