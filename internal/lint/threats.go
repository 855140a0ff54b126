package lint

import "github.com/tokenbook/tokenbook/specs"

// threats are the attacks of RFC 9700 section 4 and of RFC 10017 section 5.1, in their order.
var threats = []*Threat{
	{ID: "redirect-validation", Title: "redirect address not validated exactly", Cite: Cite{"RFC 9700", "4.1", ""},
		Text:    "The attacker finds an address that a loose comparison lets through, and codes or tokens are sent there.",
		applies: hasCode, answers: [][]*Control{{exactRedirects}}},
	{ID: "referrer-leak", Title: "credentials leak through the Referer header", Cite: Cite{"RFC 9700", "4.2", ""},
		Text:    "The page that receives a code or a token loads something from elsewhere, and the browser tells that place the whole address.",
		applies: hasCode, answers: [][]*Control{{codeOnce, codeResponse}}},
	{ID: "browser-history", Title: "credentials leak through the browser's history", Cite: Cite{"RFC 9700", "4.3", ""},
		Text:    "Codes and tokens in addresses stay in the history of a shared browser.",
		applies: nil, answers: [][]*Control{{headerTransport}}},
	{ID: "mix-up", Title: "mix-up of authorization servers", Cite: Cite{"RFC 9700", "4.4", ""},
		Text:    "A client that knows several servers is made to send the code of one to another, which the attacker runs.",
		applies: func(p *Pass) bool { return hasCode(p) && p.Issuers.Len() > 1 }, answers: [][]*Control{{issInResponse}}},
	{ID: "code-injection", Title: "authorization code injection", Cite: Cite{"RFC 9700", "4.5", ""},
		Text:    "The attacker puts a stolen code into a session of their own with the client.",
		applies: hasCode, answers: [][]*Control{{pkceRequired}}},
	{ID: "token-injection", Title: "access token injection", Cite: Cite{"RFC 9700", "4.6", ""},
		Text:    "The attacker hands a client a token that was issued for another one.",
		applies: hasUsers, answers: [][]*Control{{codeResponse}}},
	{ID: "csrf", Title: "cross-site request forgery at the redirect address", Cite: Cite{"RFC 9700", "4.7", ""},
		Text:    "The victim's browser is made to finish a sign-in of the attacker, whose resources it then uses.",
		applies: hasCode, answers: [][]*Control{{pkceRequired}}},
	{ID: "pkce-downgrade", Title: "PKCE downgrade", Cite: Cite{"RFC 9700", "4.8", ""},
		Text:    "The attacker leaves the challenge out of the request, and a server that does not insist issues a code without it.",
		applies: hasCode, answers: [][]*Control{{pkceRequired}}},
	{ID: "resource-server-leak", Title: "access tokens leak at the resource server", Cite: Cite{"RFC 9700", "4.9", ""},
		Text:    "A false or broken resource server, or somebody who reads its logs, uses a token elsewhere.",
		applies: nil, answers: [][]*Control{{audienceChecked, logsRedacted}, {keyBound, logsRedacted}}},
	{ID: "stolen-access-token", Title: "misuse of a stolen access token", Cite: Cite{"RFC 9700", "4.10", ""},
		Text:    "The attacker uses an access token that leaked in whatever way.",
		applies: nil, answers: [][]*Control{{keyBound}, {shortAccess, audienceChecked}}},
	{ID: "open-redirection", Title: "open redirection", Cite: Cite{"RFC 9700", "4.11", ""},
		Text:    "The client or the server sends the browser on to an address that the attacker chose, under a name that users trust.",
		applies: hasCode, answers: [][]*Control{{exactRedirects}}},
	{ID: "redirect-307", Title: "redirect that repeats the form", Cite: Cite{"RFC 9700", "4.12", ""},
		Text:    "With status 307 the browser sends the user's password on to the client.",
		applies: hasCode},
	{ID: "proxy-headers", Title: "headers forged behind a TLS-terminating proxy", Cite: Cite{"RFC 9700", "4.13", ""},
		Text:    "The attacker sends the header by which the proxy names the client's certificate.",
		applies: hasProxy, answers: [][]*Control{{headersSanitised}}},
	{ID: "refresh-token-theft", Title: "misuse of a stolen refresh token", Cite: Cite{"RFC 9700", "4.14", ""},
		Text:    "The attacker renews access for as long as the grant lives.",
		applies: func(p *Pass) bool { return len(p.TokensOf(specs.RefreshToken)) > 0 }, answers: [][]*Control{{refreshRotated}, {refreshBound}}},
	{ID: "client-as-user", Title: "client that passes for a user", Cite: Cite{"RFC 9700", "4.15", ""},
		Text:    "A client registers under a name that a resource server takes for a user's.",
		applies: func(p *Pass) bool { return hasUsers(p) && p.Uses(specs.GrantClientCredentials) }, answers: [][]*Control{{clientNamed}}},
	{ID: "clickjacking", Title: "clickjacking", Cite: Cite{"RFC 9700", "4.16", ""},
		Text:    "The consent page is shown in an invisible frame, and the user clicks on it without knowing.",
		applies: hasCode},
	{ID: "in-browser-messages", Title: "messages between windows that anybody can send or read", Cite: Cite{"RFC 9700", "4.17", ""},
		Text:    "A flow that passes its response with postMessage does not check who sends and who receives.",
		applies: func(p *Pass) bool { return hasBrowser(p) && hasCode(p) }, answers: [][]*Control{{noTokenInBrowser}}},

	{ID: "single-theft", Title: "a script steals the tokens once", Cite: Cite{"RFC 10017", "5.1.1", ""}, Browser: true,
		Text:    "A malicious script reads the tokens that the page holds and sends them away.",
		applies: hasBrowser, answers: [][]*Control{{noTokenInBrowser}, {noPersistentStorage, shortAccess}}},
	{ID: "persistent-theft", Title: "a script steals every new token", Cite: Cite{"RFC 10017", "5.1.2", ""}, Browser: true,
		Text:    "A malicious script stays in the page and sends away each token that it gets.",
		applies: hasBrowser, answers: [][]*Control{{noTokenInBrowser}, {refreshRotated, noPersistentStorage}}},
	{ID: "new-tokens", Title: "a script runs a flow of its own", Cite: Cite{"RFC 10017", "5.1.3", ""}, Browser: true,
		Text:    "A malicious script begins a silent sign-in and gets tokens of its own.",
		applies: hasBrowser, answers: [][]*Control{{noTokenInBrowser}}},
	{ID: "proxied-requests", Title: "a script calls through the user's browser", Cite: Cite{"RFC 10017", "5.1.4", ""}, Browser: true,
		Text:    "A malicious script sends requests from the page itself; nothing but the session's end stops it.",
		applies: hasBrowser, answers: [][]*Control{{noTokenInBrowser, csrfDefence}}},
}

func hasCode(p *Pass) bool { return p.Uses(specs.GrantAuthorizationCode) }

func hasUsers(p *Pass) bool {
	return p.Uses(specs.GrantAuthorizationCode, specs.GrantImplicit, specs.GrantDeviceCode, specs.GrantCIBA, specs.GrantPassword)
}

func hasBrowser(p *Pass) bool {
	for _, id := range p.Clients.IDs() {
		if p.inBrowser(id) {
			return true
		}
	}
	return false
}

func hasProxy(p *Pass) bool {
	for range Each[specs.Value[string]](p, "issuers.*.tls.terminated_at") {
		return true
	}
	return false
}
