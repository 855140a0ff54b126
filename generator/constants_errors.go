package generator

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// actionTexts say what a client does, as the documentation of each action.
var actionTexts = map[specs.ClientAction]string{
	specs.ActionRefresh:        "Redeem the refresh token, then repeat the call once.",
	specs.ActionObtainToken:    "Get a token and send it.",
	specs.ActionRetry:          "Mend what the response names, then repeat once.",
	specs.ActionBackoff:        "Wait, longer each time, and repeat.",
	specs.ActionReauthenticate: "Start a new authorization with the user.",
	specs.ActionStepUp:         "Start a new authorization, as strong or as fresh as the challenge asks for.",
	specs.ActionRequestScope:   "Start a new authorization that asks for more.",
	specs.ActionFixRequest:     "Mend the program or its configuration; repeating the request does not help.",
	specs.ActionUseNonce:       "Repeat once with the nonce from the response.",
	specs.ActionPoll:           "Wait the interval and ask again.",
	specs.ActionSlowDown:       "Add five seconds to the interval for good, then poll.",
	specs.ActionContinue:       "Go on with the next step that the response describes.",
	specs.ActionStop:           "Give up and tell the user.",
	specs.ActionOperator:       "Give up and call whoever runs the client.",
}

// unspecifiedAction is what is decided where the policy says nothing: an answer of its own, so that callers see it.
const unspecifiedAction = "unspecified"

// repeats says whether the request can be sent again after the action.
func repeats(a string) bool {
	switch specs.ClientAction(a) {
	case specs.ActionRefresh, specs.ActionObtainToken, specs.ActionRetry, specs.ActionBackoff, specs.ActionUseNonce, specs.ActionPoll, specs.ActionSlowDown:
		return true
	}
	return false
}

// causeRecord is what code gets of each error.
var causeRecord = exportRecord{Name: "cause_info", About: "an error: what it looks like and what a client does about it", Fields: []exportSetting{
	{name: "code", about: "the code on the wire; several causes may share one, and some send none", kind: kindMember, of: "error_code"},
	{name: "status", about: "the HTTP status; absent where a redirect carries the error or none is stated", kind: kindNumber},
	{name: "surfaces", about: "where it appears", kind: kindMembers, of: "surface"},
	{name: "action", about: "what a client does about it", kind: kindMember, of: "action"},
	{name: "retryable", about: "whether the request can be sent again after the action", kind: kindTruth},
	{name: "url", about: "the address of its documentation", kind: kindText},
}}

// exportCause is an error as the policy has it, with what the standard adds where the policy is silent.
type exportCause struct {
	id, code, action, url string
	path, text, place     string
	status                int
	surfaces              []string
	standard              *standard.ErrorCode
}

// exportDecision is what a client does about a code on a surface.
type exportDecision struct {
	Surface, Code, Action string
	// Client is set where the decision holds for one client only.
	Client string
	Why    string
}

// causes collects the errors: their enumerations, their table, and what code decides by.
func (c *constants) causes() {
	all := c.readCauses()
	c.means = reference{c.policy, all}
	codes := &exportEnum{Name: "error_code", About: "an error code, as the error member has it", Wire: true}
	surfaces := &exportEnum{Name: "surface", About: "where errors appear"}
	causes := &exportEnum{Name: "cause", About: "a cause of refusal"}
	t := &exportTable{Name: "causes", Item: "cause", About: "what each error looks like and what a client does about it", Keys: []string{"cause"}, Record: causeRecord.Name}
	for _, e := range all {
		note := exportNote{Path: e.path, Text: e.text, Place: e.place}
		if e.code != "" && !codes.has(e.code) {
			codes.Members = append(codes.Members, exportMember{Name: e.code, Value: e.code, Note: note})
		}
		for _, s := range e.surfaces {
			if !surfaces.has(s) {
				m := exportMember{Name: s, Value: s, Note: exportNote{About: spelled(s)}}
				if info, ok := standard.SurfaceByKey(standard.Surface(s)); ok {
					m.Note.About = info.Title
				}
				surfaces.Members = append(surfaces.Members, m)
			}
		}
		causes.Members = append(causes.Members, exportMember{Name: e.id, Value: e.id, Note: note})
		row := exportValue{Kind: kindRecord, Of: causeRecord.Name}
		add := func(name string, has bool, v exportValue) {
			if has {
				row.Fields = append(row.Fields, exportField{name, v})
			}
		}
		add("code", e.code != "", exportValue{Kind: kindMember, Of: codes.Name, Text: e.code})
		add("status", e.status != 0, numberValue(int64(e.status)))
		add("surfaces", len(e.surfaces) > 0, exportValue{Kind: kindMembers, Of: surfaces.Name, Texts: e.surfaces})
		add("action", e.action != "", exportValue{Kind: kindMember, Of: "action", Text: e.action})
		add("retryable", e.action != "", exportValue{Kind: kindTruth, Truth: repeats(e.action)})
		add("url", e.url != "", textValue(e.url))
		t.Rows = append(t.Rows, exportRow{Keys: []string{e.id}, Value: row, Note: note})
	}
	if len(all) == 0 {
		c.Absent = append(c.Absent, "errors")
		return
	}
	for _, e := range []*exportEnum{causes, codes, surfaces} {
		if len(e.Members) > 0 {
			c.Enums = append(c.Enums, e)
		}
	}
	actions := &exportEnum{Name: "action", About: "the one thing that a client does about an error", Members: []exportMember{
		{Name: unspecifiedAction, Value: unspecifiedAction, Note: exportNote{About: "The policy does not say. Do not repeat the request."}}}}
	for _, a := range standard.Actions() {
		actions.Members = append(actions.Members, exportMember{Name: string(a), Value: string(a), Note: exportNote{About: actionTexts[specs.ClientAction(a)]}})
	}
	c.Enums = append(c.Enums, actions)
	record := exportRecord{Name: causeRecord.Name, About: causeRecord.About, Fields: c.usable(causeRecord.Fields)}
	c.Records, c.Tables = append(c.Records, &record), append(c.Tables, t)
	if len(codes.Members) > 0 && len(surfaces.Members) > 0 {
		c.decide(codes, surfaces)
	}
}

// spelled writes a name as the words that it is made of, with a capital in front.
func spelled(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + strings.ReplaceAll(name[size:], "_", " ")
}

func (c *constants) readCauses() []exportCause {
	var out []exportCause
	p := c.policy
	for i := range p.Causes {
		rc := &p.Causes[i]
		e := exportCause{id: rc.ID, code: rc.ID, standard: rc.Standard}
		if s := rc.Standard; s != nil {
			e.code, e.status, e.action, e.surfaces = "", s.Status, string(s.Action), []string{string(s.Surface)}
			e.path, e.text = "errors.adopt", string(s.Surface)+", "+s.Cite.String()
			e.place = fileLine(p.Errors.Adopt.At)
			if s.CodeOnWire {
				e.code = s.Code
			}
		}
		if rc.Own != nil {
			path := "errors.causes." + rc.ID
			own, _, ok := specs.Effective[specs.Cause](p, path, nil)
			if !ok {
				own = *rc.Own
			}
			e.path, e.text, e.place = path, "", placeOf(p, path, nil)
			if own.Code.Stated() {
				e.code = own.Code.Or("")
			}
			if own.Status.Stated() {
				e.status = int(own.Status.Or(0))
			}
			if own.Then.Do.IsSet() {
				e.action = string(own.Then.Do.V)
			}
			if surfaces := specs.Plain(own.Surfaces); len(surfaces) > 0 {
				e.surfaces = nil
				for _, s := range surfaces {
					e.surfaces = append(e.surfaces, string(s))
				}
			}
		}
		e.url = p.ErrorURL(rc)
		out = append(out, e)
	}
	return out
}

// strategySettings are what the client strategy says of single codes, by code and surface.
var strategySettings = []struct{ code, surface, path string }{
	{"invalid_grant", string(specs.SurfaceToken), "client_strategy.on_invalid_grant"},
	{"insufficient_scope", string(specs.SurfaceResource), "client_strategy.on_insufficient_scope"},
}

// decide lists what a client does about each code on each surface, and for which clients that differs.
func (c *constants) decide(codes, surfaces *exportEnum) {
	for _, s := range surfaces.Members {
		for _, code := range codes.Members {
			ids, actions := c.means.sharing(code.Name, s.Name)
			if len(ids) == 0 {
				continue
			}
			d := exportDecision{Surface: s.Name, Code: code.Name, Action: c.means.decideError("", code.Name, s.Name), Why: strings.Join(ids, ", ")}
			if len(actions) > 1 {
				d.Why += "; they ask for " + strings.Join(actions, ", ") + ", and the code alone does not tell them apart"
				if std, known := standard.ErrorByCode(code.Name, standard.Surface(s.Name)); known {
					d.Why += ": as " + std.Cite.String() + " has it"
				}
			}
			for _, setting := range strategySettings {
				if setting.code == d.Code && setting.surface == d.Surface {
					c.strategy(&d, setting.path)
				}
			}
			c.Rules.Decisions = append(c.Rules.Decisions, d)
		}
	}
}

// strategy notes that the client strategy decides, and for which clients it decides otherwise.
func (c *constants) strategy(d *exportDecision, path string) {
	if base, _, _ := specs.Effective[specs.Value[specs.ClientAction]](c.policy, path, nil); base.IsSet() {
		d.Why = c.note(path, nil, "").Where()
	}
	for _, client := range c.policy.Clients.IDs() {
		if action := c.means.decideError(client, d.Code, d.Surface); action != d.Action {
			sel := specs.Selection{specs.AxisClient: client}
			c.Rules.ClientDecisions = append(c.Rules.ClientDecisions, exportDecision{Surface: d.Surface, Code: d.Code, Action: action, Client: client, Why: c.note(path, sel, "").Where()})
		}
	}
}
