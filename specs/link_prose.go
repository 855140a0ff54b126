package specs

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// A reference in prose: {{ tokens.access.lifetime }}.
var proseReference = regexp.MustCompile(`\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}`)

// A length of time written out in prose. Numbers with a unit of their own, such as "10 MB", are not meant.
var proseDuration = regexp.MustCompile(`\b([0-9]+)[ -]?(ms|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b`)

// ProsePart is a piece of prose: text, or a reference to a setting.
type ProsePart struct {
	Text string
	// Ref is the path that the text refers to; empty for plain text.
	Ref string
}

// Parts cuts prose into text and references, in order.
func (p Prose) Parts() []ProsePart {
	var out []ProsePart
	rest := string(p)
	for {
		m := proseReference.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		if m[0] > 0 {
			out = append(out, ProsePart{Text: rest[:m[0]]})
		}
		out = append(out, ProsePart{Text: rest[m[0]:m[1]], Ref: rest[m[2]:m[3]]})
		rest = rest[m[1]:]
	}
	if rest != "" {
		out = append(out, ProsePart{Text: rest})
	}
	return out
}

// Said is prose with the values that it refers to, as they are for a selection. A reference without a value stays as it was
// written.
func (p *Policy) Said(text Prose, sel Selection) string {
	var b strings.Builder
	for _, part := range text.Parts() {
		said := part.Text
		if part.Ref != "" {
			if value, _, ok := p.EffectiveText(part.Ref, sel); ok && value != "" {
				said = value
			}
		}
		b.WriteString(said)
	}
	return b.String()
}

// prose checks the references in prose, and lengths of time that are written out although no setting has them.
func (l *linker) prose() {
	lengths := map[Duration]bool{}
	for _, s := range l.doc.all {
		if d, ok := durationIn(s); ok {
			lengths[d] = true
		}
	}
	for _, s := range l.doc.all {
		p, ok := s.Prose()
		if !ok {
			continue
		}
		quoting := strings.HasSuffix(s.Path, ".detect") || strings.HasSuffix(s.Path, ".result")
		for _, part := range p.Parts() {
			if part.Ref != "" {
				if fault := l.doc.proseFault(part.Ref); fault != "" {
					l.add("prose-reference", s.Mark.At, s.Path, "%s: {{ %s }} shows nothing: %s", s.Path, part.Ref, fault)
				}
				continue
			}
			for _, m := range proseDuration.FindAllStringSubmatch(part.Text, -1) {
				d, ok := wordDuration(m[1], m[2])
				if ok && !lengths[d] && !quoting && !enough(&l.findings, s.Mark.At) {
					l.findings.Add("prose-duration", diag.Warning, s.Mark.At, s.Path, "%s: the text says %s, which no setting of the policy is; refer to the setting, such as {{ tokens.access.lifetime }}, so that text and value cannot drift apart", s.Path, diag.Quote(m[0]))
				}
			}
		}
	}
}

// proseFault says why a reference in prose shows nothing: the path is not one, or nothing is stated there.
func (d *Document) proseFault(path string) string {
	if fault := d.PathFault(path); fault != "" {
		return fault
	}
	v, ok := walk(reflect.ValueOf(d).Elem(), d.splitPath(path))
	if !ok || textOf(v) == "" {
		return path + " is not stated"
	}
	return ""
}

func wordDuration(number, unit string) (Duration, bool) {
	short := unit[:1]
	if unit == "ms" {
		short = "ms"
	}
	var d Duration
	return d, d.parse(number+short) == nil
}

// durationIn is the length of time that a setting holds.
func durationIn(s *Setting) (Duration, bool) {
	if s.info.kind != valueType || s.Mark.State != Set {
		return 0, false
	}
	switch v := s.value.Field(payload).Interface().(type) {
	case Duration:
		return v, true
	case Extent:
		return v.D, true
	case Share:
		return v.D, true
	case DelayTime:
		return v.D, true
	case Latency:
		return v.Below, true
	case Threshold:
		return v.D, true
	}
	return 0, false
}

// amounts checks what an amount of time says about itself.
func (l *linker) amounts() {
	for _, s := range l.doc.all {
		a, ok := s.value.Addr().Interface().(*Amount)
		if !ok || s.Mark.State != Set {
			continue
		}
		at := func(v *Value[Extent]) (Duration, bool) { return v.V.D, v.IsSet() && v.V.Kind == Finite }
		lo, hasMin := at(&a.Min)
		hi, hasMax := at(&a.Max)
		mid, hasDefault := at(&a.Fixed)
		switch {
		case hasMin && hasMax && lo > hi:
			l.add("amount", a.Min.At, s.Path, "%s: the shortest (%s) is longer than the longest (%s)", s.Path, lo, hi)
		case hasDefault && hasMax && mid > hi:
			l.add("amount", a.Fixed.At, s.Path, "%s: the default (%s) is longer than the longest (%s)", s.Path, mid, hi)
		case hasDefault && hasMin && mid < lo:
			l.add("amount", a.Fixed.At, s.Path, "%s: the default (%s) is shorter than the shortest (%s)", s.Path, mid, lo)
		}
		if n := len(a.Random.Items); a.Random.IsSet() && (n != 2 || a.Random.Items[0].V > a.Random.Items[1].V) {
			l.add("amount", a.Random.At, s.Path, "%s: random takes two durations, the shorter first, such as [60m, 90m]", s.Path)
		}
		if a.Part.IsSet() != a.Times.IsSet() {
			l.add("amount", a.At, s.Path, "%s: part_of and times belong together, such as {part_of: tokens.access.lifetime, times: 50%%}", s.Path)
		}
	}
}
