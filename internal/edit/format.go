package edit

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// step is how far each level is indented.
const step = 2

// Format lays a YAML file out in the one way that differences are smallest in: two spaces a level, lists indented below
// their key, one space within braces and after commas, no space at the ends of lines, at most one empty line in a row,
// Unix line ends, one at the end of the file. Order, comments, quoting, the choice between braces and lines, and the
// alignment of values stay as written. The text that comes back says the same, which is checked; a file with which
// that cannot be kept is an error.
func Format(text string) (string, error) {
	before, err := onlyDocument(text)
	if err != nil {
		return "", err
	}
	if before.Content[0].Kind != yaml.MappingNode {
		return "", errors.New("the file is not a mapping")
	}
	out, err := layOut(text)
	if err != nil {
		return "", err
	}
	if again, err := layOut(out); err != nil || again != out {
		return "", errors.New("the layout does not settle")
	}
	after, err := onlyDocument(out)
	if err != nil {
		return "", fmt.Errorf("the layout cannot be changed without changing what it says (%w)", err)
	}
	if !sameMeaning(before, after) || !slices.Equal(remarks(before), remarks(after)) {
		return "", errors.New("the layout cannot be changed without changing what it says")
	}
	return out, nil
}

// layOut changes the layout and looks at nothing else.
func layOut(text string) (string, error) {
	text = strings.TrimPrefix(text, "\uFEFF")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	f := &formatter{lines: strings.Split(text, "\n"), levels: []level{{old: -1, new: -step}}}
	for f.next < len(f.lines) {
		if err := f.line(); err != nil {
			return "", err
		}
	}
	f.comments(-1)
	return strings.Trim(strings.Join(f.out, "\n"), "\n") + "\n", nil
}

// onlyDocument reads a file that holds one document and nothing else.
func onlyDocument(text string) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); err != nil {
		return nil, err
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, errors.New("the file holds more than one document")
	case !errors.Is(err, io.EOF):
		return nil, err
	case len(first.Content) != 1:
		return nil, errors.New("the file is empty")
	}
	return &first, nil
}

// level is an indentation that the file has, and the one that it gets.
type level struct {
	old, new int
	list     bool
}

type formatter struct {
	lines   []string
	next    int
	out     []string
	levels  []level  // the innermost last; the first is outside the document
	pending []string // comment lines whose indentation the next line decides
	blank   bool     // an empty line comes before the next one
}

func (f *formatter) top() *level { return &f.levels[len(f.levels)-1] }

// put writes a line after the comments that belong before it.
func (f *formatter) put(indent int, text string, old int) {
	f.comments(old)
	f.emit(strings.Repeat(" ", max(0, indent)) + text)
}

func (f *formatter) emit(line string) {
	if f.blank && len(f.out) > 0 {
		f.out = append(f.out, "")
	}
	f.blank = false
	f.out = append(f.out, strings.TrimRight(line, " \t"))
}

// comments writes the comment lines that wait: those that stand where the next line stands go with it, others with the
// level that they stand at.
func (f *formatter) comments(next int) {
	blank := f.blank
	f.blank = false
	for _, c := range f.pending {
		text := strings.TrimLeft(c, " ")
		if text == "" {
			f.blank = true
			continue
		}
		f.emit(strings.Repeat(" ", max(0, f.moved(len(c)-len(text), next))) + text)
	}
	f.pending = f.pending[:0]
	f.blank = f.blank || blank
}

// moved is where a comment goes that stood at an old indentation.
func (f *formatter) moved(old, next int) int {
	if old == next {
		return f.top().new
	}
	for i := len(f.levels) - 1; i > 0; i-- {
		if l := f.levels[i]; l.old <= old {
			return l.new + (old-l.old+step-1)/step*step
		}
	}
	return 0
}

// line takes one line, with the lines that belong to its last value.
func (f *formatter) line() error {
	raw := strings.TrimRight(f.lines[f.next], " \t")
	f.next++
	content := strings.TrimLeft(raw, " ")
	switch {
	case content == "":
		if len(f.pending) > 0 {
			f.pending = append(f.pending, "")
		} else {
			f.blank = true
		}
		return nil
	case content[0] == '\t':
		return fmt.Errorf("line %d is indented with a tab", f.next)
	case content[0] == '#':
		if f.blank {
			f.pending = append(f.pending, "")
			f.blank = false
		}
		f.pending = append(f.pending, raw)
		return nil
	}
	old := len(raw) - len(content)
	if old == 0 && (strings.HasPrefix(content, "---") || strings.HasPrefix(content, "...") || content[0] == '%') {
		if strings.TrimLeft(content, "-. ") != "" && content[0] != '%' {
			return fmt.Errorf("line %d begins a document and a value at once", f.next)
		}
		f.levels = f.levels[:1]
		f.put(0, content, old)
		return nil
	}
	if content == "?" || strings.HasPrefix(content, "? ") {
		return fmt.Errorf("line %d has a key that is not a word", f.next)
	}
	f.enter(old, isItem(content))
	indent := f.top().new
	var head strings.Builder
	for isItem(content) { // the item's own content may begin on the same line
		rest := strings.TrimLeft(content[1:], " ")
		if rest == "" || rest[0] == '#' {
			break
		}
		inner := old + len(content) - len(rest)
		head.WriteString("- ")
		content, old = rest, inner
		if isItem(rest) || keyEnd(rest) >= 0 {
			f.levels = append(f.levels, level{old: inner, new: f.top().new + step, list: isItem(rest)})
		}
	}
	return f.value(indent, head.String(), content)
}

// enter leaves the levels that a line is not in, and begins a new one where it stands deeper. A list may stand where its
// key stands.
func (f *formatter) enter(old int, item bool) {
	for f.top().old > old || f.top().old == old && f.top().list && !item {
		f.levels = f.levels[:len(f.levels)-1]
	}
	if f.top().old < old || item && !f.top().list {
		f.levels = append(f.levels, level{old: old, new: f.top().new + step, list: item})
	}
}

// isItem reports whether a list item begins.
func isItem(content string) bool { return content == "-" || strings.HasPrefix(content, "- ") }

// keyEnd is the place after the colon of the key that a line begins with; negative where it begins with none.
func keyEnd(content string) int {
	i := 0
	switch content[0] {
	case '"', '\'':
		end := quoteEnd(content, 0)
		if end < 0 {
			return -1
		}
		i = end
	case '{', '[', '|', '>', '#':
		return -1
	}
	for ; i < len(content); i++ {
		switch {
		case content[i] == ':' && (i+1 == len(content) || content[i+1] == ' '):
			return i + 1
		case content[i] == '#' && i > 0 && content[i-1] == ' ':
			return -1
		}
	}
	return -1
}

// quoteEnd is the place after the closing quote; negative where the text ends before.
func quoteEnd(text string, from int) int {
	quote := text[from]
	for i := from + 1; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return -1
}

// value writes a line and what its value goes on with.
func (f *formatter) value(indent int, head, content string) error {
	holder := *f.top()
	at := 0
	if end := keyEnd(content); end >= 0 {
		at = end
	}
	for { // what stands before the value itself
		at += len(content[at:]) - len(strings.TrimLeft(content[at:], " "))
		if at < len(content) && (content[at] == '&' || content[at] == '!') {
			end := strings.IndexByte(content[at:], ' ')
			if end < 0 {
				at = len(content)
				break
			}
			at += end
			continue
		}
		break
	}
	old := holder.old
	if at == len(content) {
		f.put(indent, head+content, old)
		return nil
	}
	switch content[at] {
	case '#', '*':
		f.put(indent, head+content, old)
		return nil
	case '|', '>':
		f.put(indent, head+content, old)
		f.block(holder)
		return nil
	case '{', '[':
		return f.flow(indent, head, content, at, holder)
	case '"', '\'':
		return f.quoted(indent, head, content, at, holder)
	}
	f.put(indent, head+content, old)
	for f.next < len(f.lines) { // deeper lines after a plain value are more of it
		line := strings.TrimRight(f.lines[f.next], " \t")
		text := strings.TrimLeft(line, " ")
		if text == "" && f.goesOn(f.next, holder.old) {
			f.out = append(f.out, "")
			f.next++
			continue
		}
		if text == "" || text[0] == '#' || len(line)-len(text) <= holder.old || strings.Contains(content[at:], " #") {
			break
		}
		f.emit(strings.Repeat(" ", max(0, len(line)-len(text)+holder.new-holder.old)) + text)
		f.next++
	}
	return nil
}

// goesOn reports whether the next line with text stands deeper, and is no comment.
func (f *formatter) goesOn(from, old int) bool {
	for _, line := range f.lines[from:] {
		if text := strings.TrimLeft(line, " "); strings.TrimSpace(text) != "" {
			return text[0] != '#' && len(line)-len(text) > old
		}
	}
	return false
}

// block writes the lines of a block scalar: their indentation moves with what holds them, the rest stays.
func (f *formatter) block(holder level) {
	for f.next < len(f.lines) {
		line := f.lines[f.next]
		text := strings.TrimLeft(line, " ")
		switch indent := len(line) - len(text); {
		case strings.TrimSpace(line) == "" && indent <= holder.old+1:
			if !f.deeper(f.next, holder.old) {
				return
			}
			f.out = append(f.out, "")
		case indent <= holder.old && text != "":
			return
		default:
			f.out = append(f.out, strings.Repeat(" ", max(0, indent+holder.new-holder.old))+text)
		}
		f.next++
	}
}

// deeper reports whether the next line with text stands deeper than a level: it is still part of the block.
func (f *formatter) deeper(from, old int) bool {
	for _, line := range f.lines[from:] {
		if text := strings.TrimLeft(line, " "); strings.TrimSpace(text) != "" {
			return len(line)-len(text) > old
		}
	}
	return false
}

// quoted writes a quoted value, which may go over several lines.
func (f *formatter) quoted(indent int, head, content string, at int, holder level) error {
	first := true
	for {
		if end := quoteEnd(content, at); end >= 0 {
			f.rest(first, indent, head, content, holder)
			return nil
		}
		f.rest(first, indent, head, strings.TrimRight(content, " \t"), holder)
		if f.next >= len(f.lines) {
			return errors.New("a quoted text does not end")
		}
		line := f.lines[f.next]
		text := strings.TrimLeft(line, " ")
		f.next++
		// The rest is read as if its quote had just opened.
		content, at = string(content[at])+text, 0
		indent, head, first = max(0, len(line)-len(text)+holder.new-holder.old), "", false
	}
}

// rest writes a line of a quoted value; after the first, the quote that was put before it is taken off again.
func (f *formatter) rest(first bool, indent int, head, content string, holder level) {
	if first {
		f.put(indent, head+content, holder.old)
		return
	}
	if content = content[1:]; strings.TrimSpace(content) == "" {
		f.out = append(f.out, "")
		return
	}
	f.emit(strings.Repeat(" ", indent) + content)
}
