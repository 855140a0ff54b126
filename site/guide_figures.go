package site

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/flow"
	"github.com/tokenbook/tokenbook/specs"
)

// guideFigures are what the policy states for one client in the environment that examples show. A figure that is not
// stated has the value that does nothing, and a word beside it in the code says that the policy is silent.
type guideFigures struct {
	client *specs.Client

	About                                          string
	Endpoint, EndpointFrom, Scopes, ScopesFrom     string
	StoreFrom, LockFrom, AuthFrom, CSRFFrom        string
	OnDeadFrom                                     string
	Query, JSON                                    bool // how parameters are sent, where not as a form
	DPoP, SharedLock, WebLocks                     bool
	Refreshes, Exchanges, Asks                     bool // which grant gives a new token
	Share, Spread                                  float64
	AtLeast, Tolerance, Timeout, Base, Cap         specs.Duration
	Life                                           specs.Duration // of an access token
	LifeFrom                                       string
	Attempts, PerRequest                           specs.Int
	Statuses                                       []specs.Status
	RemainingStated, AtLeastStated                 bool
	ToleranceStated, TimeoutStated, AttemptsStated bool
	BaseStated, CapStated, PerRequestStated        bool
	StatusesStated, HonorRetryAfter                bool
	Exponential, Linear, Full, Equal, Decorrelated bool
	Actions                                        []codeAction
}

// codeAction is what a client does about some error codes, as a word of the format.
type codeAction struct {
	Do    string
	Codes []string
}

// Renews reports whether a new token can be had without the user, and where.
func (f *guideFigures) Renews() bool {
	return f.Endpoint != "" && (f.Refreshes || f.Exchanges || f.Asks)
}

// Jitter reports whether any moment is spread at random.
func (f *guideFigures) Jitter() bool { return f.Full || f.Equal || f.Decorrelated || f.Spread > 0 }

// decimals writes a number without an exponent, as every language takes it.
func decimals(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// figuresOf gathers the figures of a client.
func (v *View) figuresOf(id string) *guideFigures {
	p := v.Doc
	sel := specs.Selection{specs.AxisClient: id}
	environment := flow.MainEnvironment(p)
	about := "What the policy states for client " + id
	if environment != "" {
		sel[specs.AxisEnvironment] = environment
		about += " in environment " + environment
	}
	f := &guideFigures{About: about + "."}
	f.client = lookUp[specs.Client](p, "clients."+id, sel)
	f.setGrant()
	f.setEndpoint(p, environment, sel)
	f.setStrategy(lookUp[specs.ClientStrategy](p, "client_strategy", sel))
	skew := lookUp[specs.Skew](p, "validation.clock_skew", sel)
	f.Tolerance, f.ToleranceStated = skew.Tolerance.Or(0), said(&skew.Tolerance.Mark, &skew.Mark)
	f.setWords(id)
	for _, t := range v.TokensOf(id) {
		token := lookUp[specs.Token](p, "tokens."+t.ID, sel)
		if r, ok := analysis.AmountRange(p, &token.Lifetime.TTL, sel); ok && r.Default.Kind == specs.Finite && f.Life == 0 && token.Type.Or("") == specs.AccessToken {
			f.Life, f.LifeFrom = r.Default.D, "Where an answer has no expires_in; tokens."+t.ID+".lifetime"
		}
		for i := range token.Binding.Items {
			b := &token.Binding.Items[i]
			if token.Type.Or("") == specs.AccessToken && b.To.Or("") == specs.BindingDPoP && !b.Optional.Or(false) {
				f.DPoP = true
			}
		}
	}
	f.Actions = actionsByCode(v.ErrorsFor(id, sel))
	return f
}

// lookUp is a setting for a selection.
func lookUp[T any](p *specs.Policy, path string, sel specs.Selection) *T {
	v, _, _ := specs.Effective[T](p, path, sel)
	return &v
}

// setGrant finds the grant that gives a new token without the user.
func (f *guideFigures) setGrant() {
	has := func(g specs.GrantType) bool { return specs.Has(f.client.Grants, g) }
	switch {
	case has(specs.GrantRefreshToken):
		f.Refreshes = true
	case has(specs.GrantClientCredentials):
		f.Asks = true
	case has(specs.GrantTokenExchange):
		f.Exchanges = true
	}
}

// setEndpoint finds the token endpoint: that of the environment's issuer, if the client is known there.
func (f *guideFigures) setEndpoint(p *specs.Policy, environment string, sel specs.Selection) {
	issuer := ""
	if environment != "" {
		issuer = string(lookUp[specs.Environment](p, "environments."+environment, sel).Issuer.Or(""))
	}
	known := specs.Plain(f.client.Issuers)
	if issuer == "" || len(known) > 0 && !slices.Contains(known, specs.IssuerID(issuer)) {
		switch {
		case len(known) > 0:
			issuer = string(known[0])
		case p.Issuers.Len() > 0:
			issuer = p.Issuers.Entries[0].ID
		}
	}
	const name = "token"
	base := string(lookUp[specs.Issuer](p, "issuers."+issuer, sel).URL.Or(""))
	path := "issuers." + issuer + ".endpoints." + name
	endpoint := lookUp[specs.Endpoint](p, path, sel)
	if !endpoint.Path.IsSet() {
		return
	}
	address := string(endpoint.Path.V)
	if strings.HasPrefix(address, "/") {
		address = strings.TrimSuffix(base, "/") + address
	}
	f.Endpoint, f.EndpointFrom = withPlaceholders(address), path
	f.Query, f.JSON = endpoint.Send.Or("") == specs.SendQuery, endpoint.Send.Or("") == specs.SendJSON
}

// said reports whether the policy settles a setting: by a value or by none, for it or for what it is a part of.
func said(marks ...*specs.Mark) bool {
	return slices.ContainsFunc(marks[1:], func(m *specs.Mark) bool { return m.State == specs.None }) ||
		marks[0].State == specs.Set || marks[0].State == specs.None
}

// setStrategy takes over the figures of the client strategy.
func (f *guideFigures) setStrategy(s *specs.ClientStrategy) {
	at, r := &s.RefreshAt, &s.Retry
	f.RemainingStated, f.AtLeastStated = said(&at.Remaining.Mark, &at.Mark), said(&at.AtLeast.Mark, &at.Mark)
	f.AtLeast = at.AtLeast.Or(0)
	if share := at.Remaining.Or(specs.Share{}); share.Of {
		f.Share = share.Percent / 100
	} else {
		f.AtLeast = max(f.AtLeast, share.D)
		f.AtLeastStated = f.AtLeastStated || at.Remaining.IsSet()
	}
	if spread := at.Jitter.Or(specs.Share{}); spread.Of {
		f.Spread = spread.Percent / 100
	}
	f.Timeout, f.TimeoutStated = s.RequestTimeout.Or(0), said(&s.RequestTimeout.Mark)
	f.PerRequest, f.PerRequestStated = s.RefreshesPerRequest.Or(0), s.RefreshesPerRequest.IsSet()
	f.Attempts, f.AttemptsStated = r.Attempts.Or(0), said(&r.Attempts.Mark, &r.Mark)
	f.Base, f.BaseStated = r.Base.Or(0), said(&r.Base.Mark, &r.Mark)
	f.Cap, f.CapStated = r.Cap.Or(0), r.Cap.IsSet()
	f.Statuses, f.StatusesStated = specs.Plain(r.Statuses), said(&r.Statuses.Mark, &r.Mark)
	f.HonorRetryAfter = r.HonorRetryAfter.Or(false)
	f.Exponential, f.Linear = r.Backoff.Or("") == specs.BackoffExponential, r.Backoff.Or("") == specs.BackoffLinear
	f.Full, f.Equal, f.Decorrelated = r.Jitter.Or("") == specs.JitterFull, r.Jitter.Or("") == specs.JitterEqual, r.Jitter.Or("") == specs.JitterDecorrelated

	coordination := s.Coordination.Or("")
	f.WebLocks = coordination == specs.CoordinateWebLocks
	f.SharedLock = coordination != "" && coordination != specs.CoordinateMutex && !f.WebLocks
	f.LockFrom = "The lock that all who share the tokens take; client_strategy.coordination: " + string(coordination)
	f.OnDeadFrom = "The session is over, or the tokens behind it are."
	if s.OnDeadGrant.IsSet() {
		f.OnDeadFrom += " client_strategy.on_invalid_grant: " + string(s.OnDeadGrant.V)
	}
}

// setWords writes what the client brings along: where it keeps its refresh token, how it authenticates.
func (f *guideFigures) setWords(id string) {
	c := f.client
	f.Scopes, f.ScopesFrom = strings.Join(plainWords(c.Scopes), " "), "What to ask for; clients."+id+".scopes"
	f.StoreFrom = "Where the refresh token is kept (not specified)."
	for i := range c.Storage.Entries {
		e := &c.Storage.Entries[i]
		if e.V.In.IsSet() && (e.ID == "refresh" || len(c.Storage.Entries) == 1) {
			f.StoreFrom = "The refresh token's place; clients." + id + ".storage." + e.ID + ": " + string(e.V.In.V)
		}
	}
	f.AuthFrom = "Adds what the client authenticates with, or its client_id"
	if words := plainWords(c.Auth); len(words) > 0 {
		f.AuthFrom += "; clients." + id + ".auth: " + strings.Join(words, ", ")
	} else if c.Auth.State == specs.None {
		f.AuthFrom = "Adds client_id; clients." + id + ".auth: none"
	}
	f.CSRFFrom = "Adds the defence against forged requests (not specified)."
	if c.CSRF.IsSet() {
		f.CSRFFrom = "Adds the defence against forged requests; clients." + id + ".csrf: " + c.CSRF.V
	}
}
