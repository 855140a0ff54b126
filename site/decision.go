package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// decisionStep is a box of the picture of what a client does: when it comes to it, and what is done then.
type decisionStep struct {
	when string // empty for what comes next in any case
	do   string
}

// decision draws what a client does with an error, as boxes from the answer to the end. It is a list, so that it reads
// without style as well.
func (b *builder) decision(c *CauseView) Markdown {
	steps := c.decisionSteps()
	if len(steps) == 0 {
		return ""
	}
	got := "The answer"
	code := c.Code()
	if n := c.Status(); n != 0 {
		got = string(statusText(n))
	}
	var w, twin strings.Builder
	w.WriteString(`<ol class="decide"><li class="decide-start">` + htmlText(got))
	twin.WriteString("1. " + md(got))
	if code != "" {
		w.WriteString(" <code>" + htmlText(code) + "</code>")
		twin.WriteString(" " + string(codeSpan(code)))
	}
	w.WriteString("</li>\n")
	for i, s := range steps {
		w.WriteString("<li>")
		twin.WriteString("\n" + itoa(i+2) + ". ")
		if s.when != "" {
			w.WriteString("<strong>" + htmlText(s.when) + "</strong> ")
			twin.WriteString("**" + md(s.when) + "** ")
		}
		w.WriteString(htmlText(s.do) + "</li>\n")
		twin.WriteString(md(escape.Fold(s.do)))
	}
	w.WriteString("</ol>\n")
	return b.addBlock(w.String(), twin.String())
}

// decisionSteps are what the policy or the standard asks of the client, in order.
func (c *CauseView) decisionSteps() []decisionStep {
	var out []decisionStep
	add := func(when, do string) {
		switch {
		case do != "":
			out = append(out, decisionStep{when, do})
		case strings.HasSuffix(when, "."): // a sentence of its own
			out = append(out, decisionStep{"", when})
		}
	}
	add("", c.ActionWords())
	if c.Own != nil {
		add(c.timesWords(), c.repeatWords())
		if c.Own.Then.GiveUp.IsSet() {
			add("When that fails:", actionWords[string(c.Own.Then.GiveUp.V)])
		}
		switch {
		case c.Own.UserMessage.IsSet():
			add("Tell the user:", c.Own.UserMessage.V)
		case c.Own.UserMessage.Stated():
			add("", "Say nothing to the user.")
		}
		return out
	}
	add("", c.repeatWords())
	if c.Standard != nil {
		add("Tell the user:", c.Standard.UserMessage)
	}
	return out
}

// repeatWords say whether repeating helps, where the action does not say it already.
func (c *CauseView) repeatWords() string {
	switch c.Action() {
	case "refresh", "retry", "use_nonce", "backoff", "poll", "fix_request":
		return ""
	}
	return c.RetryWords()
}

// timesWords say how often the action is tried.
func (c *CauseView) timesWords() string {
	switch t := c.Own.Then.Times; {
	case !t.IsSet():
		return ""
	case t.V == 1:
		return "At most once."
	default:
		return "At most " + itoa(int(t.V)) + " times."
	}
}
