package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// message is a sample response: a caption, and the text of the message.
type message struct {
	caption Markdown
	text    string
	http    bool
}

// messages are the sample responses of a status. The first is shown, the others can be unfolded.
func (b *builder) messages(o *OperationView, r contract.Response) Markdown {
	list := b.samplesOf(r)
	if len(list) == 0 {
		return ""
	}
	var out strings.Builder
	write := func(m message) {
		if m.caption != "" {
			out.WriteString("\n" + string(m.caption) + "\n")
		}
		language := "text"
		if m.http {
			language = "http"
		}
		out.WriteString("\n" + escape.MarkdownFence(language, m.text) + "\n")
	}
	write(list[0])
	if rest := list[1:]; len(rest) > 0 {
		out.WriteString(string(b.addBlock(`<details class="more"><summary>`+itoa(len(rest))+pickText(len(rest) == 1, " further example")+pickText(len(rest) > 1, " further examples")+"</summary>\n", "")))
		for _, m := range rest {
			write(m)
		}
		out.WriteString(string(b.addBlock("</details>\n", "")))
	}
	return Markdown(out.String())
}

// samplesOf joins the samples of a response's headers and bodies that have the same name to whole messages.
func (b *builder) samplesOf(r contract.Response) []message {
	var out []message
	var bodies []string
	status := statusNumber(r.Status)
	for _, c := range r.Contents {
		for _, e := range c.Examples {
			body := contract.Text(e.Value)
			if s, ok := e.Value.(string); ok && !strings.HasSuffix(c.Media, "json") {
				body = s
			}
			bodies = append(bodies, e.Name)
			out = append(out, b.message(r, status, e.Name, e.Summary, "Content-Type: "+escape.Fold(c.Media)+"\n", body))
		}
	}
	if status == 0 {
		return out
	}
	for _, name := range headerSamples(r, len(out) > 0) {
		if !slices.Contains(bodies, name) {
			out = append(out, b.message(r, status, name, "", "", ""))
		}
	}
	return out
}

// headerSamples are the names of the samples of a response's headers. Without any name, a sample of a header makes a
// message of its own only where no body does.
func headerSamples(r contract.Response, hasBody bool) []string {
	var names []string
	single := false
	for _, h := range r.Headers {
		for _, e := range h.Examples {
			single = true
			if e.Name != "" && !slices.Contains(names, e.Name) {
				names = append(names, e.Name)
			}
		}
	}
	if len(names) == 0 && single && !hasBody {
		names = []string{""}
	}
	return names
}

// message writes one sample: status, headers, body. A range of statuses has no first line to show.
func (b *builder) message(r contract.Response, status int, name, summary, contentType, body string) message {
	m := message{caption: b.sampleCaption(r, name, summary), text: body}
	if status == 0 {
		return m
	}
	m.http = true
	var out strings.Builder
	out.WriteString(strings.TrimSuffix("HTTP/1.1 "+r.Status+" "+reasonPhrases[status], " ") + "\n" + contentType)
	for i := range r.Headers {
		if value, ok := sampleHeader(&r.Headers[i], name, len(r.Notes.Errors)); ok {
			out.WriteString(escape.Fold(r.Headers[i].Name) + ": " + escape.Fold(value) + "\n")
		}
	}
	m.text = strings.TrimSuffix(out.String(), "\n")
	if body != "" {
		m.text += "\n\n" + body
	}
	return m
}

// sampleHeader is a header's value in the sample of that name: its own, else the one for all. Of several errors, not each
// need have a header that is not always sent. What is always sent and has no sample is shown by an ellipsis.
func sampleHeader(f *contract.Field, name string, errors int) (string, bool) {
	for _, e := range f.Examples {
		if e.Name == name || e.Name == "" && (f.Required || errors < 2) {
			return contract.Plain(e.Value), true
		}
	}
	if fixed, ok := f.Fixed(); ok && f.Required {
		return fixed, true
	}
	return "…", f.Required && len(f.Examples) == 0
}

// sampleCaption says what a sample shows: an error, by its name, or what the contract says.
func (b *builder) sampleCaption(r contract.Response, name, summary string) Markdown {
	for _, e := range r.Notes.Errors {
		if name != "" && contract.Snake(e.Cause) == name {
			t := b.causeCell(e)
			if meaning := b.said(e.Meaning); meaning != "" {
				t += ": " + withoutMarks(meaning)
			}
			return t
		}
	}
	return withoutMarks(b.said(summary))
}
