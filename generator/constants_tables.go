package generator

import (
	"github.com/tokenbook/tokenbook/specs"
)

// exportRecord is a type with fields.
type exportRecord struct {
	Name   string
	About  string // continues "<Name> is"
	Fields []exportSetting
}

// exportTable is records looked up by members of enumerations.
type exportTable struct {
	// Name is the plural, Item one row.
	Name, Item string
	About      string // continues "<Name> are"
	// Keys are the enumerations that rows are found by, the widest first.
	Keys   []string
	Record string
	Rows   []exportRow
}

// exportRow is one record. Keys go with those of the table.
type exportRow struct {
	Keys  []string
	Value exportValue
	Note  exportNote
}

// tableSource is where the rows of a table stand in a policy.
type tableSource struct {
	name, item, about string
	record            exportRecord
	// keys are the enumerations that stand for the * of path; environment in front of them adds a row for each
	// environment, where the policy has some.
	path           string
	keys           []string
	perEnvironment bool
}

// lifetimeFields are the bounds of a lifetime, of which the earliest ends it.
var lifetimeFields = []exportSetting{
	amount("default", "ttl", "the time from issue, where nobody chose another", amountDefault),
	amount("shortest", "ttl", "the shortest time from issue that can be chosen", amountMin),
	amount("longest", "ttl", "the longest time from issue that can be chosen", amountMax),
	amount("idle", "idle", "the longest time without use", amountDefault),
	amount("idle_longest", "idle", "the longest time without use that can be chosen", amountMax),
	amount("absolute", "absolute.of", "the time after which no activity helps", amountDefault),
	amount("absolute_longest", "absolute.of", "the longest such time that can be chosen", amountMax),
	word[specs.Anchor]("absolute_from", "absolute.from", "the moment from which the absolute time counts"),
	plain(kindNumber, "uses", "uses", "how often it can be used, where that is limited", func(n specs.Count) exportValue {
		if n.Unlimited {
			return silentValue(silentWord)
		}
		return numberValue(int64(n.N))
	}),
	plain(kindTruth, "unlimited_uses", "uses", "true where the policy states that it can be used without limit", func(n specs.Count) exportValue {
		if !n.Unlimited {
			return silentValue(silentWord)
		}
		return exportValue{Kind: kindTruth, Truth: true}
	}),
	amount("reported", "reported", "the life that clients are told, where it is not the real one", amountDefault),
}

const lifetimeRecord = "lifetime"

// nested is a record inside a record.
func nested(name, path, about, record string, fields []exportSetting) exportSetting {
	return exportSetting{name: name, path: path, about: about, kind: kindRecord, of: record,
		read: func(p *specs.Policy, path string, sel specs.Selection) exportValue {
			v := readRecord(p, record, fields, path, sel)
			if len(v.Fields) == 0 {
				return silentValue(silentWord)
			}
			return v
		}}
}

// exportedTables are the tables that code gets. One line exports a field in every language.
var exportedTables = []tableSource{
	{name: "tokens", item: "token", about: "what the policy states of each token type", path: "tokens.*", keys: []string{"token"},
		record: exportRecord{Name: "token_info", About: "what the policy states of a token type", Fields: []exportSetting{
			word[specs.TokenType]("token_type", "type", "what the token is for"),
			word[specs.TokenFormat]("format", "format.kind", "how the string is built"),
			nested("lifetime", "lifetime", "how long it lives where no client or environment is named; see the lifetimes for each", lifetimeRecord, lifetimeFields),
			word[specs.RotationMode]("rotation", "rotation.mode", "when the string changes"),
			amount("grace", "rotation.previous.lifetime.ttl", "how long a superseded string still works", amountDefault),
			duration("offline_limit", "offline_limit", "the longest time without contact after which it dies"),
			truth("revocable", "revocable", "whether it can be ended before its time"),
			number("max_length", "match.max_length", "the largest number of characters"),
			{name: "prefixes", path: "match.prefixes", about: "how its strings begin", kind: kindTexts, read: readPrefixes},
		}}},
	{name: "audiences", item: "audience", about: "whom each token is for", path: "tokens.*", keys: []string{"token"}, perEnvironment: true,
		record: exportRecord{Name: "audience_info", About: "whom a token is for", Fields: []exportSetting{
			list("values", "audiences", "the values of aud; any stands for no restriction", asIs),
		}}},
	{name: "clients", item: "client", about: "what the policy states of each client class", path: "clients.*", keys: []string{"client"},
		record: exportRecord{Name: "client_info", About: "what the policy states of a client class", Fields: []exportSetting{
			word[specs.ClientType]("client_type", "type", "public or confidential"),
			word[specs.Platform]("platform", "platform", "where it runs"),
			members[specs.GrantType]("grant_type", "grants", "grants", "the grant types that it may use"),
			list("auth", "auth", "how it authenticates", wordText[specs.ClientAuth]),
			members[specs.ScopeID]("scope", "scopes", "scopes", "the scopes that it may ask for"),
		}}},
	{name: "environments", item: "environment", about: "the deployments and who issues their tokens", path: "environments.*", keys: []string{"environment"},
		record: exportRecord{Name: "environment_info", About: "a deployment", Fields: []exportSetting{
			member[specs.IssuerID]("issuer", "issuer", "issuer", "the issuer of its tokens"),
			word[specs.Purpose]("purpose", "purpose", "what it is for"),
			word[string]("token_prefix", "branding.prefix", "how its opaque tokens begin"),
			word[string]("key_id_prefix", "branding.kid_prefix", "how its key ids begin"),
		}}},
	{name: "issuers", item: "issuer", about: "the authorization servers", path: "issuers.*", keys: []string{"issuer"},
		record: exportRecord{Name: "issuer_info", About: "an authorization server", Fields: []exportSetting{
			word[specs.URL]("url", "url", "the issuer identifier; braces hold variables"),
			word[specs.Need]("pkce", "pkce.needed", "whether a client must use a proof key"),
			word[specs.Need]("pushed_authorization_requests", "pushed_authorization_requests", "whether authorization requests must be pushed first"),
		}}},
	{name: "endpoints", item: "endpoint", about: "the endpoints with their addresses", path: "issuers.*.endpoints.*", keys: []string{"issuer", "endpoint"}, perEnvironment: true,
		record: exportRecord{Name: "endpoint_info", About: "an endpoint", Fields: []exportSetting{
			{name: "url", path: "path", about: "the whole address; braces hold variables", kind: kindText, read: readAddress},
			word[specs.HTTPMethod]("method", "method", "the HTTP method"),
			list("auth", "auth", "the client authentication methods that it takes", wordText[specs.ClientAuth]),
		}}},
	{name: "key_sets", item: "key_set", about: "the key sets and their timeline", path: "issuers.*.keys.*", keys: []string{"issuer", "key_set"},
		record: exportRecord{Name: "key_set_info", About: "a set of keys and its timeline", Fields: []exportSetting{
			word[specs.KeyUse]("use", "use", "what the keys are for"),
			members[specs.Algorithm]("algorithm", "algorithms", "algorithms", "the algorithms, the one that signs new tokens first"),
			duration("rotate_every", "rotate_every", "how long a key signs"),
			duration("publish_ahead", "publish_ahead", "how long a key is in the JWKS before it signs"),
			duration("keep_after", "keep_after", "how long a key stays in the JWKS after it signed last"),
			duration("delete_after", "delete_after", "how long the private key is kept after it signed last"),
			duration("jwks_max_age", "jwks_max_age", "the cache time of the JWKS response"),
			duration("emergency_removal", "emergency.remove_within", "how soon no verifier accepts a key that is withdrawn at once"),
		}}},
	{name: "resource_servers", item: "resource_server", about: "the services that accept tokens", path: "resource_servers.*", keys: []string{"resource_server"}, perEnvironment: true,
		record: exportRecord{Name: "resource_server_info", About: "a service that accepts tokens", Fields: []exportSetting{
			word[string]("audience", "audience", "the value of aud that it accepts"),
			members[specs.TokenID]("token", "accepts", "accepts", "the tokens that it takes"),
			word[specs.ValidationMode]("mode", "mode", "how it learns whether a token is good"),
			duration("refuses_within", "refuses_within", "how soon it refuses a token that has become bad"),
		}}},
	{name: "limits", item: "limit", about: "the rate limits and limits on live things", path: "limits.*", keys: []string{"limit"},
		record: exportRecord{Name: "limit_info", About: "a rate limit or a limit on live things", Fields: []exportSetting{
			number("max_number", "max", "the largest number"),
			duration("per", "per", "the time over which it is counted"),
			list("key", "key", "what is counted separately", asIs),
			word[specs.LimitAction]("when_exceeded", "then", "what happens beyond it"),
			duration("lock", "lock", "how long a lock lasts"),
		}}},
}
