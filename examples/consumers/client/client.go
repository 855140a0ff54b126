// Package client keeps an access token fresh by a token policy: it refreshes before the token ends, once at a time, in
// the background while the token still works, waits between tries as the policy says, and does what the policy says
// about each error. All numbers and decisions come from the generated package acme.
package client

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	acme "github.com/tokenbook/tokenbook/examples/acme/golden/code/go"
)

// Token is an access token with the moments between which it works.
type Token struct {
	Value     string
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// TokenError is a refusal of the token endpoint (RFC 6749, section 5.2), or a failure to reach it, which has no code.
type TokenError struct {
	Code       acme.ErrorCode
	RetryAfter time.Duration // what the Retry-After header says, or 0
	Err        error
}

func (e *TokenError) Error() string { return fmt.Sprintf("token endpoint: %s: %v", e.Code, e.Err) }
func (e *TokenError) Unwrap() error { return e.Err }

// What a caller has to do before there can be a token again.
var (
	ErrReauthenticate = errors.New("the user has to sign in again")
	ErrStop           = errors.New("no token can be had without somebody's help")
)

// Source hands out access tokens of one client. The zero value is not usable; every field is needed.
type Source struct {
	Client acme.Client
	// Fetch asks the token endpoint once. Its error is a *TokenError.
	Fetch func(ctx context.Context) (Token, error)
	Now   func() time.Time
	// Sleep waits, or returns earlier with the error of a context that ends.
	Sleep func(ctx context.Context, d time.Duration) error

	mu      sync.Mutex
	token   Token
	current *flight
}

// flight is one refresh that all who need it wait for.
type flight struct {
	done  chan struct{}
	token Token
	err   error
}

// Token is an access token that still works. Near its end it is refreshed in the background; at its end callers wait for
// the one refresh that is under way. Where the refresh fails, the old token is used as long as it works.
func (s *Source) Token(ctx context.Context) (Token, error) {
	s.mu.Lock()
	now, have := s.Now(), s.token
	works := have.Value != "" && now.Before(have.ExpiresAt)
	if works && !acme.ShouldRefresh(now, have.IssuedAt, have.ExpiresAt) {
		s.mu.Unlock()
		return have, nil
	}
	f := s.current
	if f == nil {
		f = &flight{done: make(chan struct{})}
		s.current = f
		go s.refresh(context.WithoutCancel(ctx), f)
	}
	s.mu.Unlock()
	if works {
		return have, nil
	}
	select {
	case <-f.done:
		return f.token, f.err
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
}

// refresh gets a token for all who wait.
func (s *Source) refresh(ctx context.Context, f *flight) {
	f.token, f.err = s.try(ctx)
	s.mu.Lock()
	if f.err == nil {
		s.token = f.token
	}
	s.current = nil
	s.mu.Unlock()
	close(f.done)
}

// try asks until there is a token, the tries are used up, or the answer is one that waiting does not help.
func (s *Source) try(ctx context.Context) (Token, error) {
	for attempt := 1; ; attempt++ {
		limited, cancel := context.WithTimeout(ctx, acme.RequestTimeout)
		token, err := s.Fetch(limited)
		cancel()
		if err == nil {
			return token, nil
		}
		var refused *TokenError
		action := acme.ActionBackoff // no answer at all: the network, or a server that is down
		if errors.As(err, &refused) && refused.Code != "" {
			action = acme.DecideErrorFor(s.Client, refused.Code, acme.SurfaceToken)
		}
		switch action {
		case acme.ActionBackoff, acme.ActionRetry, acme.ActionUseNonce:
		case acme.ActionReauthenticate, acme.ActionStepUp, acme.ActionRequestScope:
			return Token{}, errors.Join(ErrReauthenticate, err)
		default:
			return Token{}, errors.Join(ErrStop, err)
		}
		shortest, longest, ok := acme.Backoff(attempt)
		if !ok {
			return Token{}, err
		}
		wait := shortest
		if longest > shortest {
			wait += rand.N(longest - shortest)
		}
		if acme.HonorRetryAfter && refused != nil {
			wait = max(wait, refused.RetryAfter)
		}
		if err := s.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
}
