package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// judgement is what all rules of one run share.
type judgement struct {
	*specs.Policy
	facts      *analysis.Facts
	today      specs.Date
	claimed    claims
	thresholds map[string]specs.Threshold
	chosen     map[string][]specs.Selection   // choices by the settings that they are for
	axes       map[string]map[string][]string // of settings; see axesOf
}

// Pass is what the check of one rule is given: the policy, and ways to report.
type Pass struct {
	*judgement
	rule  *Rule
	found []report
}

// Facts are what follows from the policy.
func (p *Pass) Facts() *analysis.Facts { return p.facts }

// Today is the day of the run; zero where none was given.
func (p *Pass) Today() specs.Date { return p.today }

// Figure is a house figure of the rule: its default, or what the policy puts in its place.
func (p *Pass) Figure(name string) specs.Threshold {
	if t, ok := p.thresholds[name]; ok {
		return t
	}
	i := slices.IndexFunc(p.rule.House, func(h House) bool { return h.Name == name })
	return p.rule.House[i].Default
}

// Claims are the profiles that hold at a spot.
func (p *Pass) Claims(s Spot) Claims { return p.claimed.of(p.clientsOf(s)) }

// clientsOf are the clients that a spot concerns; nil for all.
func (p *Pass) clientsOf(s Spot) []string {
	if client, ok := s.Sel[specs.AxisClient]; ok {
		return []string{client}
	}
	parts := strings.SplitN(cmp.Or(s.about, s.Path), ".", 3)
	if len(parts) < 2 {
		return nil
	}
	switch parts[0] {
	case "clients":
		return parts[1:2]
	case "tokens":
		if clients := p.ClientsOf(parts[1]); len(clients) > 0 {
			return clients
		}
	}
	return nil
}

// concerns reports whether a choice can happen for a setting: a token is not looked at for clients that never get it.
func (p *Pass) concerns(path string, sel specs.Selection) bool {
	client, ok := sel[specs.AxisClient]
	if !ok {
		return true
	}
	have := p.clientsOf(Spot{Path: path})
	return have == nil || slices.Contains(have, client)
}

// Spot is a place in the policy that a rule speaks of.
type Spot struct {
	// Path is the setting, At where it stands.
	Path string
	At   diag.Span
	// Names are what the stars of the pattern stood for.
	Names []string
	// Sel is the choice for which the value holds; empty where no variant makes a difference.
	Sel specs.Selection
	// about is the setting whose clients the spot concerns, where that is another than Path.
	about string
}

// Lacks is the spot of another setting, which this one would need: it stands where this one does, and concerns the same
// clients.
func (s Spot) Lacks(path string) Spot {
	s.about, s.Path = cmp.Or(s.about, s.Path), path
	return s
}

// Name is what the first star of the pattern stood for.
func (s Spot) Name() string { return s.Names[0] }

// In is the spot of a setting inside: the place where it is stated, and the outer place where it is not.
func (s Spot) In(key string, m specs.Mark) Spot {
	s.Path += "." + key
	if m.Stated() {
		s.At = m.At
	}
	return s
}

// at is the spot at another place, such as the word of a short form.
func (s Spot) at(place diag.Span) Spot { s.At = place; return s }

// Item is the spot of a list item.
func (s Spot) Item(i int, m specs.Mark) Spot { return s.In(strconv.Itoa(i), m) }

// Spot finds the spot of a setting by its path.
func (p *Pass) Spot(path string) Spot { return Spot{Path: path, At: p.Whereabouts(path)} }

// report is a finding in the making.
type report struct {
	diag.Finding
	sel specs.Selection
}

// Report is a finding that may still be refined.
type Report struct{ r *report }

// Report reports what a policy states wrongly. The message begins with the setting, which is put before the format.
// It says nothing where no claimed profile asks for the rule; the Report is then of no effect.
func (p *Pass) Report(s Spot, format string, args ...any) Report {
	return p.add(s, p.Claims(s), format, args...)
}

// silences begin what is said of what is not stated: of a silent setting, of one that is an open question, and of one that
// is stated and leaves out what the rule looks for.
var silences = map[specs.State]string{specs.Silent: "not stated; ", specs.Undecided: "not decided; ", specs.Set: "not complete; ", specs.None: "stated as none; "}

// Missing reports what a policy does not state, at the nearest thing around it. It says nothing where no profile that
// asks for it is claimed: silence is a finding only for those who promised to speak. The spot names what is silent; where it
// is stated and not enough, the message says so.
func (p *Pass) Missing(s Spot, format string, args ...any) Report {
	c := p.Claims(s)
	asked := slices.ContainsFunc(p.rule.In, func(a Ask) bool { return c.Has(a.Profile) })
	if c.none && len(p.rule.In) > 0 && !asked {
		return Report{&report{}}
	}
	return p.add(s, c, silences[p.EffectiveState(s.Path, s.Sel)]+format, args...)
}

func (p *Pass) add(s Spot, c Claims, format string, args ...any) Report {
	severity, by, ok := p.rule.grave(c)
	if !ok {
		return Report{&report{}}
	}
	p.found = append(p.found, report{sel: s.Sel, Finding: diag.Finding{
		Rule: p.rule.ID, Severity: severity, At: s.At, Setting: s.Path,
		Message: s.Path + ": " + fmt.Sprintf(format, args...), Basis: p.rule.basis(by, c),
	}})
	return Report{&p.found[len(p.found)-1]}
}

// As sets the severity, for a case that the standards take more or less seriously than the rest of the rule.
func (r Report) As(s diag.Severity) Report { r.r.Severity = s; return r }

// AtMost lowers the severity.
func (r Report) AtMost(s diag.Severity) Report { r.r.Severity = min(r.r.Severity, s); return r }

// Cite says which clause the finding rests on, where the rule has several.
func (r Report) Cite(c Cite) Report { r.r.Basis = c.String(); return r }

// Related adds a second place, once.
func (r Report) Related(at diag.Span, format string, args ...any) Report {
	one := diag.Related{At: at, Message: fmt.Sprintf(format, args...)}
	if !at.IsZero() && !slices.Contains(r.r.Finding.Related, one) {
		r.r.Finding.Related = append(r.r.Finding.Related, one)
	}
	return r
}

// Write offers to put text in place of what stands at the spot.
func (r Report) Write(s Spot, text string) Report {
	return r.fix("write "+text, diag.Change{Op: diag.Replace, At: s.At, Path: s.Path, Text: text})
}

// State offers to state a silent setting.
func (r Report) State(file, path, text string) Report {
	return r.fix("add "+path+": "+text, diag.Change{Op: diag.Insert, At: diag.Span{File: file}, Path: path, Text: text})
}

// Add offers to add items to a list.
func (r Report) Add(s Spot, items ...string) Report {
	changes := make([]diag.Change, len(items))
	for i, item := range items {
		changes[i] = diag.Change{Op: diag.Append, At: s.At, Path: s.Path, Text: item}
	}
	return r.fix("add "+strings.Join(items, ", "), changes...)
}

// Drop offers to take away a list item or an entry.
func (r Report) Drop(what string, at diag.Span) Report {
	return r.fix("remove "+what, diag.Change{Op: diag.Remove, At: at})
}

func (r Report) fix(title string, changes ...diag.Change) Report {
	r.r.Fix = &diag.Fix{Title: title, Changes: changes}
	return r
}

// merged are the findings of the rule: those that differ only in the choice for which they hold are one, which names
// the choices unless the value holds without any.
func (p *Pass) merged() diag.List {
	type key struct{ place, message string }
	at := map[key]int{}
	var out diag.List
	var choices [][]string
	for _, r := range p.found {
		k := key{r.At.String(), r.Message}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, r.Finding)
			choices = append(choices, nil)
		}
		out[i].Severity = max(out[i].Severity, r.Severity)
		choices[i] = append(choices[i], analysis.SelectionText(r.sel))
	}
	for i := range out {
		if !slices.Contains(choices[i], "") {
			slices.Sort(choices[i])
			out[i].Message += " (for " + strings.Join(slices.Compact(choices[i]), "; ") + ")"
		}
	}
	return out
}
