package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Rest is one value that an answer rests on: a setting, with its condition where a variant states it, or a figure that
// follows from several.
type Rest struct{ Name, Value string }

// fingerprintBytes is how much of the SHA-256 a fingerprint shows: enough that no two sets of values share one.
const fingerprintBytes = 12

// fingerprint is the digest of values in their order.
func fingerprint(rests []Rest) string {
	h := sha256.New()
	for _, r := range rests {
		fmt.Fprintf(h, "%d:%s=%d:%s\n", len(r.Name), r.Name, len(r.Value), r.Value)
	}
	return hex.EncodeToString(h.Sum(nil)[:fingerprintBytes])
}

// restsOf are the values that the answer to a question rests on: what the policy states of it, what its prose shows, and
// what follows.
func (j *judge) restsOf(q *question, covers []string) []Rest {
	var out []Rest
	for _, id := range slices.Concat(covers, q.also) {
		for _, i := range j.byReq[id] {
			out = j.restsOn(out, &j.leaves[i])
		}
	}
	if q.derived != nil {
		out = append(out, q.derived(j)...)
	}
	return inOrder(out)
}

// below are the values of everything at or below some settings.
func (j *judge) below(paths ...string) []Rest {
	var out []Rest
	for i := range j.leaves {
		if slices.ContainsFunc(paths, func(p string) bool { return within(j.leaves[i].path, p) }) {
			out = j.restsOn(out, &j.leaves[i])
		}
	}
	return inOrder(out)
}

// restsOn adds a value, and those that its prose shows.
func (j *judge) restsOn(out []Rest, l *leaf) []Rest {
	name := l.path
	if l.when != "" {
		name += " when " + l.when
	}
	out = append(out, Rest{name, l.text})
	for _, ref := range l.shows {
		if text, _, ok := j.p.EffectiveText(ref, specs.Selection{}); ok {
			out = append(out, Rest{ref, text})
		}
	}
	return out
}

// maxRestName is how many characters of a name are kept: readers of YAML take keys of 1024 only.
const maxRestName = 300

// inOrder sorts values, each once.
func inOrder(rests []Rest) []Rest {
	for i := range rests {
		rests[i] = Rest{escape.Valid(rests[i].Name), escape.Valid(rests[i].Value)} // what a file can hold
		if name := []rune(rests[i].Name); len(name) > maxRestName {
			sum := sha256.Sum256([]byte(rests[i].Name))
			rests[i].Name = string(name[:maxRestName]) + "… " + hex.EncodeToString(sum[:6])
		}
	}
	slices.SortFunc(rests, func(a, b Rest) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	rests = slices.Compact(rests)
	for i, n := 1, 1; i < len(rests); i++ { // a setting that several variants state under one condition
		if rests[i].Name != rests[i-n].Name {
			n = 1
			continue
		}
		n++
		rests[i].Name += fmt.Sprintf(" (%d)", n)
	}
	return rests
}

// exposed are the bounds within which dead tokens are still accepted.
func exposed(j *judge) []Rest {
	var out []Rest
	for i := range j.b.Facts.Exposures {
		x := &j.b.Facts.Exposures[i]
		bound := "no bound"
		if x.Bounded {
			bound = x.Bound.String()
		}
		at := "its issuer"
		if !x.Issuer {
			at = cmp.Or(x.Resource, "services")
		}
		out = append(out, Rest{"exposure of " + x.Token + " after " + x.Trigger + " at " + at, bound})
	}
	return out
}

// worstExposure names the longest time for which a dead token is still accepted.
func worstExposure(j *judge) string {
	worst, count := -1, 0
	list := j.b.Facts.Exposures
	for i := range list {
		switch {
		case !list[i].Bounded:
			count++
		case worst < 0 || list[i].Bound.Kind > list[worst].Bound.Kind || list[i].Bound.Kind == list[worst].Bound.Kind && list[i].Bound.D > list[worst].Bound.D:
			worst = i
		}
	}
	text := ""
	if worst >= 0 {
		x := &list[worst]
		text = fmt.Sprintf("The longest is %s: %s after %s", x.Bound.Words(), x.Token, x.Trigger)
		if x.Resource != "" {
			text += ", at " + x.Resource
		}
		text += "."
	}
	if count > 0 {
		if text != "" {
			text += " "
		}
		text += number(count, "case has", "cases have") + " no bound."
	}
	return text
}
