package generator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// standardFields are the members that the standard gives the answer. What RFC 8414 has for servers, providers tell as
// well, under the same names (RFC 8414, section 2).
func (op *operation) standardFields() []standard.Field {
	if op.key != "openid_configuration" {
		return op.std.Response
	}
	out := slices.Clone(op.std.Response)
	server, _ := standard.EndpointByKey("metadata")
	for _, f := range server.Response {
		known := slices.ContainsFunc(out, func(have standard.Field) bool { return have.Name == f.Name })
		if !known && f.Name != "signed_metadata" {
			f.Required = false
			out = append(out, f)
		}
	}
	return out
}

// announced reports whether metadata has a member because the issuer has what it speaks of.
func (op *operation) announced(name string) bool {
	switch op.key {
	case "metadata", "openid_configuration":
	default:
		return false
	}
	if name == "backchannel_logout_supported" {
		return op.issues(specs.LogoutToken)
	}
	return op.addressInMetadata(name) != nil
}

// metadataSample is the metadata document that follows from the policy; ok is false where a member that the policy
// states to be there has no value.
func (op *operation) metadataSample(r *reply) (*contract.Object, bool) {
	out := new(contract.Object)
	for i := range r.fields {
		f := &r.fields[i]
		value := op.metadataValue(f.name)
		switch v := value.(type) {
		case string:
			out.Fill(f.name, v)
		case contract.Array:
			out.Fill(f.name, v)
		case bool:
			out.Set(f.name, v)
		case nil:
			if f.null || f.required && f.of == "" && f.sampled && op.issuer.Responses.Get(op.key) != nil {
				out.Set(f.name, f.sample)
			}
		}
		if f.required && !out.Has(f.name) {
			return nil, false
		}
	}
	return out, out.Len() > 0
}

// metadataValue is a member of the metadata as the policy has it, or nil.
func (op *operation) metadataValue(name string) any {
	switch name {
	case "issuer":
		return op.sampleBase()
	case "response_types_supported":
		return op.union(func(c *specs.Client) []string { return specs.Plain(c.ResponseTypes) }, "authorization_code", "code")
	case "grant_types_supported":
		var out []string
		for _, g := range op.grantsHere() {
			out = append(out, grantURI(g))
		}
		return contract.Of(out...)
	case "token_endpoint_auth_methods_supported":
		return contract.Of(op.authMethods()...)
	case "token_endpoint_auth_signing_alg_values_supported":
		return nil
	case "code_challenge_methods_supported":
		var out []string
		for _, m := range specs.Plain(op.issuer.PKCE.Methods) {
			out = append(out, string(m))
		}
		return contract.Of(out...)
	case "require_pushed_authorization_requests":
		if op.issuer.PAR.IsSet() {
			return op.issuer.PAR.V == specs.NeedRequired
		}
	case "authorization_response_iss_parameter_supported":
		if op.issuer.AuthorizationResponseISS.IsSet() {
			return op.issuer.AuthorizationResponseISS.V
		}
	case "dpop_signing_alg_values_supported":
		return contract.Of(strings.Fields(op.proofAlgorithms())...)
	case "tls_client_certificate_bound_access_tokens":
		return op.has(standard.FeatureMTLS)
	case "subject_types_supported":
		if s := op.p.Privacy.SubjectIdentifiers; s.IsSet() && slices.Contains([]string{"public", "pairwise"}, string(s.V)) {
			return contract.Of(string(s.V))
		}
	case "id_token_signing_alg_values_supported":
		for _, id := range op.tokensOfIssuer() {
			if t := op.p.Tokens.Get(id); t.Type.V == specs.IDToken && op.algorithm(t) != "" {
				return contract.Of(op.algorithm(t))
			}
		}
	case "backchannel_logout_supported":
		if op.issues(specs.LogoutToken) {
			return true
		}
	}
	return op.addressInMetadata(name)
}

// addressInMetadata is the address of the endpoint that metadata gives under a name.
func (op *operation) addressInMetadata(name string) any {
	for i := range op.issuer.Endpoints.Entries {
		e := &op.issuer.Endpoints.Entries[i]
		if std, known := standard.EndpointByKey(e.ID); known && std.Metadata == name && e.V.Path.IsSet() {
			if path := string(e.V.Path.V); !strings.HasPrefix(path, "/") {
				return op.filled(path)
			}
			return op.sampleBase() + op.filled(string(e.V.Path.V))
		}
	}
	return nil
}

// resourceSample is the metadata of the first resource server that publishes it under an address of its own, or nil.
func (op *operation) resourceSample() *contract.Object {
	for i := range op.p.ResourceServers.Entries {
		v := &op.p.ResourceServers.Entries[i].V
		if !v.Metadata.V || !wholeAddress.MatchString(v.Audience.V) {
			continue
		}
		out := new(contract.Object).Set("resource", v.Audience.V).Set("authorization_servers", contract.Of(op.sampleBase()))
		var scopes []string
		for _, s := range specs.Plain(v.Scopes) {
			scopes = append(scopes, string(s))
		}
		out.Fill("scopes_supported", contract.Of(scopes...))
		if slices.Contains(op.schemesOfTokens(specs.Plain(v.Accepts)), "DPoP") {
			out.Fill("dpop_signing_alg_values_supported", contract.Of(strings.Fields(op.proofAlgorithms())...))
		}
		return out
	}
	return nil
}

// union is what clients state, or one value where some client has a grant that implies it.
func (op *operation) union(of func(*specs.Client) []string, grant, implied string) contract.Array {
	var out []string
	for _, id := range op.clientsHere() {
		for _, v := range of(op.p.Clients.Get(id)) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
		if len(out) == 0 && slices.Contains(op.clientGrants(id), grant) {
			out = append(out, implied)
		}
	}
	return contract.Of(out...)
}

// keyCache is the Cache-Control header of the key set, where all sets that are published agree.
func (op *operation) keyCache() string {
	var ages []int64
	for i := range op.issuer.Keys.Entries {
		if age := op.issuer.Keys.Entries[i].V.JWKSMaxAge; age.IsSet() && !slices.Contains(ages, age.V.Seconds()) {
			ages = append(ages, age.V.Seconds())
		}
	}
	if len(ages) != 1 {
		return ""
	}
	return "max-age=" + strconv.FormatInt(ages[0], 10)
}

// Public keys that the standards print as samples: RFC 7517, appendix A.1; RFC 7515, appendix A.4; RFC 8037, appendix A.2.
var sampleKeys = map[string][][2]string{
	"P-256":   {{"kty", "EC"}, {"crv", "P-256"}, {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}, {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}},
	"P-521":   {{"kty", "EC"}, {"crv", "P-521"}, {"x", "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk"}, {"y", "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}},
	"Ed25519": {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}},
	"RSA":     {{"kty", "RSA"}, {"n", "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}, {"e", "AQAB"}},
}

var keyKinds = map[string]string{
	"ES256": "P-256", "ES512": "P-521", "EdDSA": "Ed25519", "Ed25519": "Ed25519",
	"RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
}

// keySchema is a key of a set: the members that all kinds of keys share (RFC 7517, section 4); each kind adds its own.
func keySchema() *contract.Object {
	properties := new(contract.Object)
	for _, m := range [][2]string{
		{"kty", "The kind of key, such as EC or RSA."}, {"kid", "Names the key; tokens name it in their header."},
		{"use", "What it is for: sig or enc."}, {"alg", "The algorithm that it is used with."},
	} {
		properties.Set(m[0], contract.Typed("string").Set("description", m[1]))
	}
	return contract.Typed("object").Set("required", contract.Of("kty")).Set("properties", properties).
		Set("additionalProperties", true)
}

// keySample is a key set with one key for each algorithm that signs and whose keys the standards give a sample of.
func (op *operation) keySample() contract.Array {
	out := contract.Array{}
	var done []string
	for i := range op.issuer.Keys.Entries {
		e := &op.issuer.Keys.Entries[i]
		if e.V.Use.IsSet() && e.V.Use.V != specs.KeyUseSign {
			continue
		}
		for _, alg := range specs.Plain(e.V.Algorithms) {
			members, known := sampleKeys[keyKinds[string(alg)]]
			if !known || slices.Contains(done, string(alg)) {
				continue
			}
			done = append(done, string(alg))
			key := new(contract.Object)
			for j, m := range members {
				key.Set(m[0], m[1])
				if j == 0 {
					key.Set("kid", "example-"+strconv.Itoa(len(done))).Set("use", "sig").Set("alg", string(alg))
				}
			}
			out = append(out, key)
		}
	}
	return out
}
