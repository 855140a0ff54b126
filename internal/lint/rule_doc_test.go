// Keeps the promise that a sample is held to what the policy says, whichever choice it shows, and that no number in a sample
// upsets the comparison.
package lint

import "testing"

func TestRulesAboutSamples(t *testing.T) {
	access := func(lifetime, sample string) string {
		return "tokens: {access: {type: access_token, lifetime: " + lifetime + ", sample: " + sample + "}}\n"
	}
	fault := []string{"error tokens.access.sample"}
	response := func(field string) string {
		return "tokens: {code: {type: device_code, lifetime: 15m}, refresh: {type: refresh_token, lifetime: 30d}}\n" +
			"issuers: {main: {responses: {token: {fields: {expires_in: {" + field + "}}}}}}\n"
	}
	runClmCases(t, []clmCase{
		{"the lifetime in seconds", sampleDisagrees, access("10m", "{expires_in: 600}"), nil},
		{"a second more", sampleDisagrees, access("10m", "{expires_in: 601}"), fault},
		{"a second less", sampleDisagrees, access("10m", "{expires_in: 599}"), fault},
		{"the claims of a token", sampleDisagrees, access("10m", "{iat: 1790841600, exp: 1790842200}"), nil},
		{"the claims of one that lives longer", sampleDisagrees, access("10m", "{iat: 1790841600, exp: 1790842201}"), fault},
		{"a life between two", sampleDisagrees, access("{ttl: {default: 10m, min: 5m, max: 15m}}", "{expires_in: 420}"), nil},
		{"a life beyond them", sampleDisagrees, access("{ttl: {default: 10m, min: 5m, max: 15m}}", "{expires_in: 901}"), fault},
		{"what clients are told, where that is not the life", sampleDisagrees, access("{ttl: 10m, reported: 5m}", "{expires_in: 300}"), nil},
		{"the life, where clients are told less", sampleDisagrees, access("{ttl: 10m, reported: 5m}", "{expires_in: 600}"), fault},
		{"the claims show the life itself", sampleDisagrees, access("{ttl: 10m, reported: 5m}", "{iat: 0, exp: 600}"), nil},
		{"life that is not told", sampleDisagrees, access("{ttl: {default: 10m, slack: 30s}}", "{expires_in: 600}"), nil},
		{"the life of one environment", sampleDisagrees,
			"environments: {live: main, staging: main}\ntokens: {access: {type: access_token, lifetime: 10m, sample: {expires_in: 1800}, variants: [{when: {environment: staging}, lifetime: 30m}]}}\n", nil},
		{"a token without an end", sampleDisagrees, access("never", "{expires_in: 600}"), nil},
		{"less than nothing", sampleDisagrees, access("10m", "{expires_in: -1}"), fault},
		{"more than there are", sampleDisagrees, access("10m", "{expires_in: 1.0e300}"), fault},
		{"a text", sampleDisagrees, access("10m", `{expires_in: "3600"}`), nil},
		{"no mapping", sampleDisagrees, access("10m", "2YotnFZFEjr1zCsicMWpAA"), nil},
		{"a refresh token's answer speaks of the access token", sampleDisagrees, "tokens: {refresh: {type: refresh_token, lifetime: 30d, sample: {expires_in: 600}}}\n", nil},
		{"a device code's speaks of itself", sampleDisagrees, "tokens: {code: {type: device_code, lifetime: 15m, sample: {expires_in: 600}}}\n", []string{"error tokens.code.sample"}},
		{"a claim that is always there", sampleDisagrees,
			"tokens: {access: {type: access_token, lifetime: 10m, claims: {jti: {present: always}, act: {present: maybe}}, sample: {exp: 600, iat: 0}}}\n", fault},
		{"an edge case", sampleDisagrees, "tokens: {access: {type: access_token, lifetime: 10m, edge_cases: {a: {sample: {expires_in: 60}}}}}\n", []string{"error tokens.access.edge_cases.a.sample"}},
		{"a response with the life", sampleDisagrees, response(`of: access, clock: expires_in, value: "600"`), nil},
		{"a response with another", sampleDisagrees, response(`of: access, clock: expires_in, value: "3600"`), []string{"error issuers.main.responses.token.fields.expires_in.value"}},
		{"a response with the moment of the end", sampleDisagrees, response(`of: access, clock: exp, value: "1790842200"`), nil},
		{"a response that has no number", sampleDisagrees, response(`of: access, clock: expires_in, value: seconds`), nil},
		{"a response about a refresh token", sampleDisagrees, response(`of: refresh, clock: expires_in, value: "60"`), nil},

		{"scenarios that leave outcomes out", sampleDisagrees, "profiles: oauth-bcp\nscenarios: {a: {kind: expiry, steps: [x]}}\n", []string{"info scenarios"}},
		{"the same, nothing claimed", sampleDisagrees, "scenarios: {a: {kind: expiry, steps: [x]}}\n", nil},
	})
}
