package generator

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// operation is the work on one endpoint.
type operation struct {
	*api
	key      string
	endpoint *specs.Endpoint
	std      standard.Endpoint // the zero Endpoint for one of the policy's own
	known    bool
	method   string
	at       address
	name     string   // how schemas of this endpoint begin
	grants   []string // see grantsHere
}

// The names of operations are verbs, those of schemas nouns: no code generator makes one out of the other.
var operationIDs = map[string]string{
	"authorization": "authorize", "token": "requestToken", "revocation": "revokeToken", "introspection": "introspectToken",
	"jwks": "getKeySet", "metadata": "getServerMetadata", "openid_configuration": "getProviderConfiguration",
	"protected_resource_metadata": "getResourceMetadata", "status_list": "getStatusList", "pushed_authorization": "pushAuthorization",
	"device_authorization": "startDeviceFlow", "ciba": "startBackchannelSignIn", "registration": "registerClient",
	"authorization_challenge": "continueSignIn", "userinfo": "getUserClaims", "end_session": "endSession",
	"backchannel_logout": "receiveLogout", "frontchannel_logout": "receiveFrontchannelLogout",
	"global_revocation": "revokeAllOfUser", "event_delivery": "receiveEvent",
}

// The beginnings of the names of schemas.
var schemaNames = map[string]string{
	"authorization": "Authorization", "token": "Token", "revocation": "Revocation", "introspection": "Introspection", "jwks": "KeySet",
	"metadata": "Metadata", "openid_configuration": "ProviderConfiguration", "protected_resource_metadata": "ResourceMetadata",
	"status_list": "StatusList", "pushed_authorization": "PushedAuthorization", "device_authorization": "DeviceAuthorization",
	"ciba": "BackchannelSignIn", "registration": "Registration", "authorization_challenge": "SignInStep", "userinfo": "UserClaims",
	"end_session": "Logout", "backchannel_logout": "BackchannelLogout", "frontchannel_logout": "FrontchannelLogout",
	"global_revocation": "GlobalRevocation", "event_delivery": "SecurityEvent",
}

// endpoint adds the operation of one endpoint.
func (a *api) endpoint(key string, e *specs.Endpoint) {
	op := &operation{api: a, key: key, endpoint: e}
	op.std, op.known = standard.EndpointByKey(key)
	op.method = op.httpMethod()
	op.at = a.address(e.Path.V)
	id, ok := operationIDs[key]
	op.name = schemaNames[key]
	if !ok {
		id, op.name = contract.Camel("call", key), "Own"+contract.Pascal(key)
	}
	free := slices.Contains(contract.Methods(), op.method) && a.claim(&op.at, op.method)
	out := new(contract.Object).Set("tags", contract.Of(a.tag(key))).Set("summary", op.title())
	out.Set("description", op.description()).Set("operationId", a.names.Unique(id))
	out.Fill("deprecated", op.deprecated())
	out.Set("security", op.securityList()).Note("security", op.securityNote())
	params, body := op.request()
	out.Fill("parameters", params)
	out.Fill("requestBody", body)
	out.Set("responses", op.responseList())
	if op.at.server != "" {
		out.Set("servers", contract.Of(a.server(op.at.server, "")))
	}
	out.Set("x-tokenbook-endpoint", key).Fill("x-tokenbook-place", place(e.At))
	out.Fill("x-tokenbook-accepts", contract.Of(tokenNames(specs.Plain(e.Accepts))...))
	out.Fill("x-tokenbook-limits", op.limits())
	out.Fill("x-tokenbook-replaces", string(e.Replaces.V))
	item := a.paths.Object(op.at.path)
	if item == nil {
		item = new(contract.Object)
		a.paths.Set(op.at.path, item)
	}
	if free {
		item.Set(op.method, out)
		return
	}
	// OpenAPI 3.1 has no word for a method of its own, nor for two operations at one address.
	also, _ := item.Get("x-tokenbook-also").(contract.Array)
	out.Delete("responses")
	item.Set("x-tokenbook-also", append(also, new(contract.Object).Set("method", strings.ToUpper(op.method)).Set("operation", out)))
}

// httpMethod is the method in lower case.
func (op *operation) httpMethod() string {
	switch {
	case op.endpoint.Method.IsSet():
		return strings.ToLower(string(op.endpoint.Method.V))
	case op.known:
		return strings.ToLower(op.std.Methods[0])
	}
	return "post"
}

func (op *operation) title() string {
	if op.known {
		return op.std.Title
	}
	words := strings.NewReplacer("_", " ", "-", " ").Replace(op.key)
	return escape.MarkdownText(strings.ToUpper(words[:1]) + words[1:])
}

func (op *operation) description() string {
	standardText := "An endpoint of the policy's own."
	if op.known {
		standardText = op.std.Description
	}
	text := escape.MarkdownText(standardText)
	if own := op.proseOr(&op.endpoint.Description, ""); own != "" {
		text = own
		if op.known {
			text += " " + escape.MarkdownText(standardText)
		}
	}
	if op.known {
		text += " " + escape.MarkdownText("("+op.std.Cite.String()+")")
	}
	if len(op.endpoint.Callers.Items) > 0 {
		text += " " + escape.MarkdownText("Callers: "+strings.Join(specs.Plain(op.endpoint.Callers), ", ")+".")
	}
	if names := tokenNames(specs.Plain(op.endpoint.Accepts)); len(names) > 0 {
		text += " " + escape.MarkdownText("Tokens it works on: "+strings.Join(names, ", ")+".")
	}
	return text
}

func tokenNames(ids []specs.TokenID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// deprecated reports whether the policy says that the endpoint is on its way out.
func (op *operation) deprecated() bool {
	for i := range op.p.Deprecations.Entries {
		d := &op.p.Deprecations.Entries[i].V
		if d.What.V == specs.DeprecatedEndpoint && (d.Name.V == op.key || d.Name.V == string(op.endpoint.Path.V)) {
			return true
		}
	}
	return false
}

// limits are the limits that apply, in words.
func (op *operation) limits() contract.Array {
	var out contract.Array
	for i := range op.p.Limits.Entries {
		e := &op.p.Limits.Entries[i]
		if !specs.Has(op.endpoint.Limits, specs.LimitID(e.ID)) && !specs.Has(e.V.Endpoints, specs.EndpointID(op.key)) && !specs.Has(e.V.Endpoints, specs.EndpointID(op.id+"."+op.key)) {
			continue
		}
		limit, _, _ := specs.Effective[specs.Limit](op.p, "limits."+e.ID, op.sel)
		o := new(contract.Object).Set("limit", e.ID)
		if limit.Max.IsSet() {
			o.Set("max", int(limit.Max.V))
		}
		if limit.Per.IsSet() {
			o.Set("per", limit.Per.V.Words())
		}
		if keys := specs.Plain(limit.Key); len(keys) > 0 {
			o.Set("key", contract.Of(keys...))
		}
		out = append(out, o.Fill("at", place(e.At)))
	}
	return out
}
