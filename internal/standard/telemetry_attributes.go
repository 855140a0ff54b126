package standard

import "slices"

// Attribute is a field of log lines, metrics and spans that this package names.
type Attribute struct {
	Name string
	// Values lists the permitted values; empty where they come from the policy (such as client identifiers) or are free.
	Values []string
	// Metric tells that the attribute may be on a metric: it has few values.
	Metric bool
	// PersonalData is the degree; anything above low needs a reason and a retention period.
	PersonalData PersonalData
	Description  string
}

// Attributes lists the attributes in alphabetical order.
func Attributes() []Attribute { return slices.Clone(attributes) }

// AttributeByName finds an attribute by its name.
func AttributeByName(name string) (Attribute, bool) {
	i := slices.IndexFunc(attributes, func(a Attribute) bool { return a.Name == name })
	if i < 0 {
		return Attribute{}, false
	}
	return attributes[i], true
}

var attributes = []Attribute{
	{"client.address", nil, false, PersonalMedium, "Network address of the caller. Log lines only, shortened or kept briefly."},
	{"error.type", nil, true, PersonalNone, "The error code that was sent, or the status where there is none."},
	{"oauth.acr", nil, true, PersonalNone, "The demanded or reached authentication context; values are declared by the policy."},
	{"oauth.actor", []string{"user", "client", "admin", "policy", "system"}, true, PersonalNone, "Who caused the change."},
	{"oauth.audience", nil, true, PersonalNone, "The resource server, by the short name that the policy gives it."},
	{"oauth.client_id", nil, false, PersonalLow, "The client. On metrics only where the number of clients is small and closed."},
	{"oauth.family.id", nil, false, PersonalLow, "Identifier of the token family; joins the lines of one sign-in."},
	{"oauth.grace.used", []string{"true", "false"}, true, PersonalNone, "Whether the presented token was already superseded."},
	{"oauth.grant_type", nil, true, PersonalNone, "The short name of the grant."},
	{"oauth.key.algorithm", nil, true, PersonalNone, "The algorithm of the key."},
	{"oauth.key.id", nil, false, PersonalNone, "The key identifier."},
	{"oauth.key.use", []string{"sig", "enc"}, true, PersonalNone, "What the key is for."},
	{"oauth.kill_scope", []string{"token", "family", "grant", "session", "device", "client", "user", "tenant", "key"}, true, PersonalNone, "What ended."},
	{"oauth.limit", nil, true, PersonalNone, "The limit that was reached, by the short name that the policy gives it."},
	{"oauth.max_age", nil, false, PersonalNone, "The demanded freshness in seconds."},
	{"oauth.mechanism", []string{"expiry", "endpoint", "denylist", "introspection", "status_list", "push_event", "key_removal"}, true, PersonalNone, "How a revocation reaches verifiers."},
	{"oauth.outcome", []string{"success", "failure", "hit", "miss"}, true, PersonalNone, "Result; hit and miss for caches only."},
	{"oauth.reason", nil, true, PersonalNone, "One of the bounded reasons of this package."},
	{"oauth.response", []string{"none", "delay", "step_up", "refuse", "revoke"}, true, PersonalNone, "The graded answer to a risk signal."},
	{"oauth.scope", nil, false, PersonalNone, "Scopes, separated by spaces."},
	{"oauth.signal", []string{"impossible_travel", "new_country", "new_network", "new_device", "unusual_rate", "unusual_time", "key_changed", "client_version", "reported"}, true, PersonalNone, "The risk signal that fired."},
	{"oauth.token.format", []string{"jwt", "opaque", "other"}, true, PersonalNone, "The format of the token."},
	{"oauth.token.generation", nil, false, PersonalNone, "How often the family was rotated, counted from 1."},
	{"oauth.token.id", nil, false, PersonalLow, "The jti, or a shortened hash of an opaque token; never the token."},
	{"oauth.token_type", nil, true, PersonalNone, "The kind of token, by the short name that the policy gives it."},
	{"oauth.trigger", nil, true, PersonalNone, "The occasion of a revocation, by its short name."},
	{"oauth.validation.mode", []string{"local", "introspection", "cache"}, true, PersonalNone, "How the token was judged."},
	{"session.id", nil, false, PersonalMedium, "The session, hashed unless the log is protected like the session store."},
	{"trace_id", nil, false, PersonalNone, "The trace, from the traceparent header; joins client action and server response."},
	{"url.path", nil, false, PersonalNone, "The path of the call without query, as a template where it contains identifiers."},
}
