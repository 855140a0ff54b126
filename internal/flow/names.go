package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// findIssuer is the issuer that the picture shows: that of the environment if the client knows it, else the first one
// that it knows, else the first one.
func (s *sketch) findIssuer() string {
	first := ""
	if s.p.Issuers.Len() > 0 {
		first = s.p.Issuers.Entries[0].ID
	}
	if e := s.p.Environments.Get(s.sel[specs.AxisEnvironment]); e != nil && s.p.Issuers.Get(string(e.Issuer.V)) != nil {
		first = string(e.Issuer.V)
	}
	if s.client == "" {
		return first
	}
	known := specs.Plain(peek[specs.Values[specs.IssuerID]](s, "clients."+s.client+".issuers"))
	for _, id := range known {
		if string(id) == first {
			return first
		}
	}
	if len(known) > 0 {
		return string(known[0])
	}
	return first
}

// title is the title of something that has one, else the fallback.
func (s *sketch) title(path, fallback string) string {
	if t := val[string](s, path+".title"); t.IsSet() && strings.TrimSpace(t.V) != "" {
		return t.V
	}
	return fallback
}

// partyName is what the policy calls the party with a role, else the fallback.
func (s *sketch) partyName(role specs.PartyRole, fallback string) string {
	for i := range s.p.Parties.Entries {
		e := &s.p.Parties.Entries[i]
		if e.V.Role.V != role {
			continue
		}
		if name := val[string](s, "parties."+e.ID+".name"); name.IsSet() {
			return name.V
		}
	}
	return fallback
}

// laneName is what a lane is called.
func (s *sketch) laneName(l lane) string {
	if name, ok := s.called[l]; ok {
		return name
	}
	switch l {
	case person:
		return s.partyName(specs.RoleUser, "User")
	case stranger:
		return "Whoever holds the copy"
	case browser:
		return s.partyName(specs.RoleUserAgent, "Browser")
	case client:
		if s.client != "" {
			return s.title("clients."+s.client, s.client)
		}
		return s.partyName(specs.RoleClient, "Client")
	case second:
		return "Caller 2"
	case gateway:
		return s.partyName(specs.RoleGateway, "Gateway")
	case resource:
		return s.partyName(specs.RoleResourceServer, "Resource server")
	case server:
		if s.issuer != "" {
			if name := s.title("issuers."+s.issuer, ""); name != "" {
				return name
			}
		}
		return s.partyName(specs.RoleAuthorizationServer, "Authorization server")
	case provider:
		return s.partyName(specs.RoleIdentityProvider, "Identity provider")
	case denylist:
		return s.partyName(specs.RoleRevocationStore, "Denylist")
	case keyStore:
		return s.partyName(specs.RoleKeyStore, "Key store")
	case subject:
	}
	return ""
}

// typeNames are the types whose words are not written as they are spoken.
var typeNames = map[specs.TokenType]string{
	specs.IDToken: "ID token", specs.APIKey: "API key", specs.DPoPProof: "DPoP proof", specs.RequestURI: "request URI",
	specs.AuthenticationRequestID: "authentication request ID",
}

// token is what a token is called: its title, else its type where only one token has it, else its name.
func (s *sketch) token(id string) string {
	s.about(id)
	t := s.p.Tokens.Get(id)
	if t == nil {
		return human(id)
	}
	if name := s.title("tokens."+id, ""); name != "" {
		return name
	}
	n := 0
	for i := range s.p.Tokens.Entries {
		if s.p.Tokens.Entries[i].V.Type.V == t.Type.V {
			n++
		}
	}
	if n > 1 || !t.Type.IsSet() {
		return human(id)
	}
	if name, ok := typeNames[t.Type.V]; ok {
		return name
	}
	return human(string(t.Type.V))
}

// names are what several tokens are called.
func (s *sketch) names(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.token(id)
	}
	return several(out, 3)
}

// tokensOf are the tokens of a type, in the order written.
func (s *sketch) tokensOf(types ...specs.TokenType) []string {
	var out []string
	for i := range s.p.Tokens.Entries {
		e := &s.p.Tokens.Entries[i]
		for _, t := range types {
			if e.V.Type.V == t || specs.Has(e.V.AlsoServesAs, t) {
				out = append(out, e.ID)
				break
			}
		}
	}
	return out
}

// hasEndpoint reports whether the issuer states an endpoint.
func (s *sketch) hasEndpoint(name string) bool {
	i := s.p.Issuers.Get(s.issuer)
	return i != nil && i.Endpoints.Get(name) != nil
}

// endpoint is method and path of an endpoint: POST /oauth2/token; the endpoint's name where the policy gives no path.
func (s *sketch) endpoint(name string) string {
	base := "issuers." + s.issuer + ".endpoints." + name
	if !s.hasEndpoint(name) {
		if e, ok := standard.EndpointByKey(name); ok {
			return "the " + lower(e.Title)
		}
		return "the " + human(name) + " endpoint"
	}
	path := val[specs.Path](s, base+".path")
	if !path.IsSet() {
		return "the " + human(name) + " endpoint"
	}
	method := val[specs.HTTPMethod](s, base+".method")
	verb := "POST"
	if e, ok := standard.EndpointByKey(name); ok && len(e.Methods) > 0 {
		verb = e.Methods[0]
	}
	return string(method.Or(specs.HTTPMethod(verb))) + " " + string(path.V)
}
