package generator

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// sampleHost is the host of the standards' samples, which a policy's own addresses replace.
const sampleHost = "https://id.example.com"

// sample is a value for a parameter or field of a standard that agrees with the policy; ok is false where the policy
// says nothing from which one could be made.
func (a *api) sample(name string, t standard.ParamType, fallback string, sel specs.Selection) (value any, ok bool) {
	switch name {
	case "scope":
		words := a.scopeSample(sel)
		return strings.Join(words, " "), len(words) > 0
	case "resource", "audience", "aud":
		audience := a.audience()
		return audience, audience != "" && (name != "resource" || strings.Contains(audience, ":"))
	case "acr", "acr_values":
		return a.acrSample()
	case "authorization_details":
		return nil, false
	case "access_token", "refresh_token", "device_code", "user_code", "code", "id_token", "subject_token", "token", "request_uri", "auth_req_id", "logout_token":
		if text, found := a.tokenFor(name, sel); found {
			return text, true
		}
	case "token_type_hint":
		if !a.issues(specs.RefreshToken) {
			return "access_token", true
		}
	case "client_id":
		if client := sel[specs.AxisClient]; client != "" {
			return client, true
		}
	case "redirect_uri":
		if uris := a.redirects(sel); len(uris) > 0 {
			return uris[0], true
		}
	}
	if rest, ours := strings.CutPrefix(fallback, sampleHost); ours {
		return a.sampleBase() + rest, true
	}
	return typedSample(t, fallback)
}

func typedSample(t standard.ParamType, text string) (any, bool) {
	switch t {
	case standard.TypeInteger, standard.TypeSeconds, standard.TypeEpoch:
		n, err := strconv.Atoi(text)
		return n, err == nil
	case standard.TypeBoolean:
		return text == "true", true
	case standard.TypeObject, standard.TypeObjects, standard.TypeStrings:
		v, err := contract.FromJSON([]byte(text))
		return v, err == nil
	default:
		return text, text != ""
	}
}

// scopeSample is one or two scopes that the client may ask for.
func (a *api) scopeSample(sel specs.Selection) []string {
	known := a.p.Scopes.IDs()
	if client := sel[specs.AxisClient]; client != "" {
		list, _, _ := specs.Effective[specs.Values[specs.ScopeID]](a.p, "clients."+client+".scopes", sel)
		if list.Stated() {
			known = nil
			for _, s := range specs.Plain(list) {
				known = append(known, string(s))
			}
		}
	}
	alone := sel[specs.AxisGrant] == string(specs.GrantClientCredentials) // nobody signs in, nobody is away
	known = slices.DeleteFunc(slices.Clone(known), func(s string) bool {
		return strings.ContainsAny(s, " \"\\") || alone && (s == "openid" || s == "offline_access")
	})
	return known[:min(len(known), 2)]
}

// audience is the first audience of a resource server or token.
func (a *api) audience() string {
	for i := range a.p.ResourceServers.Entries {
		if v := a.p.ResourceServers.Entries[i].V.Audience; v.IsSet() && v.V != "" {
			return v.V
		}
	}
	for i := range a.p.Tokens.Entries {
		for _, text := range specs.Plain(a.p.Tokens.Entries[i].V.Audiences) {
			if text != "any" && text != "" {
				return text
			}
		}
	}
	return ""
}

func (a *api) acrSample() (any, bool) {
	for i := range a.p.ACRValues.Entries {
		e := &a.p.ACRValues.Entries[i]
		return e.V.Value.Or(e.ID), true
	}
	return nil, false
}

func (a *api) redirects(sel specs.Selection) []string {
	client := a.p.Clients.Get(sel[specs.AxisClient])
	if client == nil {
		return nil
	}
	var out []string
	for _, u := range specs.Plain(client.RedirectURIs) {
		out = append(out, a.filled(string(u)))
	}
	return out
}

// typesOf are the types of token that a parameter or field holds.
var typesOf = map[string][]specs.TokenType{
	"access_token": {specs.AccessToken, specs.ExchangedToken}, "refresh_token": {specs.RefreshToken}, "id_token": {specs.IDToken},
	"device_code": {specs.DeviceCode}, "user_code": {specs.UserCode}, "code": {specs.AuthorizationCode},
	"subject_token": {specs.AccessToken}, "token": {specs.RefreshToken, specs.AccessToken}, "request_uri": {specs.RequestURI},
	"auth_req_id": {specs.AuthenticationRequestID}, "logout_token": {specs.LogoutToken},
}

// tokenFor is a sample of the first token that fits a parameter, where the policy says how it looks.
func (a *api) tokenFor(name string, sel specs.Selection) (string, bool) {
	for _, want := range typesOf[name] {
		for _, id := range a.tokensOfIssuer() {
			if t := a.p.Tokens.Get(id); t.Type.V == want {
				return a.tokenSample(id, sel)
			}
		}
	}
	return "", false
}

// issues reports whether the issuer makes tokens of a type.
func (a *api) issues(want specs.TokenType) bool {
	return slices.ContainsFunc(a.tokensOfIssuer(), func(id string) bool { return a.p.Tokens.Get(id).Type.V == want })
}

// tokenSample is a sample of a token: the policy's own, or one with its prefix and format. It is plainly invented; ok is
// false where the policy says nothing of how the token looks. The samples are kept, for many answers hold the same one.
func (a *api) tokenSample(id string, sel specs.Selection) (text string, ok bool) {
	key := id + " " + analysis.SelectionText(sel)
	text, known := a.tokenSamples[key]
	if !known {
		text, _ = a.makeTokenSample(id, sel)
		a.tokenSamples[key] = text
	}
	return text, text != ""
}

func (a *api) makeTokenSample(id string, sel specs.Selection) (string, bool) {
	t, _, ok := specs.Effective[specs.Token](a.p, "tokens."+id, sel)
	if !ok {
		return "", false
	}
	if text, plain := t.Sample.V.Text(); t.Sample.IsSet() && plain && text != "" {
		return text, true
	}
	prefix := prefixOf(&t, sel[specs.AxisEnvironment])
	switch {
	case t.Format.Kind.V == specs.FormatJWT:
		return prefix + a.sampleJWT(&t), true
	case prefix != "":
		return prefix + "EXAMPLE0not0a0real0token", true
	}
	return "", false
}

// prefixOf is the prefix of a token's strings: the one that is said to stand for the environment, else the first
// that is still in use.
func prefixOf(t *specs.Token, environment string) string {
	prefix := ""
	for i := range t.Match.Prefixes.Items {
		p := &t.Match.Prefixes.Items[i]
		switch {
		case !p.Text.IsSet() || p.UntilVersion.IsSet():
		case environment != "" && p.Means.V == environment:
			return p.Text.V
		case prefix == "":
			prefix = p.Text.V
		}
	}
	return prefix
}

// sampleJWT is a JWT with the header that the policy states, an empty payload and no real signature.
func (a *api) sampleJWT(t *specs.Token) string {
	header := new(contract.Object).Fill("alg", a.algorithm(t))
	for i := range t.Header.Entries {
		if e := &t.Header.Entries[i]; e.ID != "alg" && e.V.IsSet() {
			header.Set(e.ID, e.V.V)
		}
	}
	return base64.RawURLEncoding.EncodeToString(header.Compact()) + ".e30.c2ln"
}

// algorithm is the algorithm that signs a token, or empty.
func (a *api) algorithm(t *specs.Token) string {
	for i := range a.issuer.Keys.Entries {
		e := &a.issuer.Keys.Entries[i]
		mine := t.Keys.IsSet() && (string(t.Keys.V) == e.ID || string(t.Keys.V) == a.id+"."+e.ID)
		if mine || !t.Keys.IsSet() && e.V.Use.V != specs.KeyUseEncrypt {
			if algorithms := specs.Plain(e.V.Algorithms); len(algorithms) > 0 {
				return string(algorithms[0])
			}
		}
	}
	return ""
}

// life is how long a token lives that clients are told of, in seconds; ok is false where the policy is silent or the
// life has no fixed end.
func (a *api) life(token string, sel specs.Selection) (seconds int64, ok bool) {
	l, _, found := specs.Effective[specs.Lifetime](a.p, "tokens."+token+".lifetime", sel)
	if !found {
		return 0, false
	}
	r, ok := analysis.AmountRange(a.p, &l.Reported, sel)
	if !ok {
		r, ok = analysis.LongestLife(a.p, &l, sel, 20)
	}
	if !ok || r.Default.Kind != specs.Finite {
		return 0, false
	}
	return r.Default.D.Seconds(), true
}

// lifeNote says where a life in a sample comes from; empty where the policy states none.
func (a *api) lifeNote(token string, sel specs.Selection) string {
	path := "tokens." + token + ".lifetime"
	if _, known := a.life(token, sel); !known {
		return ""
	}
	_, chain, ok := specs.Effective[specs.Lifetime](a.p, path, sel)
	if !ok || len(chain) == 0 {
		return ""
	}
	return path + ", " + place(chain[len(chain)-1].At)
}

// clockNote says where the time in a field of the token endpoint's answer comes from.
func (op *operation) clockNote(f *field, access string, sel specs.Selection) string {
	token := f.of
	switch about := op.p.Tokens.Get(token); {
	case f.fixed, f.null:
		return ""
	case f.name == "expires_in" && token == "", about != nil && isAccess(about):
		token = access
	}
	if f.clock == "" && f.name != "expires_in" || f.clock == specs.ClockIssuedAt {
		return ""
	}
	return op.lifeNote(token, sel)
}

// firstOf is the first token of a type, or empty.
func (a *api) firstOf(want specs.TokenType) string {
	for _, id := range a.tokensOfIssuer() {
		if a.p.Tokens.Get(id).Type.V == want {
			return id
		}
	}
	return ""
}

// lifeOf is the life of the first token of a type.
func (a *api) lifeOf(want specs.TokenType, sel specs.Selection) (int64, bool) {
	return a.life(a.firstOf(want), sel)
}

// placeholder is a value of a type, where nothing is known but the type.
func placeholder(t specs.FieldType) any {
	switch t {
	case specs.FieldInteger, specs.FieldNumber, specs.FieldSeconds, specs.FieldMilliseconds:
		return 1
	case specs.FieldEpoch:
		return sampleMoment
	case specs.FieldBoolean:
		return true
	case specs.FieldObject:
		return new(contract.Object)
	case specs.FieldList, specs.FieldObjects:
		return contract.Array{}
	case specs.FieldStrings:
		return contract.Of("example")
	case specs.FieldTimestamp:
		return "2026-11-01T12:00:00Z"
	case specs.FieldDate:
		return "2026-11-01"
	case specs.FieldURI:
		return sampleHost
	case specs.FieldEmail:
		return "jane@example.com"
	case specs.FieldJWT:
		return "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
	case specs.FieldJSON:
		return "{}"
	default:
		return "example"
	}
}

// sampleMoment is 2026-11-01T12:00:00Z in seconds since 1970.
const sampleMoment = 1793534400

// typedText reads a text that the policy states for a value of a type.
func typedText(t specs.FieldType, text string) any {
	switch t {
	case specs.FieldInteger, specs.FieldSeconds, specs.FieldMilliseconds, specs.FieldEpoch:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case specs.FieldNumber:
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f
		}
	case specs.FieldBoolean:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	default:
	}
	return escape.Valid(text)
}

// constant narrows a schema to one value. A value that is not of the schema's type takes its place.
func constant(schema *contract.Object, value any) *contract.Object {
	if text, ok := value.(string); ok && schema.Get("type") != "string" {
		return contract.Only(text)
	}
	schema.Delete("format")
	return schema.Set("enum", contract.Of(value))
}
