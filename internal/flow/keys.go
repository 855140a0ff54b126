package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// keySets makes a flow for each set of keys with a time in it.
func (m *maker) keySets() {
	issuers := map[string][]string{}
	var sets []string
	for _, issuer := range m.p.Issuers.IDs() {
		for _, set := range m.p.Issuers.Get(issuer).Keys.IDs() {
			if issuers[set] == nil {
				sets = append(sets, set)
			}
			issuers[set] = append(issuers[set], issuer)
		}
	}
	for _, set := range sets {
		pl := plan{kind: KindKeys, id: []string{"keys", set}, title: "Key rotation: " + human(set),
			about: "The phases of a key of the set " + human(set) + ": published, signing, kept for checking, removed.",
			axis:  byIssuer, lane: server, base: m.selection()}
		pl.draw = func(s *sketch) { s.issuer = s.sel[byIssuer]; s.rotateKeys(s.issuer, set) }
		m.behave(pl, issuers[set])
	}
}

func (s *sketch) rotateKeys(issuer, set string) {
	base := "issuers." + issuer + ".keys." + set
	k := peek[specs.KeySet](s, base)
	timed := k.RotateEvery.Stated() || k.PublishAhead.Stated() || k.KeepAfter.Stated() || k.DeleteAfter.Stated() || k.Emergency.Stated()
	if !timed {
		return
	}
	algorithms := ""
	if list := vals[specs.Algorithm](s, base+".algorithms"); len(list) > 0 {
		algorithms = " (" + words(list) + ")"
	}
	made := "makes a new key"
	if per := val[specs.KeyPer](s, base+".per"); per.IsSet() {
		made += " for each " + human(string(per.V))
	}
	s.say(server, keyStore, made+algorithms)
	if store := val[specs.SecretStore](s, base+".custody.store"); store.IsSet() {
		s.note(keyStore, "Private keys: "+storeName(store.V))
	}
	s.say(server, resource, "publishes the new public key: "+s.endpoint("jwks"))
	var wait string
	switch t := s.span(base + ".publish_ahead"); t {
	case "":
		wait = "time before it signs: " + unspecified
	case "none":
		wait = "no wait before it signs"
	default:
		wait = "waits " + t + " before it signs"
	}
	s.act(server, wait)
	if t := s.span(base + ".jwks_max_age"); t != "" {
		s.act(resource, "fetches the key set again after "+t)
	}
	s.act(server, "signs with the new key"+s.spanOr(base+".rotate_every", " for ", "", ", how long is "+unspecified))
	s.note(resource, "Tokens of both keys are good")
	if longest := s.signedLonger(set); longest != "" {
		s.note(server, longest)
	}
	s.act(server, s.spanOr(base+".keep_after", "keeps the old public key for ", " more", "how long the old public key is kept: "+unspecified))
	s.say(server, resource, "removes the old key from the key set")
	if t := s.span(base + ".delete_after"); t != "" {
		s.say(server, keyStore, "deletes the old private key after "+t)
	}
	if peek[specs.KeyEmergency](s, base+".emergency").State == specs.Set {
		s.group(draw.Opt, way{label: "emergency: a private key is known to others", failed: true, draw: func() {
			s.say(server, resource, "removes the key at once")
			if t := s.span(base + ".emergency.remove_within"); t != "" {
				s.note(resource, "No verifier accepts it after "+t)
			}
			if p := val[specs.PlaybookID](s, base+".emergency.playbook"); p.IsSet() {
				s.note(server, "Playbook: "+human(string(p.V)))
			}
		}})
	}
}

// storeName is a kind of key store; the usual abbreviations are written as such.
func storeName(store specs.SecretStore) string {
	if len(store) == 3 {
		return strings.ToUpper(string(store))
	}
	return human(string(store))
}

// signedLonger names the tokens that the set signs, with their lives: the old key has to outlast them.
func (s *sketch) signedLonger(set string) string {
	var parts []string
	for _, id := range s.p.Tokens.IDs() {
		keys := val[specs.KeySetID](s, "tokens."+id+".keys")
		if keys.IsSet() && string(keys.V) == set {
			parts = append(parts, s.token(id)+" ("+s.life("tokens."+id+".lifetime")+")")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Signs " + several(parts, 3)
}
