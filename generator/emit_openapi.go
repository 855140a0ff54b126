package generator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// The OpenAPI contracts, in these files:
//
//	emit_openapi.go           the emitters, a document's head, servers and tags
//	emit_openapi_paths.go     one operation for each endpoint
//	emit_openapi_address.go   addresses: servers, paths, variables
//	emit_openapi_request.go   parameters and bodies of requests
//	emit_openapi_grants.go    the requests of the token endpoint, one for each grant type
//	emit_openapi_response.go  successful responses
//	emit_openapi_tokens.go    what the token endpoint answers, with lifetimes
//	emit_openapi_errors.go    which errors an endpoint has, and their responses
//	emit_openapi_envelope.go  bodies of the policy's own shape
//	emit_openapi_headers.go   response headers
//	emit_openapi_samples.go   sample values that agree with the policy
//	emit_openapi_metadata.go  sample metadata and key sets
//	emit_openapi_security.go  how callers authenticate
//	emit_openapi_resource.go  the contract that resource servers import from

// Contract is an OpenAPI description as a file, and laid out for the pages about it.
type Contract struct {
	File File
	// Issuer is the issuer whose endpoints it describes; with Resources, the services that take its tokens.
	Issuer    string
	Resources bool
	Reference contract.Reference
}

// Contracts makes, for each issuer, the contract of its endpoints and the parts that resource servers import, in the
// order of the policy. The error is the tool's own trouble, never the policy's.
func Contracts(b *book.Book) ([]Contract, error) {
	return contracts(b, ".yaml", func(doc *contract.Object) *contract.Object { return doc })
}

// ContractFiles are the files of contracts that are made already.
func ContractFiles(contracts []Contract) []File {
	files := make([]File, len(contracts))
	for i := range contracts {
		files[i] = contracts[i].File
	}
	SortFiles(files)
	return files
}

// openAPI makes the contracts alone.
var openAPI = Emitter{Name: "OpenAPI", Emit: func(b *book.Book) ([]File, error) {
	made, err := Contracts(b)
	return ContractFiles(made), err
}}

// OpenAPI30 makes the contracts in version 3.0.3, for tools that know no newer one, beside those of Contracts:
// openapi/<issuer>.oas30.yaml. It is not in All: a build makes them on request only.
var OpenAPI30 = Emitter{Name: "OpenAPI 3.0", Emit: func(b *book.Book) ([]File, error) {
	made, err := contracts(b, ".oas30.yaml", contract.OAS30)
	return ContractFiles(made), err
}}

// openAPIVersion is the version of the contracts.
const openAPIVersion = "3.1.0"

func contracts(b *book.Book, ending string, form func(*contract.Object) *contract.Object) ([]Contract, error) {
	issuers := b.Policy.Issuers.IDs()
	made := make([][]Contract, len(issuers))
	failed := make([]error, len(issuers))
	tasks := make([]func(), len(issuers))
	for i, id := range issuers {
		tasks[i] = func() { made[i], failed[i] = contractsOf(b, id, ending, form) }
	}
	parallel.Do(tasks...)
	return slices.Concat(made...), errors.Join(failed...)
}

// contractsOf are the contracts of one issuer.
func contractsOf(b *book.Book, id, ending string, form func(*contract.Object) *contract.Object) ([]Contract, error) {
	a := newAPI(b, id)
	path := "openapi/" + escape.FileName(id)
	doc := form(a.document())
	data, err := contract.Finish(doc, a.head())
	if err != nil {
		return nil, fmt.Errorf("contract of issuer %q: %w", id, err)
	}
	out := []Contract{{File{Path: path + ending, Data: data}, id, false, contract.Refer(doc)}}
	if !a.hasResources() {
		return out, nil
	}
	doc = form(newAPI(b, id).resourceDocument())
	data, err = contract.Finish(doc, a.head())
	if err != nil {
		return nil, fmt.Errorf("contract of the resource servers of issuer %q: %w", id, err)
	}
	return append(out, Contract{File{Path: path + ".resource-server" + ending, Data: data}, id, true, contract.Refer(doc)}), nil
}

// api is the work on one document.
type api struct {
	b      *book.Book
	p      *specs.Policy
	id     string // of the issuer
	issuer specs.Issuer
	// environments are those whose tokens the issuer makes; sel holds the environment where it is the only one.
	environments []string
	sel          specs.Selection
	base         string // the issuer's address without a final slash

	names       contract.Names
	importable  bool // other contracts refer to the parts of this one
	headerNames contract.Names
	schemas     contract.Object
	responses   contract.Object
	headers     contract.Object
	parameters  contract.Object
	security    contract.Object
	paths       contract.Object
	tags        []string
	addresses   map[string]string // path with variables blanked, to the path as written

	causes       []*specs.Cause    // what holds for each of the policy's causes (see cause)
	tokenSamples map[string]string // by token and selection; empty where there is none
}

func newAPI(b *book.Book, id string) *api {
	a := &api{b: b, p: b.Policy, id: id, sel: specs.Selection{}, addresses: map[string]string{}, tokenSamples: map[string]string{}}
	a.causes = make([]*specs.Cause, len(a.p.Causes))
	for i := range a.p.Environments.Entries {
		e := &a.p.Environments.Entries[i]
		if string(e.V.Issuer.V) == id {
			a.environments = append(a.environments, e.ID)
		}
	}
	if len(a.environments) == 1 {
		a.sel = a.sel.With(specs.AxisEnvironment, a.environments[0])
	}
	a.issuer, _, _ = specs.Effective[specs.Issuer](a.p, "issuers."+id, a.sel)
	a.base = strings.TrimRight(string(a.issuer.URL.V), "/")
	return a
}

// head is the comment on top of a file.
func (a *api) head() string {
	head := fmt.Sprintf("Token policy %s, version %s.\nGenerated by Tokenbook: change the policy and build again; do not edit.\n"+
		"A member that a schema does not require may be left out; it is null only where its type says so.", a.p.Policy.ID.V, a.p.Policy.Version.V)
	if at := a.issuer.At; !at.IsZero() {
		head += "\nThe issuer stands at " + at.String() + "."
	}
	return head
}

// document is the contract of the issuer's endpoints.
func (a *api) document() *contract.Object {
	for i := range a.issuer.Endpoints.Entries {
		e := &a.issuer.Endpoints.Entries[i]
		if e.V.IsSet() && e.V.Path.IsSet() {
			a.endpoint(e.ID, &e.V)
		}
	}
	doc := new(contract.Object).Set("openapi", openAPIVersion)
	doc.Set("info", a.info(a.issuerTitle(), "The endpoints of this issuer as the token policy states them. What the policy leaves out is called not specified, or is left out here too."))
	if a.base != "" {
		doc.Set("servers", contract.Of(a.server(a.base, a.serverDescription())))
	}
	doc.Fill("tags", a.tagList())
	doc.Set("security", contract.Array{})
	doc.Set("paths", &a.paths)
	return doc.Fill("components", a.components())
}

func (a *api) components() *contract.Object {
	out := new(contract.Object)
	out.Fill("securitySchemes", &a.security)
	out.Fill("parameters", &a.parameters)
	out.Fill("responses", &a.responses)
	out.Fill("headers", &a.headers)
	return out.Fill("schemas", &a.schemas)
}

func (a *api) info(title, what string) *contract.Object {
	head := &a.p.Policy
	description := what
	if head.Summary.IsSet() {
		description = a.prose(head.Summary.V) + " " + what
	}
	info := new(contract.Object).Set("title", head.Title.V+": "+title).Set("description", description)
	info.Set("contact", a.contact()).Set("version", cmp.Or(string(head.Version.V), silentWord))
	facts := new(contract.Object).Set("id", string(head.ID.V)).Set("hash", a.p.Hash())
	if head.Status.IsSet() {
		facts.Set("status", string(head.Status.V))
	}
	if !a.p.Date.IsZero() {
		facts.Set("date", a.p.Date.String())
	}
	return info.Set("x-tokenbook-policy", facts)
}

// contact is the first owner with a name or an address.
func (a *api) contact() *contract.Object {
	head := &a.p.Policy
	out := new(contract.Object)
	reach := func(text string) {
		switch {
		case strings.HasPrefix(text, "https://"), strings.HasPrefix(text, "http://"):
			if u, err := escape.URL(text); err == nil {
				out.Set("url", u)
			}
		case mailbox.MatchString(text):
			out.Set("email", text)
		}
	}
	for i := range head.Owners.Items {
		owner := &head.Owners.Items[i]
		out.Fill("name", owner.Team.V)
		reach(string(owner.Contact.V))
		if out.Len() > 0 {
			return out
		}
	}
	if reach(string(head.Feedback.V)); out.Len() > 0 {
		return out
	}
	return out.Set("name", "Owner not specified")
}

func (a *api) issuerTitle() string {
	if a.issuer.Title.IsSet() && a.issuer.Title.V != "" {
		return a.issuer.Title.V
	}
	return a.id
}

// prose is a text of the policy for descriptions: references filled in, then made safe for Markdown.
func (a *api) prose(text specs.Prose) string { return escape.MarkdownText(a.plain(text)) }

// plain is a text of the policy with references filled in.
func (a *api) plain(text specs.Prose) string { return escape.Valid(a.p.Said(text, a.sel)) }

// proseOr is a text of the policy, or one of ours where it has none.
func (a *api) proseOr(v *specs.Value[specs.Prose], fallback string) string {
	if v.IsSet() {
		if text := a.prose(v.V); text != "" {
			return text
		}
	}
	return escape.MarkdownText(fallback)
}

// place writes where a setting stands; empty for what stands nowhere.
func place(at diag.Span) string {
	if at.IsZero() {
		return ""
	}
	return at.String()
}

// The tags, in the order of the document.
var tagTexts = [][2]string{
	{"Authorization", "How a client gets a user's approval."},
	{"Tokens", "Getting, renewing, revoking and checking tokens."},
	{"Discovery", "What the issuer publishes about itself and its keys."},
	{"Sessions", "Who is signed in, and how that ends."},
	{"Clients", "How software becomes a client."},
	{"Further endpoints", "Endpoints of the policy's own."},
	{"Protected calls", "Calls that need a token."},
}

var tagOf = map[string]string{
	"authorization": "Authorization", "pushed_authorization": "Authorization", "device_authorization": "Authorization",
	"ciba": "Authorization", "authorization_challenge": "Authorization",
	"token": "Tokens", "revocation": "Tokens", "introspection": "Tokens", "global_revocation": "Tokens", "status_list": "Tokens",
	"jwks": "Discovery", "metadata": "Discovery", "openid_configuration": "Discovery", "protected_resource_metadata": "Discovery",
	"userinfo": "Sessions", "end_session": "Sessions", "backchannel_logout": "Sessions", "frontchannel_logout": "Sessions", "event_delivery": "Sessions",
	"registration": "Clients",
}

// tag is the tag of an endpoint, which the document then declares.
func (a *api) tag(endpoint string) string {
	name, ok := tagOf[endpoint]
	if !ok {
		name = "Further endpoints"
	}
	if !slices.Contains(a.tags, name) {
		a.tags = append(a.tags, name)
	}
	return name
}

func (a *api) tagList() contract.Array {
	var out contract.Array
	for _, t := range tagTexts {
		if slices.Contains(a.tags, t[0]) {
			out = append(out, new(contract.Object).Set("name", t[0]).Set("description", t[1]))
		}
	}
	return out
}

// has reports whether the policy uses an extension.
func (a *api) has(f standard.Feature) bool { return a.p.Has(f) }
