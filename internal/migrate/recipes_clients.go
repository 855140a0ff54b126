package migrate

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// moved are the names of entries or values that came and went.
func (k *maker) moved() (came, went []string) {
	for _, c := range k.m.Changes {
		name := c.Path[strings.LastIndex(c.Path, ".")+1:]
		if open := strings.LastIndex(c.Path, "["); open >= 0 && strings.HasSuffix(c.Path, "]") {
			name = c.Path[open+1 : len(c.Path)-1]
		}
		list := &came
		switch c.Kind {
		case diff.Removed, diff.Unstated:
			list = &went
		case diff.Added, diff.Stated:
		case diff.Changed:
			continue
		}
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	return came, went
}

// scopes: services know a scope before it is issued, and clients do without one before it goes.
func scopes(k *maker) {
	came, went := k.moved()
	k.m.Drops = went
	k.m.Title = k.renamed("scope", came, went)
	if len(came) > 0 {
		k.step(Step{ID: "know", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
			Do:       "Know " + quoted(came) + " in every service that it opens; ask nobody for it yet.",
			Why:      "A scope that a service does not know opens nothing.",
			Cite:     "RFC 6749 section 3.3; RFC 6750 section 3.1",
			Rollback: "Forget it again.", Cost: "Nothing: no token carries it."})
		k.step(Step{ID: "issue", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
			Do:       "Allow " + quoted(came) + " to the clients that may ask for it.",
			Why:      "Every service knows it.",
			Cite:     "RFC 6749 section 3.3",
			Rollback: "Refuse it again.", Cost: "Tokens that carry it do so until they end."})
	}
	if len(came) > 0 || len(went) > 0 {
		do := "Ask for " + quoted(came) + " where it is needed"
		if len(went) > 0 {
			do = strings.TrimPrefix(do+", and stop asking for "+quoted(went), "Ask for  where it is needed, and ")
			do = strings.ToUpper(do[:1]) + do[1:]
		}
		k.step(Step{ID: "ask", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
			Do:       do + ".",
			Why:      "A request for a scope that is no longer allowed is refused as a whole, or answered with less.",
			Cite:     "RFC 6749 sections 3.3 and 4.1.2.1",
			Gate:     "Requests and refusals by scope show who has moved.",
			Rollback: "Ask as before.", Cost: "Nothing: the old scopes are still allowed."})
	}
	if len(went) == 0 {
		return
	}
	k.step(Step{ID: "stop", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Put " + quoted(went) + " into no token any more, at renewal neither.",
		Why:      "Nobody asks for it.",
		Cite:     "RFC 6749 section 6",
		Rollback: "Allow it again.", Cost: "Tokens from meanwhile lack it until they are renewed."})
	k.step(Step{ID: "close", Who: Services, Waits: k.after(slices.Concat([]Term{k.life(k.accessTokens())}, k.skew(), k.verdicts())...),
		Do:       "Take " + quoted(went) + " out of the checks of services.",
		Why:      "The last access token that carries it has ended by now.",
		Rollback: "Check for it again.", Cost: "Nothing while the issuer does not use the name for something else."})
}

func (k *maker) renamed(what string, came, went []string) string {
	switch {
	case len(came) > 0 && len(went) > 0:
		return "Use " + what + " " + quoted(came) + " instead of " + quoted(went)
	case len(went) > 0:
		return "Take away " + what + " " + quoted(went)
	case len(came) > 0:
		return "Introduce " + what + " " + quoted(came)
	}
	return "Change who has which " + what
}

// grants: the new way is open before anybody needs it; what the old way handed out lives on until it ends.
func grants(k *maker) {
	came, went := k.moved()
	k.m.Drops = went
	k.m.Title = k.renamed("grant", came, went)
	if len(came) > 0 {
		k.step(Step{ID: "open", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
			Do:       "Allow " + quoted(came) + ", and name it in grant_types_supported.",
			Why:      "A client cannot move to what is refused.",
			Cite:     "RFC 8414 section 2; RFC 7591 section 2",
			Rollback: "Refuse it again.", Cost: "Clients that moved already cannot get tokens."})
	}
	if len(went) == 0 {
		return
	}
	k.step(Step{ID: "move", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
		Do:       "Get tokens without " + quoted(went) + ".",
		Why:      "A client that still uses it gets unauthorized_client or unsupported_grant_type.",
		Cite:     "RFC 6749 section 5.2; RFC 9700 section 2",
		Gate:     "No token is issued by " + quoted(went) + " any more.",
		Rollback: "Use it as before.", Cost: "Nothing: it still works."})
	k.step(Step{ID: "refuse", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Refuse " + quoted(went) + ", and take it out of grant_types_supported and of registrations.",
		Why:      "All clients have moved.",
		Cite:     "RFC 6749 section 5.2",
		Rollback: "Allow it again, for one client at a time.", Cost: "Clients fail in the meantime."})
	k.step(Step{ID: "ended", Who: Operators, Waits: k.after(append([]Term{k.life(k.concerned())}, k.skew()...)...),
		Do:   "Take away what only " + quoted(went) + " needed, such as its endpoints, records and pages.",
		Why:  "The last token that it led to has ended by now.",
		Cost: "It has to be set up again before anybody can go back."})
}

// clientAuthentication: both methods work for each client until it has moved.
func clientAuthentication(k *maker) {
	came, went := k.moved()
	k.m.Drops = went
	k.m.Title = k.renamed("client authentication", came, went)
	if len(came) > 0 {
		k.step(Step{ID: "offer", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
			Do:       "Accept " + quoted(came) + " beside what each client uses, at every endpoint, and take its keys or certificates at registration.",
			Why:      "A client cannot move to what is refused.",
			Cite:     "RFC 8414 section 2; RFC 7591 section 2",
			Gate:     "A test client gets a token with it.",
			Rollback: "Refuse it again.", Cost: "Clients that moved already cannot get tokens."})
	}
	if len(went) == 0 {
		return
	}
	k.step(Step{ID: "move", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
		Do:       "Register what the new method needs, and authenticate without " + quoted(went) + ".",
		Why:      "A client with the old method alone gets invalid_client.",
		Cite:     "RFC 6749 sections 2.3 and 5.2; RFC 7523 section 2.2; RFC 8705 section 2",
		Gate:     "No client has used " + quoted(went) + " for the longest time between two of its renewals.",
		Rollback: "Use the old method.", Cost: "Nothing: both work."})
	k.step(Step{ID: "refuse", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Refuse " + quoted(went) + " at every endpoint, and delete what it needed, such as stored secrets.",
		Why:      "All clients have moved.",
		Cite:     "RFC 9700 section 2.5",
		Rollback: "Accept it again, before the secrets are deleted.", Cost: "Clients fail in the meantime; deleted secrets have to be issued anew."})
}
