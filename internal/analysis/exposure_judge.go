package analysis

import (
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// branch is a sum, one part of a formula.
type branch struct {
	terms   []Term
	missing []string
}

func (b *branch) add(t Term, known bool) {
	switch {
	case known:
		b.terms = append(b.terms, t)
	case len(b.terms) > 0 && b.terms[0].D.Kind != specs.Finite: // nothing makes a sum of what has no end better known
	default:
		b.missing = append(b.missing, t.Path)
	}
}

// sum is the sum of a branch; ok is false where something is missing.
func (b branch) sum() (e specs.Extent, ok bool) {
	if len(b.missing) > 0 {
		return e, false
	}
	for _, t := range b.terms {
		e = plus(e, t.D)
	}
	return e, true
}

func (b branch) String() string {
	var parts []string
	for _, t := range b.terms {
		parts = append(parts, t.String())
	}
	for _, path := range b.missing {
		parts = append(parts, "? ("+path+")")
	}
	return strings.Join(parts, " + ")
}

// parts are what a formula is made of: the least of the branches, and what is added to it.
type parts struct {
	branches []branch
	after    []Term
}

// write puts the formula and its terms into a row.
func (f parts) write(e *Exposure) {
	e.Formula = f.branches[0].String()
	if len(f.branches) > 1 {
		e.Formula = "min(" + e.Formula + ", " + f.branches[1].String() + ")"
	}
	for _, b := range f.branches {
		e.Terms = append(e.Terms, b.terms...)
	}
	for _, t := range f.after {
		e.Formula += " + " + t.String()
		e.Terms = append(e.Terms, t)
	}
}

// judging is how one place finds out that a token is dead: when its life is over, or early where news reach it.
type judging struct {
	mode         specs.ValidationMode
	life         branch
	early        *branch
	after        []Term
	missingAfter []string
}

type judgingKey struct {
	token               string
	place               place
	via                 specs.Mechanism
	client, environment string
	outlives            bool
}

// judge works out how a place finds out; outlives leaves the news out, for there are none.
func (x *exposing) judge(token string, s place, sel specs.Selection, via specs.Mechanism, outlives bool) *judging {
	key := judgingKey{token, s, via, sel[specs.AxisClient], sel[specs.AxisEnvironment], outlives}
	if have, ok := x.judged[key]; ok {
		return have
	}
	j := &judging{}
	x.judged[key] = j
	life, known := x.life("tokens."+token+".lifetime", "longest life", sel)
	j.life.add(life, known)
	ways, stated := x.ways(token, via, sel)
	if s.issuer {
		if outlives {
			return j
		}
		switch {
		case !stated:
			j.early = &branch{missing: []string{"revocation.mechanisms." + token}}
		case len(ways) > 0:
			j.early = x.slowest(ways, func(m way) branch { return x.lookup(m, sel) })
		}
		return j
	}
	x.gateway(j, sel)
	mode := look[specs.Value[specs.ValidationMode]](x.reader, "validation.mode", sel)
	if s.resource != "" {
		if own := look[specs.Value[specs.ValidationMode]](x.reader, "resource_servers."+s.resource+".mode", sel); own.IsSet() {
			mode = own
		}
	}
	j.mode = mode.Or("")
	asks := j.mode == specs.ValidateByIntrospection || j.mode == specs.ValidateAtGateway && hasWay(ways, specs.ByIntrospection)
	if asks {
		x.asking(j, sel, !outlives && (len(ways) > 0 || !stated))
		return j
	}
	skew, ok := x.length("validation.clock_skew.tolerance", "clock tolerance", sel)
	if look[specs.Skew](x.reader, "validation.clock_skew", sel).State == specs.None {
		ok = true
	}
	j.life.add(skew, ok)
	switch {
	case outlives:
	case j.mode == "":
		j.early = &branch{missing: []string{"validation.mode"}}
	default:
		var seen []way
		for _, w := range ways {
			if x.sees(w.m, sel) {
				seen = append(seen, w)
			}
		}
		if len(seen) > 0 {
			j.early = x.slowest(seen, func(w way) branch { return x.channel(w, token, sel) })
		}
	}
	return j
}

// way is a mechanism with the setting that names it.
type way struct {
	m specs.Mechanism
	t Term
}

func hasWay(ways []way, m specs.Mechanism) bool {
	for _, w := range ways {
		if w.m == m {
			return true
		}
	}
	return false
}

// ways are the mechanisms that end a token early. stated is false where the policy says nothing of them.
func (x *exposing) ways(token string, via specs.Mechanism, sel specs.Selection) (out []way, stated bool) {
	path := "revocation.mechanisms." + token
	list := look[specs.Values[specs.Mechanism]](x.reader, path, sel)
	if !list.Stated() {
		path = "revocation.mechanisms.any"
		list = look[specs.Values[specs.Mechanism]](x.reader, path, sel)
	}
	if is := look[specs.Value[bool]](x.reader, "tokens."+token+".revocable", sel); is.IsSet() && !is.V && via == "" {
		return nil, true
	}
	if via != "" {
		if via == specs.ByExpiry {
			return nil, true
		}
		return []way{{via, Term{Path: path, At: list.At}}}, true
	}
	for i := range list.Items {
		if m := &list.Items[i]; m.IsSet() && m.V != specs.ByExpiry {
			out = append(out, way{m.V, Term{Path: path, At: m.At}})
		}
	}
	return out, list.Stated()
}

// slowest is the branch of the way that takes longest. What one of them leaves open is missing from the whole.
func (x *exposing) slowest(ways []way, of func(way) branch) *branch {
	var worst branch
	var open []string
	for i, w := range ways {
		b := of(w)
		sum, ok := b.sum()
		if !ok {
			open = append(open, b.missing...)
			continue
		}
		if most, _ := worst.sum(); i == 0 || len(worst.terms) == 0 || Less(most, sum) {
			worst = b
		}
	}
	worst.missing = open
	return &worst
}

// propagation is how long the news takes along a way.
func (x *exposing) propagation(name, text string, sel specs.Selection) (t Term, known, stated bool) {
	path := "revocation.propagation." + name
	return delayTerm(look[specs.Delay](x.reader, path, sel), path, text)
}

// lookup is a record that is looked up at each use: told at once, but for a stated propagation.
func (x *exposing) lookup(w way, sel specs.Selection) branch {
	t, known, stated := x.propagation(string(w.m), words(w.m), sel)
	if !stated {
		w.t.Text = "looked up at each use (" + words(w.m) + ")"
		return branch{terms: []Term{w.t}}
	}
	var b branch
	b.add(t, known)
	return b
}

func words[T ~string](w T) string { return strings.ReplaceAll(string(w), "_", " ") }

// sees reports whether a mechanism reaches a service that checks tokens itself.
func (x *exposing) sees(m specs.Mechanism, sel specs.Selection) bool {
	switch m {
	case specs.ByExpiry, specs.ByEndpoint, specs.ByDeletion, specs.ByIntrospection, specs.ByCascade:
		return false
	case specs.ByDenylist, specs.ByStatusList, specs.ByPushEvent, specs.ByCutoff, specs.BySessionCheck:
		checks := look[specs.Values[specs.Check]](x.reader, "validation.checks", sel)
		return !checks.IsSet() || specs.Has(*checks, specs.CheckRevocation)
	}
	return true
}

// channel is how long the news takes to a service that checks tokens itself.
func (x *exposing) channel(w way, token string, sel specs.Selection) branch {
	var b branch
	switch w.m {
	case specs.BySessionCheck, specs.ByObjectCheck:
		return x.lookup(w, sel)
	case specs.ByKeyWithdrawal:
		if _, _, stated := x.propagation(string(w.m), "", sel); !stated {
			copied, missing := x.copyAge("", "", sel)
			if len(missing) > 0 {
				return branch{missing: missing}
			}
			return branch{terms: []Term{copied}}
		}
	}
	t, known, _ := x.propagation(string(w.m), words(w.m), sel)
	b.add(t, known)
	switch w.m {
	case specs.ByDenylist:
		x.denylist(&b, token, sel)
	case specs.ByStatusList:
		if t, known, stated := x.propagation("status_list_cache", "status list cache", sel); stated {
			b.add(t, known)
		} else if list := x.tokenOfType(specs.StatusListToken); list != "" {
			t, known := x.life("tokens."+list+".lifetime", "life of the status list", sel)
			b.add(t, known)
		} else {
			b.missing = append(b.missing, "revocation.propagation.status_list_cache")
		}
	case specs.ByCutoff:
		t, known := x.length("validation.clock_skew.tolerance", "clock tolerance", sel)
		b.add(t, known)
	}
	return b
}

// denylist adds what a service waits before it looks. An entry that is forgotten before the token ends does not bound.
func (x *exposing) denylist(b *branch, token string, sel specs.Selection) {
	poll := look[specs.Value[specs.Duration]](x.reader, "revocation.denylist.poll", sel)
	if t, known := lengthTerm(poll, "revocation.denylist.poll", "poll"); poll.IsSet() {
		b.add(t, known)
	}
	const path = "revocation.denylist.entry_lifetime"
	if !look[specs.Lifetime](x.reader, path, sel).IsSet() {
		return
	}
	entry, known := x.life(path, "", sel)
	life, lives := x.life("tokens."+token+".lifetime", "", sel)
	if skew, ok := x.length("validation.clock_skew.tolerance", "", sel); ok {
		life.D = plus(life.D, skew.D)
	}
	if !known || !lives || Less(entry.D, life.D) {
		b.missing = append(b.missing, path)
	}
}

func (x *exposing) tokenOfType(t specs.TokenType) string {
	for i := range x.p.Tokens.Entries {
		if x.p.Tokens.Entries[i].V.Type.V == t {
			return x.p.Tokens.Entries[i].ID
		}
	}
	return ""
}

// asking fills in a place that asks the authorization server and remembers its answers.
func (x *exposing) asking(j *judging, sel specs.Selection, early bool) {
	cache, known := x.length("validation.introspection.cache", "remembered answer", sel)
	if look[specs.IntrospectionUse](x.reader, "validation.introspection", sel).State == specs.None {
		known = true
	}
	if t, ok, stated := x.propagation("introspection_cache", "remembered answer", sel); stated && (!known || Less(cache.D, t.D)) {
		cache, known = t, ok
	}
	if capped := look[specs.Value[bool]](x.reader, "validation.introspection.capped_at_expiry", sel); !capped.IsSet() || !capped.V {
		j.life.add(cache, known)
	}
	if !early {
		return
	}
	j.early = &branch{}
	if t, ok, stated := x.propagation(string(specs.ByIntrospection), "introspection", sel); stated {
		j.early.add(t, ok)
	}
	j.early.add(cache, known)
}

// gateway adds how long a gateway remembers a verdict.
func (x *exposing) gateway(j *judging, sel specs.Selection) {
	v := look[specs.Value[specs.Duration]](x.reader, "validation.gateway_cache", sel)
	t, known := lengthTerm(v, "validation.gateway_cache", "gateway cache")
	mode := look[specs.Value[specs.ValidationMode]](x.reader, "validation.mode", sel)
	switch {
	case v.IsSet() && known:
		j.after = append(j.after, t)
	case v.IsSet(), v.State != specs.None && mode.V == specs.ValidateAtGateway:
		j.missingAfter = append(j.missingAfter, t.Path)
	}
}
