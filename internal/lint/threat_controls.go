package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// The controls. Each looks at effective values: one departure, for any client or environment, and it does not hold.
var (
	exactRedirects = &Control{"exact-redirects", "redirect addresses are compared character for character", []string{"clients.*.redirect_match"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "clients.*.redirect_match", p.usesCode, func(m specs.Value[specs.RedirectMatch]) bool {
				return m.V == specs.RedirectExact || m.V == specs.RedirectLoopbackPort
			})
		}}
	pkceRequired = &Control{"pkce", "the proof key for code exchange is required, with S256", []string{"issuers.*.pkce", "clients.*.pkce"},
		func(p *Pass) (bool, []Spot) { return p.proofKeysRequired() }}
	codeOnce = &Control{"code-once", "an authorization code works once", []string{"tokens.*.lifetime.uses", "tokens.*.on_reuse"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.lifetime", p.is(specs.AuthorizationCode), func(l specs.Lifetime) bool {
				return l.Uses.IsSet() && l.Uses.V.N == 1
			})
		}}
	codeResponse = &Control{"code-response", "no grant hands out tokens through the front channel", []string{"clients.*.grants"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "clients.*.grants", nil, func(g specs.Values[specs.GrantType]) bool { return !specs.Has(g, specs.GrantImplicit) })
		}}
	headerTransport = &Control{"header-transport", "access tokens never stand in an address", []string{"tokens.*.transport"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.transport", p.is(specs.AccessToken), func(t specs.Values[specs.Transport]) bool {
				return !slices.ContainsFunc(specs.Plain(t), func(w specs.Transport) bool {
					return w == specs.TransportQuery || w == specs.TransportFragment || w == specs.TransportPath
				})
			})
		}}
	issInResponse = &Control{"iss", "authorization responses name their issuer", []string{"issuers.*.authorization_response_iss"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "issuers.*.authorization_response_iss", nil, func(v specs.Value[bool]) bool { return v.V })
		}}
	audienceChecked = &Control{"audience", "access tokens name their audience, and services check it", []string{"tokens.*.audiences", "validation.checks"},
		func(p *Pass) (bool, []Spot) {
			named, at := every(p, "tokens.*.audiences", p.is(specs.AccessToken), func(a specs.Values[string]) bool { return len(a.Items) > 0 && !specs.Has(a, "any") })
			checked, where := every(p, "validation.checks", nil, func(c specs.Values[specs.Check]) bool { return specs.Has(c, specs.CheckAudience) })
			return named && checked, append(at, where...)
		}}
	keyBound = &Control{"key-bound", "an access token is useless without its key", []string{"tokens.*.binding"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.binding", p.is(specs.AccessToken), func(b specs.List[specs.Binding]) bool {
				return slices.ContainsFunc(b.Items, func(b specs.Binding) bool { return !b.Optional.V && slices.Contains(keyBindings, b.To.V) })
			})
		}}
	shortAccess = &Control{"short-access", "an access token lives an hour at most", []string{"tokens.*.lifetime"},
		func(p *Pass) (bool, []Spot) {
			return everySelected(p, "tokens.*.lifetime", p.is(specs.AccessToken), func(s Spot, l specs.Lifetime) bool {
				bound, ok := p.Longest(l, s.Sel)
				return ok && !Exceeds(bound.Max, bearerMost)
			})
		}}
	refreshRotated = &Control{"refresh-rotation", "a refresh token changes with each use, and a second use of an old one kills", []string{"tokens.*.rotation"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.rotation", p.is(specs.RefreshToken), func(r specs.Rotation) bool {
				return r.Mode.V == specs.RotateOnUse && len(r.OnReuse.Kill.Items) > 0
			})
		}}
	refreshBound = &Control{"refresh-bound", "a refresh token is useless without its key", []string{"tokens.*.binding"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.binding", p.is(specs.RefreshToken), func(b specs.List[specs.Binding]) bool {
				return slices.ContainsFunc(b.Items, func(b specs.Binding) bool { return !b.Optional.V && slices.Contains(keyBindings, b.To.V) })
			})
		}}
	logsRedacted = &Control{"logs", "tokens do not stand in logs as they are", []string{"observability.logs.tokens"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "observability.logs.tokens", nil, func(t specs.Value[specs.TokenInLog]) bool { return t.V != specs.LogTokenRaw })
		}}
	headersSanitised = &Control{"proxy-headers", "the proxy removes certificate headers that a caller sent", []string{"issuers.*.tls.headers_sanitised"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "issuers.*.tls.headers_sanitised", nil, func(v specs.Value[bool]) bool { return v.V })
		}}
	clientNamed = &Control{"client-claim", "an access token names its client beside its subject", []string{"tokens.*.claims.client_id"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "tokens.*.claims", p.is(specs.AccessToken), func(m specs.Map[specs.Claim]) bool { return m.Get("client_id") != nil })
		}}
	noTokenInBrowser = &Control{"bff", "no token reaches the page: a backend holds them", []string{"clients.*.architecture"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "clients.*.architecture", p.inBrowser, func(a specs.Value[specs.Architecture]) bool {
				return a.V == specs.ArchitectureBFF || a.V == specs.ArchitectureServerRendered
			})
		}}
	noPersistentStorage = &Control{"browser-storage", "tokens in a browser are in memory, or where scripts cannot read them", []string{"clients.*.storage"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "clients.*.storage", p.inBrowser, func(m specs.Map[specs.Storage]) bool {
				return !slices.ContainsFunc(m.Entries, func(e specs.Entry[specs.Storage]) bool { return slices.Contains(scriptReadable, e.V.In.V) })
			})
		}}
	csrfDefence = &Control{"csrf", "a session of a browser has a defence against forged requests", []string{"clients.*.csrf"},
		func(p *Pass) (bool, []Spot) {
			return every(p, "clients.*.csrf", p.inBrowser, func(v specs.Value[string]) bool { return v.V != "" })
		}}
)

// bearerMost is the longest life that RFC 6750 section 5.3 advises for a bearer token.
const bearerMost = specs.Duration(3600e9)

// scriptReadable are the stores of a browser that any script of the page can read.
var scriptReadable = []specs.StorePlace{specs.InLocalStorage, specs.InSessionStorage, specs.InIndexedDB, specs.InScriptCookie}

// every reports whether a setting is stated somewhere and as asked wherever what a name stands for is concerned; what
// is concerned and silent does not hold.
func every[T any](p *Pass, pattern string, concerned func(name string) bool, as func(T) bool) (bool, []Spot) {
	return everySelected(p, pattern, concerned, func(_ Spot, v T) bool { return as(v) })
}

func everySelected[T any](p *Pass, pattern string, concerned func(name string) bool, as func(Spot, T) bool) (bool, []Spot) {
	var stated, departs []Spot
	for s, v := range EachOrSilent[T](p, pattern) {
		if concerned != nil && !concerned(s.Name()) {
			continue
		}
		if p.EffectiveState(s.Path, s.Sel) != specs.Set || !as(s, v) {
			departs = append(departs, s)
			continue
		}
		if !slices.ContainsFunc(stated, func(have Spot) bool { return have.At == s.At }) {
			stated = append(stated, s)
		}
	}
	if len(departs) > 0 {
		return false, departs
	}
	return len(stated) > 0, stated
}

// proofKeysRequired reports whether every client that uses codes has to use proof keys: by its own word, or by that of
// the issuers that know it.
func (p *Pass) proofKeysRequired() (bool, []Spot) {
	var at []Spot
	strict := func(path string) (stated, ok bool) {
		for s, k := range Each[specs.PKCE](p, path) {
			stated = stated || k.Stated()
			if !k.IsSet() || k.Needed.V != specs.NeedRequired || specs.Has(k.Methods, specs.PKCEPlain) {
				return stated, false
			}
			if !slices.ContainsFunc(at, func(have Spot) bool { return have.At == s.At }) {
				at = append(at, s)
			}
		}
		return stated, stated
	}
	for _, client := range p.Clients.IDs() {
		if !p.usesCode(client) {
			continue
		}
		stated, ok := strict("clients." + client + ".pkce")
		if !stated {
			ok = p.Issuers.Len() > 0
			for _, issuer := range p.issuersOf(client) {
				_, theirs := strict("issuers." + issuer + ".pkce")
				ok = ok && theirs
			}
		}
		if !ok {
			return false, nil
		}
	}
	return len(at) > 0, at
}

// is returns a test for tokens of a type.
func (p *Pass) is(t specs.TokenType) func(string) bool {
	return func(name string) bool { return p.Is(name, t) }
}

// usesCode reports whether a client uses the authorization code grant.
func (p *Pass) usesCode(client string) bool {
	c := p.Clients.Get(client)
	return c != nil && specs.Has(c.Grants, specs.GrantAuthorizationCode)
}

// inBrowser reports whether a client runs in a browser.
func (p *Pass) inBrowser(client string) bool {
	c := p.Clients.Get(client)
	return c != nil && (c.Platform.V == specs.PlatformBrowser || c.Platform.V == specs.PlatformExtension)
}
