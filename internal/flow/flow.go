// Package flow derives the diagrams of a policy: who says what to whom when tokens are issued, used, renewed, replayed,
// revoked, and while something is down, and through which states each token goes. Nothing is drawn by hand: whatever
// stands on an arrow was read from the policy, and every setting that was read is listed with the flow.
//
//	flow.go        Flow, Flows and the order of the flows
//	sketch.go      a flow in the making: reads settings, remembers which, collects actors and steps
//	group.go       one flow for clients that behave alike, several where they differ
//	differences.go what the other environments, scopes, days … change in a picture
//	names.go       what actors, tokens and endpoints are called
//	words.go       lifetimes, times, kill scopes and actions in a few words
//	refusal.go     what a refused caller sees on the wire, and does
//	issuance*.go   one flow for each grant that somebody uses
//	call.go        a call, its checks in the declared order, and its refusals
//	refresh*.go    renewal and rotation, with lost and repeated requests
//	reuse.go       a superseded token comes back
//	race.go        how refreshing ends a session without cause, where it can
//	revocation*.go one flow for each trigger, and the client's own request
//	expiry.go      a token ends: renewal in time, too late, and without luck
//	session.go     the steps of a sign-out, and work without a network
//	keys.go        key rotation, step by step
//	trouble.go     more authentication on demand, and parts that are down
//	states.go      the states of each token
//
// Silence stays visible: what a policy does not state is labelled "not specified" where a reader would look for it, and
// is left out elsewhere.
package flow

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Kind is what part of a token's life a flow shows.
type Kind string

// The kinds, in the order in which Flows gives them.
const (
	KindIssuance   Kind = "issuance"
	KindDevice     Kind = "device"
	KindExchange   Kind = "exchange"
	KindCall       Kind = "call"
	KindRefresh    Kind = "refresh"
	KindReuse      Kind = "reuse"
	KindRace       Kind = "race"
	KindExpiry     Kind = "expiry"
	KindStepUp     Kind = "step_up"
	KindRevocation Kind = "revocation"
	KindLogout     Kind = "logout"
	KindOffline    Kind = "offline"
	KindOutage     Kind = "outage"
	KindKeys       Kind = "keys"
	KindState      Kind = "state"
	KindOwn        Kind = "own" // described by the policy itself
)

// Kinds are all kinds, in that order.
var Kinds = []Kind{
	KindIssuance, KindDevice, KindExchange, KindCall, KindRefresh, KindReuse, KindRace, KindExpiry, KindStepUp, KindRevocation,
	KindLogout, KindOffline, KindOutage, KindKeys, KindState, KindOwn,
}

// Flow is one diagram and what it was derived from.
type Flow struct {
	// ID is unique among the flows of a policy and fit for a file name: lower-case letters, digits and hyphens. It
	// depends on the names in the policy only, not on their order.
	ID string
	// Title names the flow for readers, with the clients that behave so where there are several ways.
	Title string
	// Description is one or two sentences: what is shown, for which environment, for which clients.
	Description string
	Kind        Kind
	// Tokens are the tokens that it speaks of, by their names in the policy.
	Tokens []string
	// Failing tells a flow that is about something going wrong from an ordinary one with branches that fail.
	Failing bool
	Model   draw.Model
	// Settings are the dotted paths of the settings that the flow shows, sorted. Changing one changes the picture.
	Settings []string
}

// Flows derives all diagrams of a policy, in a fixed order. A policy that says little has few.
func Flows(b *book.Book) []Flow {
	m := &maker{p: b.Policy, environment: MainEnvironment(b.Policy), ids: map[string]bool{}}
	m.issuances()
	m.calls()
	m.refreshes()
	m.reuses()
	m.races(b.Facts)
	m.expiries()
	m.stepUps()
	m.revocations()
	m.logouts()
	m.offlines()
	m.outages()
	m.keySets()
	m.states()
	m.owns()
	return m.flows
}

// maker collects the flows of one policy.
type maker struct {
	p           *specs.Policy
	environment string // whose values the pictures show; empty where the policy names none
	flows       []Flow
	ids         map[string]bool
}

// MainEnvironment is the environment that pictures and worked examples show: the first one for real use, else the first
// one, else none.
func MainEnvironment(p *specs.Policy) string {
	for i := range p.Environments.Entries {
		if e := &p.Environments.Entries[i]; e.V.Purpose.V == specs.PurposeProduction {
			return e.ID
		}
	}
	if p.Environments.Get(string(specs.PurposeProduction)) != nil {
		return string(specs.PurposeProduction)
	}
	if p.Environments.Len() > 0 {
		return p.Environments.Entries[0].ID
	}
	return ""
}

// selection is the selection that all pictures start from.
func (m *maker) selection() specs.Selection {
	if m.environment == "" {
		return specs.Selection{}
	}
	return specs.Selection{specs.AxisEnvironment: m.environment}
}

// unique makes the ID of a flow out of the names it is about.
func (m *maker) unique(parts ...string) string {
	id := ""
	for _, part := range parts {
		if id != "" {
			id += "-"
		}
		id += escape.FileName(part)
	}
	id = dashed(id)
	for base, n := id, 2; m.ids[id]; n++ {
		id = base + "-" + decimal(n)
	}
	m.ids[id] = true
	return id
}

// add appends a finished flow.
func (m *maker) add(f Flow) {
	slices.Sort(f.Settings)
	f.Settings = slices.Compact(f.Settings)
	m.flows = append(m.flows, f)
}
