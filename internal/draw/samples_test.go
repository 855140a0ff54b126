// This file holds the models that the tests of this package share.
package draw

// refreshSequence is a wide sequence: six actors, twenty messages, an
// alternative with a failing branch, nested groups, notes, self messages.
func refreshSequence() *Sequence {
	return &Sequence{
		ID: "refresh", Title: "Refreshing a token", Description: "A browser app exchanges its refresh token for a new pair; a replayed token ends the whole family.",
		Actors: []Actor{
			{ID: "user", Label: "User", Kind: Person},
			{ID: "app", Label: "Browser app", Kind: Client},
			{ID: "gw", Label: "API gateway", Kind: Server},
			{ID: "as", Label: "Authorization server", Kind: Server},
			{ID: "db", Label: "Token store", Kind: Store},
			{ID: "rs", Label: "Orders API", Kind: Server},
		},
		Steps: []Step{
			Message{From: "user", To: "app", Label: "opens the orders page"},
			Message{From: "app", To: "gw", Label: "GET /orders with an access token"},
			Message{From: "gw", To: "gw", Label: "verify signature, issuer, audience, expiry"},
			Message{From: "gw", To: "app", Label: "401 invalid_token: the token expired", Reply: true, Failed: true},
			Message{From: "app", To: "as", Label: "POST /token grant_type=refresh_token"},
			Message{From: "as", To: "db", Label: "look up the refresh token and its family"},
			Message{From: "db", To: "as", Label: "family fam_81, generation 4", Reply: true},
			Group{Kind: Alt, Branches: []Branch{
				{Label: "the token is the current one", Steps: []Step{
					Message{From: "as", To: "db", Label: "mark generation 4 as used, store generation 5"},
					Note{Over: "db", Label: "one transaction: two racing requests cannot both win"},
					Message{From: "as", To: "app", Label: "200 new access token (5 min) and refresh token", Reply: true},
					Message{From: "app", To: "gw", Label: "GET /orders with the new access token"},
					Message{From: "gw", To: "rs", Label: "GET /orders"},
					Message{From: "rs", To: "rs", Label: "check scope orders:read"},
					Message{From: "rs", To: "gw", Label: "200 orders", Reply: true},
					Message{From: "gw", To: "app", Label: "200 orders", Reply: true},
				}},
				{Label: "the token was used before and the grace period is over", Failed: true, Steps: []Step{
					Note{Over: "as", Label: "reuse: thief or client, nobody can tell", Failed: true},
					Message{From: "as", To: "db", Label: "revoke the family fam_81", Failed: true},
					Group{Kind: Opt, Branches: []Branch{{Label: "the gateway keeps a deny list", Steps: []Step{
						Message{From: "as", To: "gw", Label: "push the revoked session"},
					}}}},
					Message{From: "as", To: "app", Label: "400 invalid_grant", Reply: true, Failed: true},
					Message{From: "app", To: "user", Label: "please sign in again", Reply: true, Failed: true},
				}},
			}},
			Group{Kind: Loop, Branches: []Branch{{Label: "until the user signs out", Steps: []Step{
				Message{From: "app", To: "app", Label: "schedule the next refresh"},
				Message{From: "app", To: "as", Label: "refresh one minute before expiry"},
			}}}},
			Message{From: "user", To: "app", Label: "signs out"},
		},
	}
}

// codeSequence is a small one without groups.
func codeSequence() *Sequence {
	return &Sequence{
		ID: "code", Title: "Using an access token",
		Actors: []Actor{{ID: "c", Label: "Client"}, {ID: "r", Label: "Resource server"}},
		Steps: []Step{
			Message{From: "c", To: "r", Label: "GET /resource"},
			Message{From: "r", To: "r", Label: "validate"},
			Message{From: "r", To: "c", Label: "200", Reply: true},
		},
	}
}

// familyMachine is a large machine: 12 states, 16 edges, self loops, a cycle
// of two, edges that pass several rows.
func familyMachine() *Machine {
	return &Machine{
		ID: "family", Title: "Life of a refresh token", Description: "States of one refresh token from issue to deletion.",
		States: []State{
			{ID: "new", Label: "Requested", Kind: Start}, {ID: "issued", Label: "Issued"},
			{ID: "active", Label: "Active"}, {ID: "used", Label: "Used, in grace period"},
			{ID: "rotated", Label: "Rotated"}, {ID: "locked", Label: "Locked for review"},
			{ID: "idle", Label: "Idle too long"}, {ID: "expired", Label: "Expired"},
			{ID: "reuse", Label: "Reuse detected", Kind: Danger}, {ID: "revoked", Label: "Revoked", Kind: Danger},
			{ID: "archived", Label: "Archived"}, {ID: "gone", Label: "Deleted", Kind: End},
		},
		Edges: []Edge{
			{From: "new", To: "issued", Label: "user consents"}, {From: "issued", To: "active", Label: "first use"},
			{From: "active", To: "used", Label: "refresh"}, {From: "used", To: "used", Label: "retry within 10 s"},
			{From: "used", To: "rotated", Label: "grace period ends"}, {From: "rotated", To: "reuse", Label: "presented again", Failed: true},
			{From: "reuse", To: "revoked", Label: "revoke the family", Failed: true}, {From: "active", To: "idle", Label: "14 days without use"},
			{From: "active", To: "expired", Label: "90 days after sign-in"}, {From: "idle", To: "archived"},
			{From: "expired", To: "archived"}, {From: "active", To: "locked", Label: "risk signal"},
			{From: "locked", To: "active", Label: "review passed"}, {From: "locked", To: "revoked", Label: "review failed", Failed: true},
			{From: "revoked", To: "archived", Label: "after 30 days"}, {From: "archived", To: "gone", Label: "retention of 1 year ends"},
		},
	}
}

// accessMachine is a small one: a self loop, a cycle of two and two ends.
func accessMachine() *Machine {
	return &Machine{
		ID: "access", Title: "Life of an access token",
		States: []State{{ID: "a", Label: "Active", Kind: Start}, {ID: "s", Label: "Suspended"}, {ID: "e", Label: "Expired", Kind: End}, {ID: "r", Label: "Revoked", Kind: Danger}},
		Edges: []Edge{
			{From: "a", To: "a", Label: "used"}, {From: "a", To: "s", Label: "account locked"}, {From: "s", To: "a", Label: "unlocked"},
			{From: "a", To: "e", Label: "5 minutes"}, {From: "a", To: "r", Label: "stolen", Failed: true},
		},
	}
}

// hostile are texts that a policy may hold and that mean something to D2, to
// Mermaid, to XML, to a terminal or to a reader's eye.
var hostile = []string{
	``, ` `, `"`, `'`, `\`, `\"`, "`", `|md`, `|md # x |`, `${x}`, `$`, `*`, `**`, `_`, `&`, `&amp;`, `&#x0;`, `<`, `>`,
	`</svg><script>alert(1)</script>`, `<![CDATA[x]]>`, `<!-- x -->`, `]]>`, `-->`, `--`, `->`, `<-`, `a -> b: c`,
	`;`, `#`, `#35;`, `# comment`, `%%`, `%%{init: {"theme":"dark"}}%%`, `%`, `end`, `End`, `END`, `alt`, `else`, `loop`, `note`, `class`,
	`state`, `[*]`, `:`, `::`, `:::x`, `a::b`, `wrap: x`, `nowrap:x`, `wrap:`, `{`, `}`, `[`, `]`, `(`, `)`, `{{x}}`, `{{< x >}}`,
	`null`, `true`, `@import`, `...@x`, `@/etc/passwd`, `layers`, `shape: sql_table`, `link: javascript:alert(1)`, `style.fill: red`,
	"a\nb", "a\r\nb", "a\rb", "a\tb", "a\vb", "a\u2028b", "a\u2029b", "a\u0085b", "a\x00b", "\x1b[31mred", "\x7f", "\ufeffx", "a\xffb", "\xed\xa0\x80",
	"\u202Eabc", "\u2066x\u2069", "a\u200bb", "a\u200db", "a\u00adb", "\U000E0041", "\ufffe", "\ufdd0", "\u3164", "e\u0301\u0301", "日本語のトークン", "😀 token", "العربية", "ß→€…",
	`onload="x"`, `" onload="x`, `url(#x)`, `javascript:alert(1)`, `data:text/html,x`, `tspan`, `accTitle: x`, `click a href "x"`, `---`, `title: x`, `~~~`, `~x~`, `$$x$$`, `+`, `-`, `participant x`, `as`, `direction LR`, `<<fork>>`, `@{ "type": "x" }`, `p1@{x}`,
}

// around puts a text into every place of both models that takes one.
func around(text string) []Model {
	return []Model{
		&Sequence{
			ID: "s" + text, Title: "t" + text, Description: text,
			Actors: []Actor{{ID: text + "1", Label: text}, {ID: text + "2", Label: "end", Kind: Person}},
			Steps: []Step{
				Message{From: text + "1", To: text + "2", Label: text},
				Message{From: text + "2", To: text + "2", Label: text, Reply: true, Failed: true},
				Note{Over: text + "1", Label: text},
				Group{Kind: Alt, Label: text, Branches: []Branch{
					{Label: text, Steps: []Step{Message{From: text + "1", To: text + "2", Label: text}}},
					{Label: text, Failed: true, Steps: []Step{Note{Over: text + "2", Label: text, Failed: true}}},
				}},
				Group{Kind: Frame, Label: text, Branches: []Branch{{Steps: []Step{
					Message{From: text + "2", To: text + "1", Label: text},
					Group{Kind: Loop, Branches: []Branch{{Label: text, Steps: []Step{Note{Over: text + "1", Label: text}}}}},
				}}}},
			},
		},
		&Machine{
			ID: "m" + text, Title: "t" + text, Description: text,
			States: []State{{ID: text + "1", Label: text, Kind: Start}, {ID: text + "2", Label: text, Kind: Danger}, {ID: text + "3", Label: "end", Kind: End}},
			Edges:  []Edge{{From: text + "1", To: text + "2", Label: text}, {From: text + "2", To: text + "2", Label: text, Failed: true}, {From: text + "2", To: text + "3"}},
		},
	}
}
