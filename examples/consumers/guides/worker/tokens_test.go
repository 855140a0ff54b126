// These tests keep the promise that the worked example on the worker's page does what that page says: one request for all
// callers, tries again where that can help, and names what to do where it cannot.
package tokens

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// endpoint answers in turn what it is told, and then with tokens.
type endpoint struct {
	mu      sync.Mutex
	answers []func() (*http.Response, error)
	forms   []url.Values
	nonces  []string
}

func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || r.URL.String() != tokenEndpoint || r.Header.Get("DPoP") == "" {
		return nil, errors.Join(err, errors.New("no such request"))
	}
	e.forms = append(e.forms, form)
	if n := len(e.forms); n <= len(e.answers) {
		return e.answers[n-1]()
	}
	return says(http.StatusOK, `{"access_token":"t`+string(rune('0'+len(e.forms)))+`","token_type":"DPoP","expires_in":300}`)
}

func says(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: http.Header{"Dpop-Nonce": {"n"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func refuses(status int, code string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return says(status, `{"error":"`+code+`"}`) }
}

// source is the example with an endpoint in place of the network.
func source(t *testing.T, e *endpoint) *Source {
	t.Helper()
	before := http.DefaultTransport
	http.DefaultTransport = e
	t.Cleanup(func() { http.DefaultTransport = before })
	return &Source{
		Authenticate: func(form url.Values) error { form.Set("client_id", "worker"); return nil },
		Prove: func(r *http.Request, nonce string) error {
			e.nonces = append(e.nonces, nonce)
			r.Header.Set("DPoP", "proof")
			return nil
		},
	}
}

func TestOneRequestForAll(t *testing.T) {
	e := &endpoint{}
	s := source(t, e)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if token, err := s.Token(t.Context()); token != "t1" || err != nil {
				t.Errorf("got %q, %v", token, err)
			}
		})
	}
	group.Wait()
	if len(e.forms) != 1 || e.forms[0].Get("grant_type") != "client_credentials" || e.forms[0].Get("scope") != Scopes || e.forms[0].Get("client_id") != "worker" {
		t.Errorf("the endpoint was asked %v", e.forms)
	}
}

func TestTriesAgainWhereThatCanHelp(t *testing.T) {
	for name, answer := range map[string]func() (*http.Response, error){
		"temporarily_unavailable": refuses(http.StatusServiceUnavailable, "temporarily_unavailable"),
		"a gateway":               func() (*http.Response, error) { return says(http.StatusBadGateway, "<html>") },
		"no answer":               func() (*http.Response, error) { return nil, errors.New("down") },
		"use_dpop_nonce":          refuses(http.StatusBadRequest, "use_dpop_nonce"),
	} {
		t.Run(name, func(t *testing.T) {
			e := &endpoint{answers: []func() (*http.Response, error){answer}}
			if token, err := source(t, e).Token(t.Context()); token != "t2" || err != nil {
				t.Errorf("got %q, %v", token, err)
			}
			if name == "use_dpop_nonce" && e.nonces[1] != "n" {
				t.Errorf("the nonces of the proofs are %q", e.nonces)
			}
		})
	}
}

func TestSaysWhatToDo(t *testing.T) {
	for code, want := range map[string]string{"invalid_client": "operator", "no_such_code": ""} {
		e := &endpoint{answers: []func() (*http.Response, error){refuses(http.StatusBadRequest, code)}}
		var refused *Refusal
		if _, err := source(t, e).Token(t.Context()); !errors.As(err, &refused) || refused.Action != want || len(e.forms) != 1 {
			t.Errorf("%s: got %v after %d requests, want %q", code, err, len(e.forms), want)
		}
	}
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	e := &endpoint{}
	s := source(t, e)
	first, err := s.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // three calls that were refused at once
		if do := s.Refused(first, "invalid_token"); do != "refresh" {
			t.Errorf("told to %q", do)
		}
		if token, err := s.Token(t.Context()); token != "t2" || err != nil {
			t.Errorf("got %q, %v", token, err)
		}
	}
	if do := s.Refused("t2", "insufficient_scope"); do != "request_scope" {
		t.Errorf("told to %q", do)
	}
	if token, _ := s.Token(t.Context()); token != "t2" {
		t.Errorf("a token that is still good was given up for %q", token)
	}
}
