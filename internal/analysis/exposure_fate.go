package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// fate is what a trigger means for one token.
type fate struct {
	at       diag.Span
	lives    bool
	outlives bool // not ended, although the token it is got with is
	via      specs.Mechanism
	cell     string // the cell that says so
}

// madeByClients are tokens that no server keeps and no trigger ends, and requests, which give no access.
var madeByClients = []specs.TokenType{specs.ClientAssertion, specs.ClientAttestation, specs.DPoPProof, specs.LogoutToken,
	specs.SecurityEventToken, specs.StatusListToken, specs.Assertion, specs.PermissionTicket, specs.RequestURI}

// shownToServices are tokens that resource servers take.
var shownToServices = []specs.TokenType{specs.AccessToken, specs.ExchangedToken, specs.APIKey, specs.PersonalAccessToken, specs.WorkloadToken}

// placesOf are the places that take a token: the resource servers that accept it or whose audience it has; services in
// general for an access token where none is declared for it; and the issuer for all others but ID tokens.
func (x *exposing) placesOf(token string) []place {
	if have, ok := x.places[token]; ok {
		return have
	}
	t := x.p.Tokens.Get(token)
	shown := slices.Contains(shownToServices, t.Type.V)
	var out []place
	if !slices.Contains(madeByClients, t.Type.V) {
		for i := range x.p.ResourceServers.Entries {
			rs := &x.p.ResourceServers.Entries[i]
			takes := specs.Has(rs.V.Accepts, specs.TokenID(token))
			if !rs.V.Accepts.Stated() {
				takes = shown && (!rs.V.Audience.IsSet() || !t.Audiences.IsSet() || specs.Has(t.Audiences, rs.V.Audience.V) || specs.Has(t.Audiences, "any"))
			}
			if takes {
				out = append(out, place{resource: rs.ID})
			}
		}
		switch {
		case len(out) > 0, t.Type.V == specs.IDToken:
		case shown:
			out = append(out, place{})
		default:
			out = append(out, place{issuer: true})
		}
	}
	x.places[token] = out
	return out
}

// fates are what a trigger means for each token that it touches: cells speak first, then kills, then what dies with
// something dead, then what outlives the token it was got with.
func (x *exposing) fates(id string, sel specs.Selection) map[string]fate {
	key := id
	for _, axis := range x.fateAxes(id) {
		key += "\x00" + sel[axis]
	}
	if have, ok := x.doomed[key]; ok {
		return have
	}
	t := look[specs.Trigger](x.reader, "revocation.triggers."+id, sel)
	out := map[string]fate{}
	x.doomed[key] = out
	if !t.Stated() || !x.meets(&t.When, sel) {
		return out
	}
	x.cells(out, t, sel)
	descends := map[string]bool{}
	for i := range t.Kill.Items {
		k := &t.Kill.Items[i]
		for _, token := range x.p.Tokens.IDs() {
			if _, told := out[token]; !told && x.kills(k, token, sel) {
				out[token] = fate{at: k.At}
				descends[token] = !k.Descend.IsSet() || k.Descend.V
			} else if told && !out[token].lives {
				descends[token] = true
			}
		}
	}
	x.cascade(out, descends, sel)
	for _, token := range x.p.Tokens.IDs() {
		if _, told := out[token]; told || !slices.Contains(shownToServices, x.p.Tokens.Get(token).Type.V) {
			continue
		}
		for _, source := range x.sources(token) {
			if f, ok := out[source]; ok && !f.lives && !f.outlives {
				out[token] = fate{at: f.at, outlives: true}
				break
			}
		}
	}
	return out
}

// cells reads the cells of a trigger; the name of a token outranks a column that holds it.
func (x *exposing) cells(out map[string]fate, t *specs.Trigger, sel specs.Selection) {
	for _, columns := range []bool{false, true} {
		for i := range t.Cells.Entries {
			e := &t.Cells.Entries[i]
			if !x.meets(&e.V.When, sel) || e.V.Fate.State != specs.Set {
				continue
			}
			f := fate{at: e.At, lives: e.V.Fate.V != specs.FateDies, via: e.V.Mechanism.V, cell: e.ID}
			column := x.p.Revocation.Columns.Get(e.ID)
			if column == nil && !columns {
				out[e.ID] = f
			}
			if column == nil || !columns || !x.meets(&column.When, sel) {
				continue
			}
			for _, token := range specs.Plain(column.Tokens) {
				if _, told := out[string(token)]; !told {
					out[string(token)] = f
				}
			}
		}
	}
}

// kills reports whether a kill covers a token: the one it names, or any that belongs to all of its units.
func (x *exposing) kills(k *specs.Kill, token string, sel specs.Selection) bool {
	t := x.p.Tokens.Get(token)
	if slices.Contains(madeByClients, t.Type.V) {
		return false
	}
	if len(k.Tokens.Items) > 0 {
		return specs.Has(k.Tokens, specs.TokenID(token))
	}
	switch {
	case specs.Has(k.Spare, specs.SpareAPIKeys) && (t.Type.V == specs.APIKey || t.Type.V == specs.PersonalAccessToken),
		specs.Has(k.Spare, specs.SpareWorkloads) && t.Type.V == specs.WorkloadToken:
		return false
	}
	for _, unit := range specs.Plain(k.Of) {
		if !x.belongs(unit, token, sel) {
			return false
		}
	}
	return len(k.Of.Items) > 0
}

// belongs reports whether tokens of a kind belong to a unit. What a token is bound to tells; where that is silent,
// they may.
func (x *exposing) belongs(unit specs.Unit, token string, sel specs.Selection) bool {
	t := x.p.Tokens.Get(token)
	switch unit {
	case specs.UnitToken:
		ways, _ := x.ways(token, "", sel)
		return t.Revocable.IsSet() && t.Revocable.V || len(ways) > 0
	case specs.UnitFamily:
		mode := look[specs.Value[specs.RotationMode]](x.reader, "tokens."+token+".rotation.mode", sel)
		return t.Type.V == specs.RefreshToken || mode.IsSet() && mode.V == specs.RotateOnUse
	case specs.UnitKey:
		return t.Keys.IsSet() || t.Format.Kind.V == specs.FormatJWT && !t.Keys.Stated()
	case specs.UnitParent:
		return len(t.Parents.Items) > 0
	case specs.UnitIssuer:
		return true
	}
	bound := look[specs.Values[specs.BoundTo]](x.reader, "tokens."+token+".bound_to", sel)
	if !bound.IsSet() {
		return true
	}
	by := map[specs.Unit][]specs.BoundTo{
		specs.UnitUser: {specs.BoundToUser, specs.BoundToSession}, specs.UnitSession: {specs.BoundToSession}, specs.UnitDevice: {specs.BoundToDevice},
		specs.UnitClient: {specs.BoundToClient}, specs.UnitTenant: {specs.BoundToTenant}, specs.UnitGrant: {specs.BoundToGrant, specs.BoundToSession},
		specs.UnitConsent: {specs.BoundToGrant, specs.BoundToUser},
	}[unit]
	return slices.ContainsFunc(by, func(b specs.BoundTo) bool { return specs.Has(*bound, b) })
}

// cascade adds what dies with something dead.
func (x *exposing) cascade(out map[string]fate, descends map[string]bool, sel specs.Selection) {
	for changed := true; changed; {
		changed = false
		for _, token := range x.p.Tokens.IDs() {
			f, dead := out[token]
			if !dead || f.lives || !descends[token] {
				continue
			}
			for _, other := range x.hanging(token, sel) {
				if _, told := out[other]; !told {
					out[other], descends[other], changed = fate{at: f.at}, true, true
				}
			}
		}
	}
}

// hanging are the tokens that die with a token, by what revocation says or by what they name as parent.
func (x *exposing) hanging(token string, sel specs.Selection) []string {
	var out []string
	for _, other := range look[specs.Values[specs.TokenID]](x.reader, "revocation.cascade."+token, sel).Items {
		out = append(out, string(other.V))
	}
	if x.children == nil {
		x.children = map[string][]string{}
		for i := range x.p.Tokens.Entries {
			for _, parent := range x.p.Tokens.Entries[i].V.Parents.Items {
				name := strings.TrimPrefix(parent.V, "tokens.")
				x.children[name] = append(x.children[name], x.p.Tokens.Entries[i].ID)
			}
		}
	}
	return append(out, x.children[token]...)
}

// fateAxes are the axes on which the fate of a token under a trigger may depend.
func (x *exposing) fateAxes(trigger string) []string {
	if have, ok := x.fated[trigger]; ok {
		return have
	}
	if x.fixed == nil {
		paths := []string{"revocation"}
		for _, token := range x.p.Tokens.IDs() {
			paths = append(paths, "tokens."+token+".bound_to", "tokens."+token+".rotation", "tokens."+token+".revocable")
		}
		x.fixed = append([]string{}, x.mentioned(paths...)...)
	}
	axes := append(x.conditions("revocation.triggers."+trigger), x.fixed...)
	if tells(specs.AxisClient, axes) {
		axes = append(axes, specs.AxisClient)
	}
	slices.Sort(axes)
	x.fated[trigger] = slices.Compact(axes)
	return x.fated[trigger]
}
