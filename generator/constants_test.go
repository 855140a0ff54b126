// These tests keep the promise that nothing is exported which nobody chose: what is silent, none or different for some
// client is told apart in every language, and a function whose numbers are missing is left out with the reason.
package generator

import (
	"strings"
	"testing"
)

func TestSilenceIsNotZero(t *testing.T) {
	for _, tc := range []struct {
		name, policy, lang string
		has, hasNot        []string
	}{
		{"silent", sparse, "go", []string{"// not specified: validation.clock_skew.tolerance", "// IsExpired is left out", "// ShouldRefresh is left out", "// Backoff is left out"},
			[]string{"func IsExpired", "func ShouldRefresh", "func Backoff", "const ClockSkew "}},
		{"silent in TypeScript", sparse, "typescript", []string{"// not specified: client_strategy.retry.base"}, []string{"function backoff", "retryBaseMs ="}},
		{"silent in Python", sparse, "python", []string{"# not specified: client_strategy.retry.base"}, []string{"def backoff", "RETRY_BASE:"}},
		{"none", sparse + "validation: {gateway_cache: none}\n", "go", []string{"// none: validation.gateway_cache (policy.yaml:4)"}, []string{"GatewayCache ="}},
		{"undecided", sparse + "validation: {gateway_cache: undecided}\n", "go", []string{"// undecided: validation.gateway_cache"}, []string{"GatewayCache ="}},
		{"none around it", sparse + "client_strategy: {offline: none}\n", "go", []string{"// none: client_strategy.offline.max"}, []string{"OfflineMax ="}},
		{"no lifetime", sparse, "go", []string{"// ExpectedExpiresIn is left out"}, []string{"func ExpectedExpiresIn"}},
		{"never", "tokens: {t: {type: access_token, lifetime: never}}\n", "go", []string{"Default: Extent{kind: Never}"}, nil},
		{"never in TypeScript", "tokens: {t: {type: access_token, lifetime: never}}\n", "typescript", []string{`defaultMs: "never"`}, nil},
		{"never in Python", "tokens: {t: {type: access_token, lifetime: never}}\n", "python", []string{"default=NoLength.NEVER"}, nil},
		{"grace none", "tokens: {t: {type: refresh_token, rotation: {mode: on_use, previous: none}}}\n", "go", []string{"Extent{kind: None}"}, nil},
		{"only a maximum", "tokens: {t: {type: access_token, lifetime: {ttl: {max: 1h}}}}\n", "python", []string{"longest=timedelta(hours=1)"}, []string{"default=timedelta", "shortest=timedelta"}},
		{"random", "tokens: {t: {type: access_token, lifetime: {ttl: {random: [60m, 90m]}}}}\n", "python", []string{"shortest=timedelta(hours=1)", "longest=timedelta(minutes=90)"}, []string{"default=timedelta"}},
		{"a knob without default", "settings: {k: {range: {max: 1d}}}\ntokens: {t: {type: access_token, lifetime: {ttl: {setting: k}}}}\n", "python", []string{"longest=timedelta(days=1)"}, []string{"default=timedelta"}},
		{"nobody knows before run time", "tokens: {t: {type: access_token, lifetime: {ttl: {at: 00:00Z}}}}\n", "python", []string{"default=NoLength.UNRESOLVED"}, nil},
		{"no cap stated", sparse + "client_strategy: {retry: {attempts: 3, backoff: exponential, base: 1s, jitter: full}}\n", "go", []string{"// Backoff is left out", "// not specified: client_strategy.retry.cap"}, []string{"func Backoff"}},
		{"cap stated to be none", sparse + "client_strategy: {retry: {attempts: 3, backoff: exponential, base: 1s, jitter: full, cap: none}}\n", "go", []string{"func Backoff"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := exported(t, textBook(t, tc.policy), tc.lang)
			if tc.lang == "go" {
				checkedGo(t, text)
			}
			for _, want := range tc.has {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in\n%s", want, text)
				}
			}
			for _, wrong := range tc.hasNot {
				if strings.Contains(text, wrong) {
					t.Errorf("%q is there", wrong)
				}
			}
		})
	}
}

const varied = `clients:
  spa: {type: public}
  worker: {type: confidential}
issuers: {main: {url: https://id.example}}
environments: {production: main, staging: main}
tokens: {t: {type: access_token, lifetime: 10m}}
validation:
  clock_skew: 30s
  variants: [{when: {environment: staging}, clock_skew.tolerance: 2m, because: tests}]
client_strategy:
  refresh_at: {remaining: 20%, at_least: 60s}
  variants: [{when: {client: worker}, refresh_at.remaining: 50%, because: no user}]
errors:
  adopt: [token]
  causes:
    stale: {code: mine, at: token, then: refresh}
    gone: {code: mine, at: token, then: stop}
`

// TestWhatDiffers keeps a number that holds for one client from being taken for that of all.
func TestWhatDiffers(t *testing.T) {
	text := exported(t, textBook(t, varied), "go")
	checkedGo(t, text)
	for _, want := range []string{
		"const ClockSkew = 30 * time.Second", "const ClockSkewStaging = 2 * time.Minute", "func ClockSkewFor(environment Environment) time.Duration",
		"func IsExpired(environment Environment, now, expiresAt time.Time) bool", "expiresAt.Add(ClockSkewFor(environment))",
		"func ShouldRefresh(client Client, now, issuedAt, expiresAt time.Time) bool", "const RefreshRemainingWorkerShare = 0.5",
		"they ask for refresh, stop, and the code alone does not tell them apart\n\t\t\treturn ActionUnspecified",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

// TestNamesThatMeet keeps two items from having one name, and the second says what it would have been called.
func TestNamesThatMeet(t *testing.T) {
	const policy = "tokens: {t: {type: access_token, claims: {a.b: {why: x}, a-b: {why: x}, info: {why: x}}}, info: {type: access_token}}\n"
	text := exported(t, textBook(t, policy), "go")
	checkedGo(t, text)
	for _, want := range []string{`ClaimAB Claim = "a.b"`, `ClaimAB2 Claim = "a-b"`, "It is not called ClaimAB, since another item is.", "TokenInfo2", "It is not called TokenInfo, since another item is."} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// TestDeprecatedMembers keeps what is on its way out marked in the language's own way, with the days and what to use.
func TestDeprecatedMembers(t *testing.T) {
	b := textBook(t, varied+`deprecations:
  spa: {what: client, name: spa, announced: 2026-01-01, cutoff: 2027-02-01, replacement: 'the "{{ clients.worker.type }}" kind'}
  code: {what: error, name: mine}
  elsewhere: {what: address, name: mine}
  nobody: {what: token, name: spa}
`)
	const why = `Announced 2026-01-01. From 2027-02-01 on it no longer works. Instead: the "confidential" kind. deprecations.spa (policy.yaml:21)`
	quoted := strings.ReplaceAll(why, `"`, `\"`)
	for lang, want := range map[string]string{
		"go":         "\t//\n\t// Deprecated: " + why + "\n\tClientSpa ",
		"typescript": "   *\n   * @deprecated " + why + "\n   */\n  spa: \"spa\"",
		"python":     "    #\n    # Deprecated: " + why + "\n    SPA = ",
		"java":       "         * @deprecated " + why + "\n         */\n        @Deprecated\n        SPA(",
		"kotlin":     "    @Deprecated(\"" + quoted + "\")\n    SPA(",
		"csharp":     "            [Obsolete(\"" + quoted + "\")]\n            Spa = 1,",
		"rust":       "    #[deprecated(note = \"" + quoted + "\")]\n    Spa,",
		"swift":      "        @available(*, deprecated, message: \"" + quoted + "\")\n        case spa = ",
		"php":        "     *\n     * @deprecated " + why + "\n     */\n    case SPA = ",
		"ruby":       "    #\n    # @deprecated " + why + "\n    SPA = ",
		"protobuf":   " [deprecated = true];\n  // clients.worker",
	} {
		text := exported(t, b, lang)
		if !strings.Contains(text, want) {
			i := strings.Index(text, "no longer works")
			t.Errorf("%s: no %q in %q", lang, want, text[max(i-200, 0):min(i+300, len(text))])
		}
		if marks := strings.Count(strings.ToLower(text), "policy.yaml:21)"); marks != 1 && lang != "protobuf" {
			t.Errorf("%s: %d marks of one deprecation", lang, marks)
		}
	}
	if text := exported(t, b, "go"); strings.Count(text, "// Deprecated: deprecations.code (policy.yaml:22)\n") != 1 || strings.Contains(text, "deprecations.elsewhere") || strings.Contains(text, "deprecations.nobody") {
		t.Error("something else than the code is marked")
	}
}
