package site

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/specs"
)

// referenceFunctions are the functions of the pages of the API reference.
func (b *builder) referenceFunctions() map[string]any {
	return map[string]any{
		"said":           b.said,
		"saidAsBlocks":   func(s string) Markdown { return b.blockProse(specs.Prose(s)) },
		"method":         method,
		"operation":      b.operationLink,
		"operations":     b.operationLinks,
		"placedAt":       b.atPlace,
		"fields":         b.fieldTable,
		"file":           func(path, words string) Markdown { return enclose(markLink, Markdown(md(words)), fileKey+path) },
		"ways":           b.ways,
		"scheme":         schemeKind,
		"variables":      b.variables,
		"limitsOf":       b.limitsOf,
		"refusals":       b.refusals,
		"endpointLink":   endpointLink,
		"tokensOf":       b.tokensOf,
		"formTitle":      func(f contract.Form) string { return idWords(strings.ToLower(spaced(f.Name))) },
		"statusTitle":    statusTitle,
		"media":          medias,
		"curl":           b.curls,
		"curlOf":         b.curlOf,
		"operationTitle": b.operationTitle,
		"schemesOf":      b.schemesOf,
		"serverOf":       serverOf,
		"manyServers":    manyServers,
		"manyWays":       func(o *OperationView) bool { return len(o.Security) > 1 },
		"manyContents":   func(o *contract.Body) bool { return len(o.Contents) > 1 },
		"manyForms":      func(c contract.Content) bool { return len(c.Forms) > 1 },
		"severalBodies": func(r contract.Response) bool {
			return len(r.Contents) > 1 || len(r.Contents) == 1 && len(r.Contents[0].Forms) > 1
		},
		"telling":   telling,
		"refusing":  refusing,
		"spaced":    spaced,
		"orNothing": func(s string) Markdown { return pick(s != "", codeSpan(s), "") },
		"deprecated": func(o *OperationView) Markdown {
			return pick(o.Deprecated, enclose(markBadge, "deprecated", "bad"), "")
		},
		"endpointOf": b.endpointOf,
		"selfOf":     b.selfOf,
		"statusLink": func(o *OperationView, r contract.Response) Markdown { return statusLink(o, r) },
		"scopeLinks": b.scopeLinks,
		"acrLink":    func(id string) Markdown { return pick(id != "", b.refer("acr", id), "") },
		"secondsOf":  secondsOf,
		"messages":   b.messages,
		"lifetimeOf": b.tokenLife,
		"rotationOf": b.tokenRotation,
		"differs":    differs,
	}
}

// said is a text of the contract, which is CommonMark, in one line.
func (b *builder) said(s string) Markdown { return b.inlineProse(specs.Prose(s)) }

// method is a badge with the method; those that change things stand out.
func method(m string) Markdown {
	tone := "method"
	switch m {
	case "POST", "PUT", "PATCH":
		tone = "method method-write"
	case "DELETE":
		tone = "method method-delete"
	}
	return enclose(markBadge, Markdown(md(m)), tone)
}

// operationLink leads to the page of an operation, by its path.
func (b *builder) operationLink(o *OperationView) Markdown {
	return enclose(markLink, codeSpan(o.Path), o.Key)
}

// operationTitle are the words that stand for an operation.
func (b *builder) operationTitle(o *OperationView) Markdown {
	if t := b.said(o.Summary); t != "" {
		return withoutMarks(t)
	}
	return Markdown(md(o.ID))
}

// operationLinks lead to operations. Those that several issuers have alike are named once, with a link for each issuer.
func (b *builder) operationLinks(list []*OperationView) Markdown {
	var names []string
	byName := map[string][]*OperationView{}
	for _, o := range list {
		name := o.Method + " " + o.Path
		if byName[name] == nil {
			names = append(names, name)
		}
		byName[name] = append(byName[name], o)
	}
	parts := make([]string, len(names))
	for i, name := range names {
		same := byName[name]
		if len(same) == 1 {
			parts[i] = string(enclose(markLink, codeSpan(name), same[0].Key))
			continue
		}
		var issuers []string
		for _, o := range same {
			issuers = append(issuers, string(enclose(markLink, Markdown(md(o.API.Contract.Issuer)), o.Key)))
		}
		parts[i] = string(codeSpan(name)) + " (" + strings.Join(issuers, ", ") + ")"
	}
	return Markdown(strings.Join(parts, ", "))
}

// atPlace is text with the place of the policy that it comes from.
func (b *builder) atPlace(at string, x any) Markdown {
	if at == "" {
		return b.text(x)
	}
	return enclose(markValue, withoutMarks(b.text(x)), at, "")
}

// codes are texts as code, with commas between.
func codes(list []string) Markdown {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(codeSpan(s))
	}
	return Markdown(strings.Join(parts, ", "))
}

// variables are the parts of a server's address that callers fill in.
func (b *builder) variables(s contract.Server) Markdown {
	var parts []string
	for _, v := range s.Variables {
		t := string(codeSpan("{" + v.Name + "}"))
		switch {
		case len(v.Choices) > 0:
			t += ": one of " + string(codes(v.Choices))
		case v.Default != "" && v.Default != v.Name:
			t += ": such as " + string(codeSpan(v.Default))
		}
		if d := b.said(v.Description); d != "" {
			t += ", " + string(d)
		}
		parts = append(parts, t)
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// limitsOf are the limits of an operation, each leading to where it is described.
func (b *builder) limitsOf(o *OperationView) Markdown {
	var parts []string
	for _, l := range o.Notes.Limits {
		t := string(b.refer("limit", l.Limit))
		if l.Max != "" {
			t += ": " + md(l.Max)
			if l.Per != "" {
				t += " per " + md(strings.TrimPrefix(l.Per, "1 "))
			}
		}
		if len(l.Key) > 0 {
			t += ", counted by " + md(strings.Join(l.Key, ", "))
		}
		parts = append(parts, t)
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// tokensOf are links to tokens.
func (b *builder) tokensOf(ids []string) Markdown {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(b.refer("token", id))
	}
	return Markdown(strings.Join(parts, ", "))
}

// medias are the media types of a body.
func medias(contents []contract.Content) Markdown {
	var list []string
	for _, c := range contents {
		list = append(list, c.Media)
	}
	return codes(list)
}

// statusTitle is a status with its phrase, a range or the rest in words.
func statusTitle(status string) string {
	if status == "default" {
		return "Any other status"
	}
	if n := statusNumber(status); n > 0 {
		return strings.TrimSuffix(status+" "+reasonPhrases[n], " ")
	}
	return "Any " + status
}

// statusNumber is a status that is one number, or 0.
func statusNumber(status string) int {
	n := 0
	for _, r := range status {
		if r < '0' || r > '9' || len(status) != 3 {
			return 0
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// causeCell leads to the page of an error.
func (b *builder) causeCell(e contract.ErrorNote) Markdown { return b.refer("error", e.Cause) }

// tokenLife is a token's lifetime as it is with nothing selected.
func (b *builder) tokenLife(n contract.TokenNote) Markdown {
	l, _, ok := specs.Effective[specs.Lifetime](b.policy, "tokens."+n.Token+".lifetime", nil)
	if !ok {
		return Markdown(md(n.Lifetime))
	}
	return b.text(&l)
}

func (b *builder) tokenRotation(n contract.TokenNote) Markdown {
	if n.Rotation == "" {
		return ""
	}
	return b.atPlace(n.RotationPlace, strings.ReplaceAll(n.Rotation, "_", " "))
}

// differs names what a token's lifetime depends on.
func differs(n contract.TokenNote) Markdown {
	var axes []string
	for _, v := range n.Varies {
		for _, c := range v.When {
			if word := strings.ReplaceAll(c.Axis, "_", " "); !slices.Contains(axes, word) {
				axes = append(axes, word)
			}
		}
	}
	if len(axes) == 0 {
		return ""
	}
	return enclose(markLink, Markdown(md(strings.Join(axes, ", "))), "lifetimes")
}

// serverOf is the address of a contract where it is one that needs no explanation.
func serverOf(a *APIView) Markdown {
	if len(a.Servers) != 1 || manyServers(a) {
		return ""
	}
	return codeSpan(a.Servers[0].URL)
}

// manyServers reports whether the addresses of a contract need a table.
func manyServers(a *APIView) bool {
	return len(a.Servers) > 1 || len(a.Servers) == 1 && len(a.Servers[0].Variables) > 0
}

// telling reports whether a response says more than its description does.
func telling(r contract.Response) bool {
	return len(r.Headers)+len(r.Contents)+len(r.Notes.Tokens) > 0 || r.Notes.SameAnswerFor != ""
}

// refusing reports whether a status says that the request was not served.
func refusing(r contract.Response) bool {
	return strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5")
}

// statusLink is a status, leading to the section about it where there is one.
func statusLink(o *OperationView, r contract.Response) Markdown {
	words := Markdown(md(statusTitle(r.Status)))
	if !telling(r) {
		return words
	}
	return enclose(markLink, words, o.Key, anchorID("status", r.Status))
}

// schemesOf names the ways to authenticate in short.
func (b *builder) schemesOf(o *OperationView) Markdown {
	if !o.Declared {
		return muted(wordSilent)
	}
	var ways []string
	for _, way := range o.Security {
		var names []string
		for _, need := range way {
			names = append(names, need.Scheme)
		}
		if len(names) > 0 {
			ways = append(ways, string(codeSpan(strings.Join(names, " + "))))
		} else {
			ways = append(ways, "none")
		}
	}
	if len(ways) == 0 {
		return "none"
	}
	return Markdown(strings.Join(ways, " or "))
}

// endpointOf leads to where the page of the issuer describes the endpoint, with its place.
func (b *builder) endpointOf(o *OperationView) Markdown {
	if o.Notes.Endpoint == "" {
		return ""
	}
	link := enclose(markLink, codeSpan(o.Notes.Endpoint), "issuers/"+b.slugs["issuer"][o.API.Contract.Issuer], anchorID("endpoint", o.Notes.Endpoint))
	if o.Notes.Place == "" {
		return link
	}
	return enclose(markValue, link, o.Notes.Place, "link")
}

// selfOf is what a body is where it is no object with members.
func (b *builder) selfOf(f contract.Form) Markdown {
	t := b.fieldType(&f.Self)
	more := b.fieldMeaning(&f.Self)
	if len(f.Fields) > 0 && more == "" && f.Self.Type == "object" {
		return ""
	}
	out := "The body: " + t
	if more != "" {
		out += ". " + more
	}
	return out + "."
}

func (b *builder) scopeLinks(scopes []string) Markdown {
	var parts []string
	for _, s := range scopes {
		parts = append(parts, string(b.refer("scope", s)))
	}
	return Markdown(strings.Join(parts, ", "))
}

// secondsOf are seconds in words; nothing where none are given.
func secondsOf(seconds string) Markdown {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return ""
	}
	return Markdown(md(specs.Duration(time.Duration(n) * time.Second).Words()))
}

// endpointLink is the name of an issuer's endpoint, leading to its page of the reference.
func endpointLink(apis []*APIView, issuer, endpoint string) Markdown {
	for _, api := range apis {
		for _, op := range api.Operations {
			if api.Contract.Issuer == issuer && op.Notes.Endpoint == endpoint && !api.Resources {
				return enclose(markLink, codeSpan(endpoint), op.Key)
			}
		}
	}
	return codeSpan(endpoint)
}
