package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// notSecret are tokens that open nothing by themselves, or that nobody stores.
var notSecret = []specs.TokenType{specs.IDToken, specs.UserCode, specs.RequestURI, specs.ClientAssertion, specs.ClientAttestation, specs.DPoPProof,
	specs.LogoutToken, specs.SecurityEventToken, specs.StatusListToken}

// persistentPlaces are those where a token lies in the open, unless something encrypts it. A phone or a personal computer has
// better ones: what the system protects for one program.
var persistentPlaces = []specs.StorePlace{specs.InFile, specs.InEnvVar, specs.InDatabase, specs.InEncryptedFile}

var tokensAtRest = &Rule{
	ID: "STOR005", Title: "token kept unprotected, or not erased at sign-out",
	Why: "A copied database, a backup or a shared computer must not hold live sign-ins of other people.",
	Cites: []Cite{
		{"RFC 6749", "10.3", "MUST"},
		{"RFC 9700", "4.9.3", "MUST"},
		{"SP 800-63B-4", "5.1", "SHALL"},
		{"ASVS 5.0", "14.3.1", ""},
		{"MASVS", "", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {AAL1, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "clients:\n  app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}\nclient_strategy:\n  on_logout: [revoke, end_session]\n",
	Good:   "clients:\n  app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}\nclient_strategy:\n  on_logout: [revoke, end_session, erase]\n",
	At:     "client_strategy.on_logout",
	Repair: "adds erase to what a client does at sign-out",
	Check: func(p *Pass) {
		for s, kept := range Each[specs.Value[specs.AtRest]](p, "tokens.*.stored_as") {
			if kept.V == specs.AtRestPlaintext && kept.IsSet() && !p.Is(s.Name(), notSecret...) {
				p.Report(s, "whoever copies the database has the tokens; keep a hash (hashed, keyed_hash), or encrypt them")
			}
		}
		for s, place := range Each[specs.Value[specs.StorePlace]](p, "clients.*.storage.*.in", "clients.*.storage.*.at_rest") {
			if place.IsSet() {
				keptBy(p, s, place.V)
			}
		}
		if !p.Uses(specs.GrantAuthorizationCode, specs.GrantDeviceCode, specs.GrantCIBA, specs.GrantRefreshToken) {
			return // nobody signs in, so nobody signs out
		}
		for s, steps := range EachOrSilent[specs.Values[specs.LogoutStep]](p, "client_strategy.on_logout") {
			asked := p.Claims(s).Has(AAL1, ASVS1)
			switch {
			case specs.Has(steps, specs.LogoutErase) || steps.State == specs.Undecided:
			case steps.State == specs.Silent && asked && !erasedEverywhere(p):
				p.Missing(s, "say that clients erase their tokens at sign-out: erase").Cite(Cite{"SP 800-63B-4", "5.1", "SHALL"})
			case steps.State == specs.Set || steps.State == specs.None:
				r := p.Report(s, "tokens stay on the device after sign-out; add erase")
				if !asked {
					r.AtMost(diag.Warning)
				}
				if steps.State == specs.Set {
					r.Add(s, string(specs.LogoutErase))
				}
			}
		}
	},
}

// keptBy judges where one client keeps one token. Places in a browser are for STOR001 and STOR004.
func keptBy(p *Pass, s Spot, place specs.StorePlace) {
	client, token := s.Names[0], s.Names[1]
	at, atRest := At[specs.Value[specs.AtRest]](p, "clients."+client+".storage."+token+".at_rest", s.Sel)
	platform := p.Client(client).Platform.V
	native := platform == specs.PlatformMobile || platform == specs.PlatformDesktop
	switch {
	case place == specs.InLog:
		p.Report(s, "a log is read and copied by many; a token is never written to one")
	case p.Is(token, notSecret...):
	case atRest.V == specs.AtRestPlaintext && slices.Contains(persistentPlaces, place):
		p.Report(at, "whoever copies the %s has the token; encrypt it, or keep it where the system protects it", place)
	case native && slices.Contains(persistentPlaces, place) && (place != specs.InEncryptedFile || platform == specs.PlatformMobile):
		p.Report(s, "other programs and backups can reach %s; the keychain, keystore or credential_manager of the system is advised", place).
			AtMost(diag.Warning).Cite(Cite{"MASVS", "", ""})
	}
}

// erasedEverywhere reports whether every place of storage that a client states says that it is erased at sign-out.
func erasedEverywhere(p *Pass) bool {
	stores := false
	for _, stored := range Each[specs.Storage](p, "clients.*.storage.*") {
		stores = true
		if !specs.Has(stored.ErasedOn, "logout") {
			return false
		}
	}
	return stores
}
