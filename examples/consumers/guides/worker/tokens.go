package tokens

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What the policy states for client worker in environment production.
const (
	// issuers.production.endpoints.token
	tokenEndpoint = "https://id.acme.example/oauth2/token"
	// What to ask for; clients.worker.scopes
	Scopes = "fulfilment.write orders.read"
	// Where an answer has no expires_in; tokens.access.lifetime
	assumedLife    = 5 * time.Minute
	refreshShare   = 0.2                    // client_strategy.refresh_at.remaining, of the life
	refreshAtLeast = 1 * time.Minute        // client_strategy.refresh_at.at_least
	refreshSpread  = 0.1                    // client_strategy.refresh_at.jitter, of the time ahead
	clockTolerance = 30 * time.Second       // validation.clock_skew
	requestTimeout = 5 * time.Second        // client_strategy.request_timeout
	retryAttempts  = 3                      // client_strategy.retry.attempts
	retryBase      = 500 * time.Millisecond // client_strategy.retry.base
	retryCap       = 10 * time.Second       // client_strategy.retry.cap
)

// client_strategy.retry.statuses
var retryStatuses = []int{429, 502, 503, 504}

// action is what the policy has this client do about an error code.
func action(code string) string {
	switch code {
	case "invalid_token":
		return "refresh"
	case "insufficient_scope":
		return "request_scope"
	case "insufficient_user_authentication":
		return "step_up"
	case "use_dpop_nonce":
		return "use_nonce"
	case "invalid_dpop_proof":
		return "fix_request"
	case "invalid_client", "unauthorized_client":
		return "operator"
	case "too_many_requests", "temporarily_unavailable":
		return "backoff"
	}
	return ""
}

// Refusal is an answer that has no token in it, and what to do now.
type Refusal struct {
	Code, Action string
	Status       int
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Action }

// passing reports whether trying again can help.
func passing(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && (r.Action == "backoff" || r.Action == "use_nonce" || slices.Contains(retryStatuses, r.Status))
}

// Source keeps an access token and renews it before it ends. Every function must be set.
type Source struct {
	// Adds what the client authenticates with, or its client_id; clients.worker.auth: private_key_jwt
	Authenticate func(form url.Values) error
	// Prove adds a DPoP proof to a request, a new one each time, with the server's nonce where there is one.
	Prove func(req *http.Request, nonce string) error

	mu            sync.Mutex
	access, nonce string
	due, dies     time.Time
}

// Token is an access token that lives on for a while: one caller renews, the others wait for it.
func (s *Source) Token(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Now().Before(s.due) {
		return s.access, nil
	}
	err := s.renew(ctx)
	if passing(err) && time.Now().Add(clockTolerance).Before(s.dies) {
		return s.access, nil // fall back: the old one still lives
	}
	return s.access, err
}

// Refused says what to do when a service refuses a token. After "refresh", repeat the call with a new Token, as often as
// client_strategy.refreshes_per_request has it: 1.
func (s *Source) Refused(token, code string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.access == token && action(code) == "refresh" { // nobody has renewed it meanwhile
		s.access, s.due, s.dies = "", time.Time{}, time.Time{}
	}
	return action(code)
}

func (s *Source) renew(ctx context.Context) error {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {Scopes}}
	for try := 0; ; try++ {
		after, err := s.post(ctx, form)
		if !passing(err) || try >= retryAttempts {
			return err
		}
		wait := retryBase << min(try, 16)
		wait = min(wait, retryCap)
		wait = rand.N(wait + 1)
		select {
		case <-time.After(max(wait, after)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// post asks once. after is how long the server wants to be left alone.
func (s *Source) post(ctx context.Context, form url.Values) (after time.Duration, err error) {
	if err := s.Authenticate(form); err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, tokenEndpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := s.Prove(req, s.nonce); err != nil {
		return 0, err
	}
	sent := time.Now()
	resp, err := (&http.Client{Timeout: requestTimeout}).Do(req)
	if err != nil {
		return 0, &Refusal{Code: "no answer", Action: "backoff"} // what went wrong may quote the request
	}
	defer resp.Body.Close()
	if nonce := resp.Header.Get("DPoP-Nonce"); nonce != "" {
		s.nonce = nonce
	}
	var got struct {
		Access string  `json:"access_token"`
		Life   float64 `json:"expires_in"`
		Code   string  `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Access == "" {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // client_strategy.retry.honor_retry_after
		after = time.Duration(seconds) * time.Second
		return after, &Refusal{got.Code, action(got.Code), resp.StatusCode}
	}
	life := time.Duration(got.Life * float64(time.Second))
	if life == 0 {
		life = assumedLife
	}
	ahead := max(time.Duration(float64(life)*refreshShare), refreshAtLeast)
	ahead += time.Duration(rand.Float64() * refreshSpread * float64(ahead))
	s.access, s.due, s.dies = got.Access, sent.Add(life-ahead), sent.Add(life)
	return 0, nil
}
