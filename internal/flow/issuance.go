package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// issuances makes the flows of all grants that a client uses or that a token says it is issued by. Renewal by refresh
// token has flows of its own.
func (m *maker) issuances() {
	var grants []specs.GrantType
	add := func(g specs.GrantType) {
		if g != "" && g != specs.GrantRefreshToken && !slices.Contains(grants, g) {
			grants = append(grants, g)
		}
	}
	users := map[specs.GrantType][]string{}
	for _, id := range m.p.Clients.IDs() {
		s := m.sketch(m.selection().With(specs.AxisClient, id))
		for _, g := range specs.Plain(peek[specs.Values[specs.GrantType]](s, "clients."+id+".grants")) {
			add(g)
			users[g] = append(users[g], id)
		}
	}
	for i := range m.p.Tokens.Entries {
		for j := range m.p.Tokens.Entries[i].V.Issued.Items {
			is := &m.p.Tokens.Entries[i].V.Issued.Items[j]
			add(is.Grant.V)
			for _, c := range specs.Plain(is.Clients) {
				if !slices.Contains(users[is.Grant.V], string(c)) && is.Grant.V != "" {
					users[is.Grant.V] = append(users[is.Grant.V], string(c))
				}
			}
		}
	}
	position := map[specs.GrantType]int{}
	for i, g := range standard.Grants() {
		position[specs.GrantType(g.Key)] = i + 1
	}
	slices.SortStableFunc(grants, func(a, b specs.GrantType) int {
		pa, pb := position[a], position[b]
		if pa == 0 || pb == 0 {
			return pb - pa // the team's own grants come last
		}
		return pa - pb
	})
	for _, g := range grants {
		m.issuance(g, users[g])
	}
}

func (m *maker) issuance(g specs.GrantType, clients []string) {
	title := upper(human(string(g)))
	if known, ok := standard.GrantByKey(string(g)); ok {
		title = known.Title
	}
	pl := plan{
		kind: KindIssuance, id: []string{"issue", string(g)}, title: title,
		about: "How tokens are issued by the grant " + title + ".",
		axis:  specs.AxisClient, lane: client, base: m.selection().With(specs.AxisGrant, string(g)),
	}
	pl.draw = func(s *sketch) { s.issue(g) }
	switch g {
	case specs.GrantDeviceCode, specs.GrantCIBA:
		pl.kind = KindDevice
	case specs.GrantTokenExchange:
		pl.kind = KindExchange
	}
	m.behave(pl, clients)
}

// issue draws one grant for the sketch's client.
func (s *sketch) issue(g specs.GrantType) {
	if s.client != "" {
		get[specs.Values[specs.GrantType]](s, "clients."+s.client+".grants")
	}
	switch g {
	case specs.GrantAuthorizationCode:
		s.authorizationCode()
	case specs.GrantDeviceCode:
		s.deviceCode()
	case specs.GrantCIBA:
		s.backchannel()
	case specs.GrantImplicit:
		s.implicit()
	default:
		s.direct(g)
	}
}

// issued is one way in which a token is issued by a grant to the sketch's client.
type issued struct {
	token string
	// path is the setting that says so; empty where the token says nothing about its issue and its type decides.
	path string
}

// issuedBy are the tokens that a grant gives the sketch's client. A token that says nothing about its issue comes with
// the grants that carry its type: access tokens with all, refresh tokens where the client may use them, ID tokens with
// a sign-in.
func (s *sketch) issuedBy(g specs.GrantType) []issued {
	var out []issued
	known, _ := standard.GrantByKey(string(g))
	for i := range s.p.Tokens.Entries {
		e := &s.p.Tokens.Entries[i]
		base := "tokens." + e.ID + ".issued"
		list := peek[specs.List[specs.Issuance]](s, base)
		if !list.Stated() {
			fits := e.V.Type.V == specs.AccessToken && !e.V.MadeBy.IsSet() ||
				e.V.Type.V == specs.RefreshToken && known.Refreshable && s.mayRefresh() ||
				e.V.Type.V == specs.IDToken && known.UserPresent
			if fits {
				out = append(out, issued{token: e.ID})
			}
			continue
		}
		for j := range list.Items {
			is := &list.Items[j]
			to := specs.Plain(is.Clients)
			if is.Grant.V == g && (len(to) == 0 || slices.Contains(to, specs.ClientID(s.client))) {
				out = append(out, issued{e.ID, base + "." + decimal(j)})
				s.seen(base)
				break
			}
		}
	}
	return out
}

// mayRefresh reports whether the sketch's client may use refresh tokens.
func (s *sketch) mayRefresh() bool {
	return s.client != "" && specs.Has(peek[specs.Values[specs.GrantType]](s, "clients."+s.client+".grants"), specs.GrantRefreshToken)
}

// handedOver are those of the issued tokens that stand in the response of the token endpoint.
func (s *sketch) handedOver(g specs.GrantType) []issued {
	return slices.DeleteFunc(s.issuedBy(g), func(is issued) bool {
		t := s.p.Tokens.Get(is.token)
		switch t.Type.V {
		case specs.SessionToken:
			return t.MadeBy.IsSet() || s.backend()
		case specs.AuthorizationCode, specs.DeviceCode, specs.UserCode, specs.RequestURI, specs.AuthenticationRequestID, specs.DPoPProof, specs.ClientAssertion:
			return true
		}
		return false
	})
}

// needs are the conditions of issue that the tokens of a grant state.
func (s *sketch) needs(tokens []issued) []specs.Prerequisite {
	var out []specs.Prerequisite
	for _, is := range tokens {
		if is.path == "" {
			continue
		}
		for _, n := range specs.Plain(peek[specs.Values[specs.Prerequisite]](s, is.path+".requires")) {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// shownElsewhere are conditions that the steps themselves show.
var shownElsewhere = []specs.Prerequisite{specs.RequireClientAuthentication, specs.RequireUserConsent, specs.RequirePushedRequest, specs.RequirePKCE}

// checksNeeds adds what the server makes sure of before it issues.
func (s *sketch) checksNeeds(needs []specs.Prerequisite) {
	left := slices.DeleteFunc(slices.Clone(needs), func(n specs.Prerequisite) bool { return slices.Contains(shownElsewhere, n) })
	if len(left) > 0 {
		s.act(server, "makes sure of: "+words(left))
	}
}

// credential is how the client authenticates at the token endpoint: ", private key jwt".
func (s *sketch) credential() string {
	if s.client == "" {
		return ""
	}
	auth := get[specs.Values[specs.ClientAuth]](s, "clients."+s.client+".auth")
	switch {
	case auth.State == specs.None:
		return ", no client authentication"
	case len(auth.Items) > 0:
		var names []string
		for _, a := range specs.Plain(auth) {
			names = append(names, string(a))
		}
		return ", " + strings.Join(names, " or ")
	}
	return ""
}

// authenticates reports whether the client has a credential of its own.
func (s *sketch) authenticates() bool {
	return s.client != "" && len(peek[specs.Values[specs.ClientAuth]](s, "clients."+s.client+".auth").Items) > 0
}

// proof is the proof of possession that goes with a request for tokens, or with a token: ", with a DPoP proof".
func (s *sketch) proof(tokens ...string) string {
	for _, t := range tokens {
		path := "tokens." + t + ".binding"
		for _, b := range peek[specs.List[specs.Binding]](s, path).Items {
			var text string
			switch b.To.V {
			case specs.BindingDPoP:
				text = ", with a DPoP proof"
			case specs.BindingMTLS:
				text = ", over mutual TLS"
			default:
				continue
			}
			s.seen(path)
			if b.Optional.V {
				text += " if bound"
			}
			return text
		}
	}
	return ""
}

func tokenIDs(list []issued) []string {
	out := make([]string, len(list))
	for i, is := range list {
		out[i] = is.token
	}
	return out
}

// response draws the answer of the token endpoint: the tokens, then each with its life and its place.
func (s *sketch) response(tokens []issued) { s.responseAs("200 with ", tokens) }

func (s *sketch) responseAs(how string, tokens []issued) {
	ids := tokenIDs(tokens)
	if len(ids) == 0 {
		s.answer(server, client, how+"tokens that are "+unspecified)
		return
	}
	s.answer(server, client, how+s.names(ids))
	for _, id := range ids {
		s.note(client, s.facts(id))
	}
}

// facts are what a client has to know of a new token, in a line: life, format, binding, place.
func (s *sketch) facts(id string) string {
	base := "tokens." + id
	parts := []string{s.life(base + ".lifetime")}
	if f := val[specs.TokenFormat](s, base+".format.kind"); f.IsSet() {
		parts = append(parts, formatName(f.V))
	}
	binding := get[specs.List[specs.Binding]](s, base+".binding")
	for _, b := range binding.Items {
		bound := "bound by " + strings.TrimSuffix(bindingName(b.To.V), " ")
		if b.Optional.V {
			bound = "may be " + bound
		}
		parts = append(parts, bound)
	}
	if binding.State == specs.None {
		parts = append(parts, "not bound")
	}
	if s.client != "" {
		place := val[specs.StorePlace](s, "clients."+s.client+".storage."+id+".in")
		if place.IsSet() {
			parts = append(parts, "kept in "+placeName(place.V))
		}
	}
	return upper(s.token(id)) + ": " + strings.Join(parts, "; ")
}

func formatName(f specs.TokenFormat) string {
	switch f {
	case specs.FormatJWT, specs.FormatJWE, specs.FormatCWT, specs.FormatSAML, specs.FormatPASETO:
		return strings.ToUpper(string(f))
	case specs.FormatX509:
		return "X.509 certificate"
	case specs.FormatSDJWT:
		return "SD-JWT"
	}
	return human(string(f))
}

func bindingName(b specs.BindingType) string {
	switch b {
	case specs.BindingDPoP:
		return "DPoP"
	case specs.BindingMTLS:
		return "mutual TLS"
	case specs.BindingCIDR:
		return "address range"
	}
	return human(string(b))
}

func placeName(p specs.StorePlace) string {
	if p == specs.InHTTPOnlyCookie {
		return "an HttpOnly cookie"
	}
	return human(string(p))
}

// grantType is the value of grant_type on the wire.
func grantType(g specs.GrantType) string {
	if known, ok := standard.GrantByKey(string(g)); ok && known.URI != "" {
		if i := strings.LastIndex(known.URI, ":"); i >= 0 {
			return known.URI[i+1:] // the whole URN is too long for an arrow; its end tells it
		}
		return known.URI
	}
	return string(g)
}

// outcome draws how a request for tokens ends: with tokens, or refused for one of the given reasons.
func (s *sketch) outcome(tokens []issued, reasons ...reason) {
	ways := []way{{label: "all is in order", draw: func() { s.response(tokens) }}}
	ways = append(ways, s.refusals(server, reasons)...)
	s.group(draw.Alt, ways...)
}

// reason is a way in which a request goes wrong, and what the caller gets.
type reason struct {
	text string
	refusal
}

const (
	checkFails = " fails"
	someFail   = "one of these fails: "
)

// joinReasons joins two reasons; of checks only the names are listed.
func joinReasons(a, b string) string {
	first, more := strings.CutSuffix(a, checkFails)
	if check, ok := strings.CutSuffix(b, checkFails); ok && (more || strings.HasPrefix(a, someFail)) {
		if more {
			a = someFail + first
		}
		return a + ", " + check
	}
	return a + ", or " + b
}

// refusals are branches for reasons; those with the same answer are one branch.
func (s *sketch) refusals(from lane, reasons []reason) []way {
	var ways []way
	var heads []reason
	for _, r := range reasons {
		if i := slices.IndexFunc(heads, func(h reason) bool { return h.refusal == r.refusal }); i >= 0 {
			heads[i].text = joinReasons(heads[i].text, r.text)
			continue
		}
		heads = append(heads, r)
	}
	for _, h := range heads {
		ways = append(ways, way{label: h.text, failed: true, draw: func() {
			s.refuse(from, client, h.wire)
			if h.then != "" {
				s.act(client, h.then)
			}
		}})
	}
	return ways
}
