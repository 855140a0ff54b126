// These tests keep the promises of the client: one refresh at a time, before the token ends, in the background while it
// works; waits within the policy's bounds; and what the policy says about each error.
package client

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	acme "github.com/tokenbook/tokenbook/examples/acme/golden/code/go"
)

// world is a token endpoint and a clock that stands still until it is set.
type world struct {
	mu      sync.Mutex
	now     time.Time
	answers []error // what the endpoint says, in turn; nil is a token
	asked   atomic.Int64
	waits   []time.Duration
	release chan struct{} // what a request waits for, if not nil
}

var start = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

func (w *world) source(client acme.Client) *Source {
	w.now = start
	life, ok := acme.ExpectedExpiresIn(acme.TokenAccess, client, acme.EnvironmentProduction)
	if !ok {
		life = 10 * time.Minute
	}
	return &Source{Client: client,
		Now: func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now },
		Sleep: func(_ context.Context, d time.Duration) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.waits = append(w.waits, d)
			return nil
		},
		Fetch: func(context.Context) (Token, error) {
			n := int(w.asked.Add(1))
			if w.release != nil {
				<-w.release
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			if n <= len(w.answers) && w.answers[n-1] != nil {
				return Token{}, w.answers[n-1]
			}
			return Token{Value: string(rune('a' + n - 1)), IssuedAt: w.now, ExpiresAt: w.now.Add(life)}, nil
		}}
}

func (w *world) at(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = start.Add(d)
}

// idle waits until no refresh is under way.
func idle(t *testing.T, s *Source) {
	t.Helper()
	for range 1000 {
		s.mu.Lock()
		f := s.current
		s.mu.Unlock()
		if f == nil {
			return
		}
		<-f.done
	}
	t.Fatal("refreshes do not end")
}

func TestOneRefreshForAll(t *testing.T) {
	w := &world{release: make(chan struct{})}
	s := w.source(acme.ClientMobile)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if token, err := s.Token(t.Context()); err != nil || token.Value != "a" {
				t.Errorf("got %v, %v", token, err)
			}
		})
	}
	for w.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	close(w.release)
	group.Wait()
	if n := w.asked.Load(); n != 1 {
		t.Errorf("the endpoint was asked %d times", n)
	}
}

func TestRefreshBeforeTheEnd(t *testing.T) {
	w := &world{}
	s := w.source(acme.ClientMobile)
	first, err := s.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	life := first.ExpiresAt.Sub(first.IssuedAt)
	moment := life - max(time.Duration(float64(life)*acme.RefreshRemainingShare), acme.RefreshAtLeast)
	for _, tc := range []struct {
		at    time.Duration
		value string
		asked int64
	}{{moment - time.Millisecond, "a", 1}, {moment, "a", 2}, {moment, "b", 2}} {
		w.at(tc.at)
		token, err := s.Token(t.Context())
		if err != nil || token.Value != tc.value {
			t.Errorf("after %v: got %v, %v; want %s", tc.at, token, err, tc.value)
		}
		idle(t, s)
		if n := w.asked.Load(); n != tc.asked {
			t.Errorf("after %v: asked %d times, want %d", tc.at, n, tc.asked)
		}
	}
}

func TestOldTokenIsUsedWhileItWorks(t *testing.T) {
	down := &TokenError{Code: acme.ErrorCodeTemporarilyUnavailable}
	w := &world{answers: []error{nil, down, down, down, down, down, down, down, down}}
	s := w.source(acme.ClientMobile)
	first, err := s.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.at(first.ExpiresAt.Sub(start) - time.Second)
	if token, err := s.Token(t.Context()); err != nil || token.Value != "a" {
		t.Errorf("got %v, %v", token, err)
	}
	idle(t, s)
	if got, want := w.asked.Load(), int64(2+acme.RetryAttempts); got != want {
		t.Errorf("asked %d times, want %d", got, want)
	}
	for i, wait := range w.waits {
		if shortest, longest, ok := acme.Backoff(i + 1); !ok || wait < shortest || wait > longest {
			t.Errorf("wait %d is %v, outside of %v to %v", i+1, wait, shortest, longest)
		}
	}
	w.at(first.ExpiresAt.Sub(start))
	if _, err := s.Token(t.Context()); !errors.Is(err, down) {
		t.Errorf("at the end: %v", err)
	}
}

func TestRetryAfterOutranksTheComputedWait(t *testing.T) {
	w := &world{answers: []error{&TokenError{Code: acme.ErrorCodeTemporarilyUnavailable, RetryAfter: time.Minute}}}
	if _, err := w.source(acme.ClientMobile).Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.waits) != 1 || w.waits[0] != time.Minute {
		t.Errorf("waited %v", w.waits)
	}
}

func TestErrorsThatWaitingDoesNotHelp(t *testing.T) {
	for _, tc := range []struct {
		client acme.Client
		code   acme.ErrorCode
		want   error
	}{
		{acme.ClientMobile, acme.ErrorCodeInvalidGrant, ErrReauthenticate},
		{acme.ClientWorker, acme.ErrorCodeInvalidGrant, ErrStop}, // no user is there: the policy has an operator look
		{acme.ClientMobile, acme.ErrorCodeInvalidClient, ErrStop},
		{acme.ClientMobile, "no_such_code", ErrStop},
	} {
		w := &world{answers: []error{&TokenError{Code: tc.code}}}
		if _, err := w.source(tc.client).Token(t.Context()); !errors.Is(err, tc.want) {
			t.Errorf("%s for %s: %v, want %v", tc.code, tc.client, err, tc.want)
		}
		if n := w.asked.Load(); n != 1 {
			t.Errorf("%s for %s: asked %d times", tc.code, tc.client, n)
		}
	}
}
