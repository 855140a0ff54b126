package generator

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// tokenExamples are answers of the token endpoint: one for each grant type, client and environment, those that are
// alike once.
func (op *operation) tokenExamples() *contract.Object {
	out := new(contract.Object)
	var names contract.Names
	for _, grant := range op.grantsHere() {
		var made []*contract.Object
		clients := op.clientsWith(grant)
		if len(clients) == 0 {
			clients = []string{""}
		}
		for _, sel := range op.choices(grant, clients) {
			r := op.reply(sel)
			for _, access := range op.accessFor(grant, sel) {
				value, ok := op.issuedTokens(&r, grant, access, sel)
				if !ok || slices.ContainsFunc(made, func(v *contract.Object) bool { return contract.Same(v, value) }) {
					continue
				}
				made = append(made, value)
				name := contract.Snake(grant)
				if len(made) > 1 {
					name = contract.Snake(grant + " " + sel[specs.AxisClient] + " " + sel[specs.AxisEnvironment])
				}
				summary := escape.MarkdownText(grantTitle(grant) + ": " + access + selectionText(sel))
				out.Set(names.Unique(name), new(contract.Object).Set("summary", summary).Set("value", value))
			}
		}
	}
	return out
}

func selectionText(sel specs.Selection) string {
	text := ""
	if client := sel[specs.AxisClient]; client != "" {
		text += " for " + client
	}
	if environment := sel[specs.AxisEnvironment]; environment != "" {
		text += " in " + environment
	}
	return text
}

// choices are the selections for which an answer may differ.
func (op *operation) choices(grant string, clients []string) []specs.Selection {
	var out []specs.Selection
	environments := op.environments
	if len(environments) == 0 {
		environments = []string{""}
	}
	for _, client := range clients {
		for _, environment := range environments {
			sel := specs.Selection{specs.AxisGrant: grant}
			if client != "" {
				sel[specs.AxisClient] = client
			}
			if environment != "" {
				sel[specs.AxisEnvironment] = environment
			}
			out = append(out, sel)
		}
	}
	return out
}

// issuedBy reports whether a token comes back for a grant: stated, or left open by a policy that says nothing of
// how the token is issued.
func (op *operation) issuedBy(token, grant, client string) (issued, silent bool) {
	t := op.p.Tokens.Get(token)
	if len(t.Issued.Items) == 0 {
		return false, t.Issued.State == specs.Silent
	}
	for i := range t.Issued.Items {
		is := &t.Issued.Items[i]
		here := !is.Endpoint.IsSet() || op.means(is.Endpoint.V)
		mine := len(is.Clients.Items) == 0 || client == "" || specs.Has(is.Clients, specs.ClientID(client))
		if string(is.Grant.V) == grant && here && mine {
			return true, false
		}
	}
	return false, false
}

// accessFor are the tokens that stand in access_token for a grant: those stated, else those whose issuance is left
// open. A refresh yields what its family began with.
func (op *operation) accessFor(grant string, sel specs.Selection) []string {
	var stated, open []string
	for _, id := range op.tokensOfIssuer() {
		t := op.p.Tokens.Get(id)
		exchanged := t.Type.V == specs.ExchangedToken && grant == string(specs.GrantTokenExchange)
		if t.Type.V != specs.AccessToken && !exchanged {
			continue
		}
		issued, silent := op.issuedBy(id, grant, sel[specs.AxisClient])
		if issued {
			stated = append(stated, id)
		} else if silent {
			open = append(open, id)
		}
	}
	if len(stated) > 0 {
		return stated
	}
	if len(open) == 0 && grant == string(specs.GrantRefreshToken) {
		for _, g := range op.clientGrants(sel[specs.AxisClient]) {
			if g != grant {
				if before := op.accessFor(g, sel); len(before) > 0 {
					return before
				}
			}
		}
	}
	return open
}

// issuedTokens is one answer of the token endpoint.
func (op *operation) issuedTokens(r *reply, grant, access string, sel specs.Selection) (*contract.Object, bool) {
	out := new(contract.Object)
	for i := range r.fields {
		f := &r.fields[i]
		value, ok := op.issuedField(f, grant, access, sel)
		if !ok && f.required {
			return nil, false
		}
		if ok {
			out.Set(f.name, value).Note(f.name, op.clockNote(f, access, sel))
		}
	}
	for _, name := range r.atLeastOne {
		if out.Has(name) {
			return out, true
		}
	}
	return out, len(r.atLeastOne) == 0
}

// issuedField is one field of an answer; ok is false where it is left out.
func (op *operation) issuedField(f *field, grant, access string, sel specs.Selection) (value any, ok bool) {
	if f.null {
		return nil, true
	}
	if f.grant != "" {
		return f.sample, f.sampled && f.grant == grant
	}
	of, clock := f.of, f.clock
	if about := op.p.Tokens.Get(of); about != nil {
		switch t := about.Type.V; {
		case isAccess(about):
			of = access // the field speaks of the token that is issued
		case t == specs.RefreshToken || t == specs.IDToken:
			if of, ok = op.besides(t, grant, sel); !ok {
				if !f.required {
					return nil, false
				}
				of = f.of
			}
		}
	}
	switch {
	case f.fixed:
		return f.sample, true
	case of != "" && clock != "":
		return op.clocked(of, clock, sel)
	case of != "" && f.schema.Get("type") == "string":
		return op.orInvented(of, sel), true
	case f.name == "access_token":
		return op.orInvented(access, sel), true
	case f.name == "token_type" && !f.schema.Has("enum"):
		if binding(op.p.Tokens.Get(access), specs.BindingDPoP) == specs.NeedRequired {
			return "DPoP", true
		}
		return "Bearer", true
	case f.name == "expires_in" && of == "":
		return op.clocked(access, specs.ClockExpiresIn, sel)
	case f.name == "refresh_token" || f.name == "id_token":
		token, comes := op.besides(specs.TokenType(f.name), grant, sel)
		if !comes {
			return nil, false
		}
		return op.orInvented(token, sel), true
	case f.name == "scope":
		words := op.scopeSample(sel)
		return strings.Join(words, " "), len(words) > 0
	case f.name == "authorization_details":
		return nil, false
	}
	return f.sample, f.sampled
}

// anyReply is what all answers of the token endpoint have in common: a field is mandatory where each answer has it,
// and one of the values that it has in some answer.
func (op *operation) anyReply() reply {
	all := op.reply(op.sel)
	for _, client := range op.clientsHere() {
		for _, sel := range op.choices("", []string{client}) {
			delete(sel, specs.AxisGrant)
			merge(&all, op.reply(sel))
		}
	}
	return all
}

func merge(all *reply, one reply) {
	for i := range all.fields {
		f := &all.fields[i]
		at := slices.IndexFunc(one.fields, func(g field) bool { return g.name == f.name })
		if at < 0 {
			f.required = false
			continue
		}
		g := &one.fields[at]
		f.required = f.required && g.required
		if f.present != g.present {
			f.present = ""
		}
		if f.null != g.null {
			if f.null {
				f.schema = g.schema
			}
			f.schema, f.null = contract.OrNull(f.schema), false
		}
		f.schema = eitherSchema(f.schema, g.schema)
	}
	for _, g := range one.fields {
		if !slices.ContainsFunc(all.fields, func(f field) bool { return f.name == g.name }) {
			g.required = false
			all.fields = append(all.fields, g)
			all.absent = slices.DeleteFunc(all.absent, func(name string) bool { return name == g.name })
		}
	}
	if !slices.Equal(all.atLeastOne, one.atLeastOne) {
		all.atLeastOne = nil
	}
	all.stated = all.stated || one.stated
}

// eitherSchema allows what one of two schemas of a field allows.
func eitherSchema(a, b *contract.Object) *contract.Object {
	x, hasX := a.Get("enum").(contract.Array)
	y, hasY := b.Get("enum").(contract.Array)
	switch {
	case contract.Same(a, b), hasY && !hasX && a.Get("type") == b.Get("type"):
		return a
	case hasX && !hasY && a.Get("type") == b.Get("type"):
		return b
	case hasX && hasY && a.Get("type") == b.Get("type"):
		for _, v := range y {
			if !slices.ContainsFunc(x, func(have any) bool { return contract.Same(have, v) }) {
				x = append(x[:len(x):len(x)], v)
			}
		}
		return a.Set("enum", x)
	}
	if either, ok := a.Get("anyOf").(contract.Array); ok {
		if slices.ContainsFunc(either, func(have any) bool { return contract.Same(have, b) }) {
			return a
		}
		return a.Set("anyOf", append(either[:len(either):len(either)], b))
	}
	return new(contract.Object).Set("anyOf", contract.Of(a, b))
}

func (a *api) orInvented(token string, sel specs.Selection) string {
	if text, ok := a.tokenSample(token, sel); ok {
		return text
	}
	return "2YotnFZFEjr1zCsicMWpAA"
}

// besides is the token of a type that comes with an access token, if one does: stated for the grant, or known from
// the client's other grants.
func (op *operation) besides(want specs.TokenType, grant string, sel specs.Selection) (token string, comes bool) {
	for _, id := range op.tokensOfIssuer() {
		t := op.p.Tokens.Get(id)
		if t.Type.V != want {
			continue
		}
		issued, silent := op.issuedBy(id, grant, sel[specs.AxisClient])
		if want == specs.RefreshToken {
			mayRefresh := slices.Contains(op.clientGrants(sel[specs.AxisClient]), string(specs.GrantRefreshToken))
			rotation, _, _ := specs.Effective[specs.Rotation](op.p, "tokens."+id+".rotation", sel)
			switch {
			case grant == string(specs.GrantRefreshToken):
				issued = rotation.Mode.V == specs.RotateOnUse
			case silent:
				issued = mayRefresh && grant != string(specs.GrantClientCredentials)
			}
		}
		if issued {
			return id, true
		}
	}
	return "", false
}

// clocked is a time as a response gives it; ok is false where the policy says nothing that it could agree with.
func (a *api) clocked(token string, clock specs.ResponseClock, sel specs.Selection) (value any, ok bool) {
	if clock == specs.ClockIssuedAt {
		return sampleMoment, true
	}
	seconds, ok := a.life(token, sel)
	if !ok {
		return nil, false
	}
	end := time.Unix(sampleMoment+seconds, 0).UTC()
	switch clock {
	case specs.ClockExpiresIn, specs.ClockRemaining:
		return seconds, true
	case specs.ClockExp:
		return end.Unix(), true
	case specs.ClockExpMilliseconds:
		return end.UnixMilli(), true
	case specs.ClockRFC3339:
		return end.Format(time.RFC3339), true
	case specs.ClockDate:
		return end.Format(time.DateOnly), true
	case specs.ClockIssuedAt:
	}
	return nil, false
}
