package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/diag"
)

// APIView is a contract with its pages. Key is the address of the page about the whole.
type APIView struct {
	Contract
	Key, Nav, Name string
	Operations     []*OperationView
}

// OperationView is an operation of a contract with its page.
type OperationView struct {
	contract.Operation
	API *APIView
	Key string
}

// TagView is a group of operations; the last one, without a name, are those of no declared tag.
type TagView struct {
	contract.Tag
	Operations []*OperationView
}

// apisOf gives each contract and each of its operations a page. Names need not be distinct: addresses are made so.
func (b *builder) apisOf(contracts []Contract) []*APIView {
	issuers := map[string]bool{}
	for _, c := range contracts {
		issuers[c.Issuer] = true
	}
	var out []*APIView
	folders := map[string]bool{}
	for _, c := range contracts {
		api := &APIView{Contract: c, Nav: idWords(c.Issuer), Name: idWords(c.Issuer)}
		if issuer := b.policy.Document.Issuers.Get(c.Issuer); issuer != nil {
			api.Name = title(issuer.Title, c.Issuer)
		}
		if len(issuers) > 1 && api.Name != api.Nav {
			api.Name += " (" + c.Issuer + ")"
		}
		wanted, kind := c.Issuer, ": endpoints"
		if c.Resources {
			wanted, kind = c.Issuer+"-services", ": protected calls"
		}
		api.Nav, api.Name = api.Nav+kind, api.Name+kind
		folder := "api/" + pageName(wanted, folders) + "/"
		api.Key = folder + "index"
		pages := map[string]bool{"index": true}
		for _, op := range c.Reference.Operations {
			name := op.ID
			if name == "" {
				name = op.Method + " " + op.Path
			}
			api.Operations = append(api.Operations, &OperationView{op, api, folder + pageName(spaced(name), pages)})
		}
		out = append(out, api)
	}
	return out
}

// placeOf is where the policy states an issuer, or one of its endpoints.
func (b *builder) placeOf(issuer, endpoint string) diag.Span {
	i := b.policy.Document.Issuers.Get(issuer)
	if i == nil {
		return diag.Span{}
	}
	if e := i.Endpoints.Get(endpoint); e != nil {
		return e.At
	}
	return i.At
}

// spaced puts a space before each capital: requestToken is request Token.
func spaced(name string) string {
	var out strings.Builder
	small := false
	for _, r := range name {
		if r >= 'A' && r <= 'Z' && small {
			out.WriteByte(' ')
		}
		small = r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		out.WriteRune(r)
	}
	return out.String()
}

// About is the contract in a sentence, for search engines and llms.txt.
func (a *APIView) About() string {
	return a.Name + ": " + plural(len(a.Operations), "operation") + ", with addresses, parameters, bodies, responses and errors."
}

// About is the operation in a sentence, for search engines and llms.txt.
func (o *OperationView) About() string {
	return o.Method + " " + o.Path + " (" + o.API.Name + "): what it takes, what it answers, and with which errors it refuses."
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return itoa(n) + " " + word + "s"
}

// Tags are the operations by their tag, in the order of the contract.
func (a *APIView) Tags() []TagView {
	out := make([]TagView, len(a.Reference.Tags)+1)
	for i, t := range a.Reference.Tags {
		out[i].Tag = t
	}
	for _, op := range a.Operations {
		i := slices.IndexFunc(out, func(t TagView) bool { return t.Name == op.Tag })
		out[i].Operations = append(out[i].Operations, op)
	}
	return slices.DeleteFunc(out, func(t TagView) bool { return len(t.Operations) == 0 })
}

// Base is the address below which the operation stands, without a final slash; empty where the contract names none.
func (o *OperationView) Base() string {
	servers := o.Servers
	if len(servers) == 0 {
		servers = o.API.Servers
	}
	if len(servers) == 0 {
		return ""
	}
	return strings.TrimSuffix(servers[0].URL, "/")
}

// Address is the whole address as the contract writes it.
func (o *OperationView) Address() string { return o.Base() + o.Path }

// Refusals are the errors of all responses, in their order.
func (o *OperationView) Refusals() []RefusalView {
	var out []RefusalView
	for _, r := range o.Responses {
		for _, e := range r.Notes.Errors {
			out = append(out, RefusalView{r.Status, e})
		}
	}
	return out
}

// RefusalView is an error with the status that carries it.
type RefusalView struct {
	Status string
	contract.ErrorNote
}

// APIPage is the page of the first contract of endpoints or of protected calls; empty where there is none.
func (v *View) APIPage(resources bool) string {
	for _, api := range v.APIs {
		if api.Resources == resources {
			return api.Key
		}
	}
	return ""
}

// At are the operations of the endpoints of those names.
func (v *View) At(endpoints ...string) []*OperationView {
	return v.operations(func(o *OperationView) bool { return slices.Contains(endpoints, o.Notes.Endpoint) })
}

// Answering are the operations that refuse with an error.
func (v *View) Answering(cause string) []*OperationView {
	return v.operations(func(o *OperationView) bool {
		return slices.ContainsFunc(o.Refusals(), func(r RefusalView) bool { return r.Cause == cause })
	})
}

// Handing are the operations that return a token, Taking those that work on one.
func (v *View) Handing(token string) []*OperationView {
	return v.operations(func(o *OperationView) bool {
		return slices.ContainsFunc(o.Responses, func(r contract.Response) bool {
			return slices.ContainsFunc(r.Notes.Tokens, func(t contract.TokenNote) bool { return t.Token == token })
		})
	})
}

// Taking are the operations that work on a token.
func (v *View) Taking(token string) []*OperationView {
	return v.operations(func(o *OperationView) bool { return slices.Contains(o.Notes.Accepts, token) })
}

func (v *View) operations(which func(*OperationView) bool) []*OperationView {
	var out []*OperationView
	for _, api := range v.APIs {
		for _, op := range api.Operations {
			if which(op) {
				out = append(out, op)
			}
		}
	}
	return out
}

// FileName is the last part of the contract's path.
func (a *APIView) FileName() string { return a.File[strings.LastIndexByte(a.File, '/')+1:] }
