package site

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// CauseView is an error with what the standard adds where the policy is silent.
type CauseView struct {
	ID string
	// Page is the last part of the address of its page: stable, fit for error_uri.
	Page string
	// Own is what the policy says, or nil; Standard is the standard's entry, or nil.
	Own      *specs.Cause
	Standard *standard.ErrorCode
}

// SurfaceView is a place where errors appear, with its errors.
type SurfaceView struct {
	Key   string
	Title string
	Info  *standard.SurfaceInfo // nil for a surface of the policy's own
	Is    []*CauseView
}

// causesOf lists all errors of a policy with the addresses of their pages.
func causesOf(p *specs.Policy) []*CauseView {
	var out []*CauseView
	for i := range p.Causes {
		rc := &p.Causes[i]
		c := &CauseView{ID: rc.ID, Own: rc.Own, Standard: rc.Standard, Page: rc.Page}
		if rc.Own != nil {
			if eff, _, ok := specs.Effective[specs.Cause](p, "errors.causes."+rc.ID, nil); ok {
				c.Own = &eff
			}
		}
		out = append(out, c)
	}
	return out
}

// pageName makes the last part of an address, unique without regard to case.
func pageName(wanted string, taken map[string]bool) string {
	base := slug(wanted)
	if safe := escape.FileName(base); safe != base { // a name that some system reserves
		base = "page-" + base
	}
	name := base
	for n := 2; taken[name]; n++ {
		name = base + "-" + itoa(n)
	}
	taken[name] = true
	return name
}

// own is a field of what the policy says, or silence.
func own[T any](c *CauseView, f func(*specs.Cause) specs.Value[T]) specs.Value[T] {
	if c.Own == nil {
		return specs.Value[T]{}
	}
	return f(c.Own)
}

// Code is the code on the wire, or empty where none is sent.
func (c *CauseView) Code() string {
	if v := own(c, func(o *specs.Cause) specs.Value[string] { return o.Code }); v.Stated() {
		return v.Or("")
	}
	if c.Standard != nil {
		if c.Standard.CodeOnWire {
			return c.Standard.Code
		}
		return ""
	}
	return c.ID
}

// Status is the HTTP status, or 0 where a redirect carries the error or nothing is stated.
func (c *CauseView) Status() int {
	if v := own(c, func(o *specs.Cause) specs.Value[specs.Status] { return o.Status }); v.Stated() {
		return int(v.Or(0))
	}
	if c.Standard != nil {
		return c.Standard.Status
	}
	return 0
}

// Surfaces are where it appears.
func (c *CauseView) Surfaces() []string {
	var out []string
	if c.Own != nil {
		for _, s := range specs.Plain(c.Own.Surfaces) {
			out = append(out, string(s))
		}
	}
	if len(out) == 0 && c.Standard != nil {
		out = append(out, string(c.Standard.Surface))
	}
	return out
}

// SurfaceTitles are the surfaces in words.
func (c *CauseView) SurfaceTitles() []string {
	var out []string
	for _, s := range c.Surfaces() {
		out = append(out, surfaceTitle(s))
	}
	return out
}

func surfaceTitle(key string) string {
	if info, ok := standard.SurfaceByKey(standard.Surface(key)); ok {
		return info.Title
	}
	return idWords(key)
}

// Action is what the client does, as a word of the format, or empty.
func (c *CauseView) Action() string {
	if c.Own != nil && c.Own.Then.Do.IsSet() {
		return string(c.Own.Then.Do.V)
	}
	if c.Standard != nil {
		return string(c.Standard.Action)
	}
	return ""
}

// actionWords say to a client developer what each action means.
var actionWords = map[string]string{
	"refresh":        "Redeem the refresh token, then repeat the call once.",
	"obtain_token":   "Get a token and send it.",
	"retry":          "Mend what the response names, then repeat once.",
	"backoff":        "Wait, longer each time, and repeat.",
	"reauthenticate": "Start a new authorization with the user.",
	"step_up":        "Start a new authorization, as strong or as fresh as the challenge asks for.",
	"request_scope":  "Start a new authorization that asks for more.",
	"fix_request":    "Mend the fault in the program or its configuration; repeating the request does not help.",
	"use_nonce":      "Repeat once with the nonce from the response.",
	"poll":           "Wait the interval and ask again.",
	"slow_down":      "Add five seconds to the interval for good, then poll.",
	"continue":       "Go on with the next step that the response describes.",
	"stop":           "Give up and tell the user.",
	"operator":       "Give up and call whoever runs the client.",
}

// ActionWords is the action in a sentence, or empty.
func (c *CauseView) ActionWords() string { return actionWords[c.Action()] }

// retryWords say whether repeating helps.
var retryWords = map[standard.Retry]string{
	standard.RetryNever:         "Repeating the same request does not help.",
	standard.RetryOnce:          "Repeat once, after mending what the response names.",
	standard.RetryWithBackoff:   "Repeat, waiting longer each time and with random spread; a Retry-After header outranks the computed wait.",
	standard.RetryAfterRefresh:  "Repeat once, with the new token.",
	standard.RetryAfterInterval: "Repeat at the pace that the server set.",
}

// RetryWords says whether repeating helps, as the standard has it; empty where it says nothing.
func (c *CauseView) RetryWords() string {
	if c.Standard == nil {
		return ""
	}
	return retryWords[c.Standard.Retry]
}

// Retryable is a word for tables: yes, no, or what has to be done first.
func (c *CauseView) Retryable() string {
	switch c.Action() {
	case "backoff", "poll", "slow_down":
		return "yes, with a wait"
	case "retry", "use_nonce":
		return "once"
	case "refresh", "obtain_token":
		return "after a refresh"
	case "":
		return ""
	}
	return "no"
}

// Description is the text of error_description: the policy's, else the standard's.
func (c *CauseView) Description() string {
	if v := own(c, func(o *specs.Cause) specs.Value[string] { return o.Description }); v.Stated() {
		return v.Or("")
	}
	if c.Standard != nil {
		return c.Standard.Description
	}
	return ""
}

// Summary is its meaning in one line, for tables and llms.txt: policy text where there is some.
func (c *CauseView) Summary() any {
	if c.Own != nil && c.Own.Meaning.IsSet() {
		return c.Own.Meaning
	}
	if c.Own != nil && c.Own.Trigger.IsSet() {
		return c.Own.Trigger
	}
	if c.Standard != nil {
		return c.Standard.Meaning
	}
	return ""
}

// Neighbours are other causes with the same code on the same surface: callers cannot tell them apart by the code.
func (v *View) Neighbours(c *CauseView) []*CauseView {
	var out []*CauseView
	code := c.Code()
	for _, other := range v.Causes {
		if other == c || code == "" || other.Code() != code {
			continue
		}
		if slices.ContainsFunc(other.Surfaces(), func(s string) bool { return slices.Contains(c.Surfaces(), s) }) {
			out = append(out, other)
		}
	}
	return out
}

// LookAlikes are codes that are often made up for cases which this registered one covers.
func (c *CauseView) LookAlikes() []standard.LookAlike {
	if c.Standard == nil {
		return nil
	}
	return slices.DeleteFunc(standard.LookAlikes(), func(l standard.LookAlike) bool { return !slices.Contains(l.Use, c.Standard.Key()) })
}

// surfacesOf groups errors by the surface where each appears first.
func surfacesOf(causes []*CauseView) []SurfaceView {
	var out []SurfaceView
	place := map[string]int{}
	for _, c := range causes {
		for _, key := range c.Surfaces() {
			i, ok := place[key]
			if !ok {
				i = len(out)
				place[key] = i
				s := SurfaceView{Key: key, Title: surfaceTitle(key)}
				if info, known := standard.SurfaceByKey(standard.Surface(key)); known {
					s.Info = &info
				}
				out = append(out, s)
			}
			out[i].Is = append(out[i].Is, c)
		}
		if len(c.Surfaces()) == 0 {
			i, ok := place[""]
			if !ok {
				i = len(out)
				place[""] = i
				out = append(out, SurfaceView{Title: "No place stated"})
			}
			out[i].Is = append(out[i].Is, c)
		}
	}
	return out
}
