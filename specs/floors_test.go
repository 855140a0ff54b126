// These tests keep the promise of floors: for every direction, what is equal or tighter than the base is let through
// and one step looser is a finding, also where only a variant is looser.
package specs

import (
	"strings"
	"testing"
)

// underFloor links a policy with a base that sets a floor at a path, and returns the findings of the rule.
func underFloor(t *testing.T, floor, base, mine string) []string {
	t.Helper()
	source := loaded(t, map[string]string{
		"base.yaml":   head + "floor: " + floor + "\n" + base,
		"policy.yaml": "tokenbook: v1\nextends: base.yaml\n" + mine,
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatalf("%v in %s%s", findings, base, mine)
	}
	var out []string
	for _, f := range Link(doc, source) {
		if f.Rule == "floor" {
			out = append(out, f.String())
		}
	}
	return out
}

func TestFloors(t *testing.T) {
	token := func(setting string) string { return "tokens: {access: {type: access_token, " + setting + "}}\n" }
	mine := func(setting string) string { return "tokens: {access: {" + setting + "}}\n" }
	client := func(setting string) string {
		return "tokens: {access: {type: access_token}}\nclients: {spa: {type: public, " + setting + "}}\n"
	}
	myClient := func(setting string) string { return "clients: {spa: {" + setting + "}}\n" }
	tests := []struct {
		name, floor, base, mine, want string // want is a part of the finding; empty for none
	}{
		{"shorter: equal", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: 10m"), ""},
		{"shorter: equal in other words", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: {ttl: PT10M}"), ""},
		{"shorter: tighter", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: 599s"), ""},
		{"shorter: looser", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: 601s"), "tokens.access.lifetime: 10m1s is more than 10m"},
		{"shorter: endless", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: never"), "never is more than 10m"},
		{"shorter: from endless", "tokens.*.lifetime", token("lifetime: never"), mine("lifetime: 10m"), ""},
		{"shorter: not touched", "tokens.*.lifetime", token("lifetime: 10m"), mine("title: x"), ""},
		{"shorter: a bound is dropped", "tokens.*.lifetime", token("lifetime: {ttl: 10m, idle: 5m}"), mine("lifetime: {ttl: 5m}"), "it is nothing; it was 5m"},
		{"shorter: a bound is added", "tokens.*.lifetime", token("lifetime: {ttl: 10m}"), mine("lifetime: {ttl: 10m, idle: 5m}"), ""},
		{"shorter: an inner bound", "tokens.*.lifetime", token("lifetime: {absolute: {of: 1d, from: family}}"), mine("lifetime: {absolute: {of: 25h, from: family}}"), "1d1h is more than 1d"},
		{"shorter: none is tighter", "tokens.access.offline_limit", token("offline_limit: 10m"), mine("offline_limit: none"), ""},
		{"shorter: a longest is raised", "tokens.*.lifetime", token("lifetime: {ttl: {default: 5m, max: 10m}}"), mine("lifetime: {ttl: {default: 5m, max: 11m}}"), "11m is more than 10m"},
		{"shorter: undecided", "tokens.*.lifetime", token("lifetime: 10m"), mine("lifetime: undecided"), "tokens.access.lifetime"},
		{"one name", "tokens.access.lifetime", token("lifetime: 10m"), mine("lifetime: 11m"), "is more than"},
		{"another name", "tokens.other.lifetime", token("lifetime: 10m"), mine("lifetime: 11m"), ""},
		{"longer: equal", "tokens.*.entropy", token("entropy: 128"), mine("entropy: 128"), ""},
		{"longer: tighter", "tokens.*.entropy", token("entropy: 128"), mine("entropy: 256"), ""},
		{"longer: looser", "tokens.*.entropy", token("entropy: 128"), mine("entropy: 127"), "127 is less than 128"},
		{"subset: equal", "clients.*.grants", client("grants: [authorization_code, refresh_token]"), myClient("grants: [refresh_token, authorization_code]"), ""},
		{"subset: tighter", "clients.*.grants", client("grants: [authorization_code, refresh_token]"), myClient("grants: authorization_code"), ""},
		{"subset: none", "clients.*.grants", client("grants: [authorization_code, refresh_token]"), myClient("grants: none"), ""},
		{"subset: looser", "clients.*.grants", client("grants: authorization_code"), myClient("grants: [authorization_code, implicit]"), "implicit is not among authorization_code"},
		{"superset: equal", "clients.*.never_store_in", client("never_store_in: [log, local_storage]"), myClient("never_store_in: [local_storage, log]"), ""},
		{"superset: tighter", "clients.*.never_store_in", client("never_store_in: [log]"), myClient("never_store_in: [log, file]"), ""},
		{"superset: looser", "clients.*.never_store_in", client("never_store_in: [log, local_storage]"), myClient("never_store_in: [log]"), "local_storage is missing"},
		{"superset: none", "clients.*.never_store_in", client("never_store_in: [log]"), myClient("never_store_in: none"), "log is missing"},
		{"stronger: equal", "tokens.*.stored_as", token("stored_as: hashed"), mine("stored_as: hashed"), ""},
		{"stronger: tighter", "tokens.*.stored_as", token("stored_as: plaintext"), mine("stored_as: not_kept"), ""},
		{"stronger: looser", "tokens.*.stored_as", token("stored_as: not_kept"), mine("stored_as: plaintext"), "plaintext is weaker than not_kept"},
		{"same: equal", "clients.*.redirect_match", client("redirect_match: exact"), myClient("redirect_match: exact"), ""},
		{"same: other", "clients.*.redirect_match", client("redirect_match: exact"), myClient("redirect_match: prefix"), "prefix is not exact"},
		{"a whole section", "tokens.access", token("lifetime: 10m, stored_as: not_kept"), mine("stored_as: plaintext"), "plaintext is weaker than not_kept"},
		{"a variant is looser", "tokens.*.lifetime", token("lifetime: 10m"), mine("variants: [{when: {user: x}, lifetime: 11m}]"), "11m is more than 10m"},
		{"a leaf of a variant is looser", "tokens.*.lifetime", token("lifetime: {ttl: 10m}"), mine("variants: [{when: {user: x}, lifetime.ttl: 11m}]"), "11m is more than 10m"},
		{"a variant above is looser", "tokens.*.lifetime", token("lifetime: 10m"), "variants: [{when: {user: x}, tokens.access: {type: access_token, lifetime: 11m}}]\n", "11m is more than 10m"},
		{"a variant is tighter", "tokens.*.lifetime", token("lifetime: 10m"), mine("variants: [{when: {user: x}, lifetime: 9m}]"), ""},
		{"nothing below the floor in the base", "tokens.*.rotation", token("lifetime: 10m"), mine("rotation: none"), ""},
	}
	for _, test := range tests {
		got := underFloor(t, test.floor, test.base, test.mine)
		switch {
		case test.want == "" && len(got) > 0:
			t.Errorf("%s: %v", test.name, got)
		case test.want != "" && (len(got) == 0 || !strings.Contains(got[0], test.want)):
			t.Errorf("%s: %v; want %s", test.name, got, test.want)
		}
	}
}

// TestFloorsOfAFloor holds a policy against every policy that it extends, not only the nearest.
func TestFloorsOfAFloor(t *testing.T) {
	source := loaded(t, map[string]string{
		"root.yaml":   head + "floor: tokens.*.lifetime\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"base.yaml":   "tokenbook: v1\nextends: root.yaml\ntokens: {access: {lifetime: 5m}}\n",
		"policy.yaml": "tokenbook: v1\nextends: base.yaml\ntokens: {access: {lifetime: 12m}}\n",
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got := 0
	for _, f := range Link(doc, source) {
		if f.Rule == "floor" {
			got++
			if !strings.Contains(f.Message, "12m is more than") || f.At.File != "policy.yaml" || len(f.Related) != 1 {
				t.Errorf("%v %v", f, f.Related)
			}
		}
	}
	if got == 0 {
		t.Error("no finding")
	}
}

func TestEveryDirectionIsTried(t *testing.T) {
	used := map[string]bool{}
	for _, p := range places(t) {
		if p.field.floor != "" {
			used[p.field.floor] = true
		}
	}
	for direction := range floorTexts {
		if !used[direction] {
			t.Errorf("no setting has the floor %s", direction)
		}
	}
	if len(used) != len(floorTexts) {
		t.Errorf("%v and %v", used, floorTexts)
	}
}
