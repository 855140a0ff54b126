package specs

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Source is a policy's text: one tree of nodes made from its files, and the bases whose floors it has to keep.
type Source struct {
	// Entry is the file that Load was given, relative to the root.
	Entry string
	// Files are all files that were read, in the order read.
	Files []File
	root  *node
	bases []*node // each base as it stands without what extends it, the nearest first
	// secrets are what looked like one; no message may repeat them.
	secrets []string
}

// Size is the number of bytes of all files.
func (s *Source) Size() int {
	n := 0
	for _, f := range s.Files {
		n += len(f.Text)
	}
	return n
}

// File is one file of a policy.
type File struct {
	Name string // relative to the root, with slashes
	Text string
}

// Load reads a policy and everything that it extends and includes. fsys is the boundary: nothing outside it is read,
// and it must refuse symbolic links that lead out (os.Root does). The Source is nil where nothing could be read.
func Load(fsys fs.FS, entry string) (*Source, diag.List) {
	l := &loader{fsys: fsys, source: &Source{Entry: entry}}
	l.source.root = l.policy(named{entry, diag.Span{File: entry}}, nil)
	l.source.Mask(l.findings)
	l.findings.Sort()
	if l.source.root == nil {
		return nil, l.findings
	}
	return l.source, l.findings
}

type loader struct {
	fsys     fs.FS
	source   *Source
	findings diag.List
	nodes    int  // of all files
	bytes    int  // of all files
	crowded  bool // there are too many files, and that was said
	ahead    map[string]*looked
}

func (l *loader) add(at diag.Span, setting, format string, args ...any) {
	if !enough(&l.findings, at) {
		l.findings.Add("file", diag.Error, at, setting, format, args...)
	}
}

// read reads one file. at is the place that names it.
func (l *loader) read(name string, at diag.Span) *node {
	if len(l.source.Files) >= MaxFiles {
		if !l.crowded {
			l.add(at, "", "the policy is spread over more than %d files (MaxFiles); put several into one", MaxFiles)
		}
		l.crowded = true
		return nil
	}
	info, err := fs.Stat(l.fsys, name)
	switch {
	case err != nil:
		l.add(at, "", "%s cannot be read: %s", diag.Quote(name), reason(err))
		return nil
	case info.IsDir():
		l.add(at, "", "%s is a folder; name the policy file in it", diag.Quote(name))
		return nil
	case !info.Mode().IsRegular():
		l.add(at, "", "%s is not an ordinary file (%s)", diag.Quote(name), info.Mode().Type())
		return nil
	}
	f, err := l.fsys.Open(name)
	if err != nil {
		l.add(at, "", "%s cannot be read: %s", diag.Quote(name), reason(err))
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err != nil {
		l.add(at, "", "%s cannot be read: %s", diag.Quote(name), reason(err))
		return nil
	}
	data = []byte(strings.TrimPrefix(string(data), "\uFEFF")) // a byte order mark says nothing in UTF-8
	if l.bytes += len(data); l.bytes > MaxPolicyBytes {
		l.add(at, "", "%s: the files of the policy have more than %d bytes together (MaxPolicyBytes); leave parts out", diag.Quote(name), MaxPolicyBytes)
		return nil
	}
	l.source.Files = append(l.source.Files, File{Name: name, Text: string(data)})
	known, ok := l.ahead[name]
	delete(l.ahead, name)
	if !ok || known.text != string(data) {
		known = lookAt(name, string(data))
	}
	for _, found := range known.secrets {
		l.source.secret(&l.findings, found, "")
	}
	var root *node
	if r := newReader(name, &l.findings, &l.nodes); r.readable(data) {
		root = r.root(data, known.yaml())
	}
	if root != nil && root.kind != mappingNode {
		l.findings.Add("format", diag.Error, root.at, "", "a policy is a mapping that begins with \"tokenbook: v1\"; this is %s", root.describe())
		return nil
	}
	return root
}

// escapes is what os.Root says of a link that leads out of it; the error itself has no name.
const escapes = "path escapes from parent"

// reason is the part of a file error that says why, without the path that the message names already.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file"
	}
	if text := err.Error(); text != escapes {
		return text
	}
	return "it leads out of the folder that the policy may reach (--root names a wider one)"
}

// policy reads a policy file with what it includes and extends. chain are the files on the way here.
func (l *loader) policy(file named, chain []string) *node {
	name := file.name
	root := l.read(name, file.at)
	if root == nil {
		return nil
	}
	chain = append(chain, name)
	includes := l.names(root, "include", name)
	l.lookAhead(includes)
	for _, include := range includes {
		part := l.part(include, chain)
		if part == nil {
			continue
		}
		root = l.unite(root, part, infoOf(reflect.TypeFor[Document]()), "")
	}
	for _, extends := range l.names(root, "extends", name) {
		if len(chain) > MaxExtends {
			l.add(extends.at, "extends", "more than %d policies extend one another (MaxExtends)", MaxExtends)
			break
		}
		if l.repeats(extends, chain, "extends") {
			continue
		}
		base := l.policy(extends, chain)
		if base == nil {
			continue
		}
		l.source.bases = append([]*node{base}, l.source.bases...)
		root = overlay(base, root, infoOf(reflect.TypeFor[Document]()))
	}
	return root
}

// named is a file that another file names.
type named struct {
	name string
	at   diag.Span
}

// names are the files under a key, as paths from the root; what leads out of the boundary is a finding.
func (l *loader) names(root *node, key, from string) []named {
	n := root.get(key)
	if n == nil {
		return nil
	}
	items := []*node{n}
	if n.kind == sequenceNode {
		items = n.items
	}
	var out []named
	for _, item := range items {
		if l.crowded {
			break
		}
		if item.kind != scalarNode || item.null {
			continue // the decoder says what is wrong with it
		}
		text := item.text
		if !item.quoted && (text == wordNone || text == wordUndecided) {
			continue
		}
		full := path.Join(path.Dir(from), text)
		switch {
		case strings.Contains(text, "://"):
			l.add(item.at, key, "%s: %s is an address; nothing is fetched. Keep a copy beside the policy and name its path", key, diag.Quote(text))
		case path.IsAbs(text), strings.Contains(text, `\`), len(text) > 1 && text[1] == ':':
			l.add(item.at, key, "%s: %s is not a relative path with slashes; write it relative to this file, such as ../base.yaml", key, diag.Quote(text))
		case !fs.ValidPath(full) || full == ".":
			l.add(item.at, key, "%s: %s leads out of the policy's folder; give --root a folder that holds both", key, diag.Quote(text))
		default:
			out = append(out, named{full, item.at})
		}
	}
	return out
}

func (l *loader) repeats(n named, chain []string, key string) bool {
	for _, c := range chain {
		if c == n.name {
			l.add(n.at, key, "%s: %s leads back to itself: %s", key, diag.Quote(n.name), strings.Join(append(chain, n.name), " → "))
			return true
		}
	}
	return false
}

// part reads an included file, with what it includes in turn.
func (l *loader) part(include named, chain []string) *node {
	if l.repeats(include, chain, "include") {
		return nil
	}
	root := l.read(include.name, include.at)
	if root == nil {
		return nil
	}
	chain = append(chain[:len(chain):len(chain)], include.name)
	for _, inner := range l.names(root, "include", include.name) {
		if part := l.part(inner, chain); part != nil {
			root = l.unite(root, part, infoOf(reflect.TypeFor[Document]()), "")
		}
	}
	if e := root.get("extends"); e != nil {
		l.add(e.at, "extends", "an included file cannot extend another policy; write `extends` in the file that includes this one")
	}
	return root
}

// unite adds the settings of an included part. Structures and collections are joined; the same setting written twice
// is a finding, for neither place outranks the other.
func (l *loader) unite(a, b *node, info *typeInfo, at string) *node {
	out := *a
	out.pairs = append([]pair(nil), a.pairs...)
	have := out.index()
	for _, p := range b.pairs {
		if at == "" && (p.key == "include" || p.key == "extends") {
			continue
		}
		i, ok := have[p.key]
		if !ok {
			have[p.key] = len(out.pairs)
			out.pairs = append(out.pairs, p)
			continue
		}
		inner := info.inside(p.key)
		full := join(at, p.key)
		switch {
		case at == "" && p.key == "tokenbook" && out.pairs[i].value.text == p.value.text:
		case inner != nil && inner.joins() && out.pairs[i].value.kind == mappingNode && p.value.kind == mappingNode:
			out.pairs[i].value = l.unite(out.pairs[i].value, p.value, inner, full)
		case inner != nil && inner.kind == listType && out.pairs[i].value.kind == sequenceNode && p.value.kind == sequenceNode:
			list := *out.pairs[i].value
			list.items = append(append([]*node(nil), list.items...), p.value.items...)
			out.pairs[i].value = &list
		case enough(&l.findings, p.keyAt):
		default:
			f := l.findings.Add("duplicate", diag.Error, p.keyAt, full, "%s is written here and at %s; keep one", full, out.pairs[i].keyAt)
			f.Related = []diag.Related{{At: out.pairs[i].keyAt, Message: "the other place"}}
		}
	}
	return &out
}

// joins reports whether two statements of such a setting are merged rather than one replacing the other.
func (info *typeInfo) joins() bool {
	return info.kind == mapType || info.kind == structType && info.section
}

// inside is the type of what stands under a key, or nil.
func (info *typeInfo) inside(key string) *typeInfo {
	switch info.kind {
	case structType:
		if f := info.byName[key]; f != nil {
			return f.info()
		}
	case mapType:
		return info.mapElem()
	case plainType, valueType, listType, selectorType, rawType:
	}
	return nil
}

// overlay lays a policy over its base: sections and collections are merged setting by setting, every other setting
// of the base is replaced whole. What was replaced stays known as a place.
func overlay(base, over *node, info *typeInfo) *node {
	base, over = info.long(base), info.long(over)
	if !info.joins() || base.kind != mappingNode || over.kind != mappingNode {
		out := *over
		out.via = slices.Concat(over.via, []diag.Span{base.at}, base.via)
		return &out
	}
	out := &node{kind: mappingNode, at: over.at, via: slices.Concat(over.via, []diag.Span{base.at}, base.via)}
	theirs, ours := base.index(), over.index()
	for _, p := range base.pairs {
		i, ok := ours[p.key]
		if !ok {
			out.pairs = append(out.pairs, p)
			continue
		}
		keyAt, mine := over.pairs[i].keyAt, over.pairs[i].value
		switch {
		case p.key == keyVariants && info.section:
			p.value = overlayVariants(p.value, mine)
			out.pairs = append(out.pairs, p)
		default:
			if inner := info.inside(p.key); inner != nil {
				mine = overlay(p.value, mine, inner)
			}
			out.pairs = append(out.pairs, pair{key: p.key, keyAt: keyAt, value: mine})
		}
	}
	for _, p := range over.pairs {
		if _, ok := theirs[p.key]; !ok {
			out.pairs = append(out.pairs, p)
		}
	}
	return out
}

// long writes a section's short form out, so that what one file writes short and another long can be merged.
func (info *typeInfo) long(n *node) *node {
	if !info.section || info.short == nil || n.null || n.state() != Set {
		return n
	}
	out := &node{kind: mappingNode, at: n.at, via: n.via}
	if n.kind != mappingNode || new(decoder).isShort(n, info) {
		out.pairs = []pair{{key: info.short.name, keyAt: n.at, value: n}}
		return out
	}
	for _, p := range n.pairs {
		if p.key == keyIs && p.value.state() == Set {
			p.key = info.short.name
		}
		out.pairs = append(out.pairs, p)
	}
	return out
}

// index is where the pairs of a mapping stand, by key.
func (n *node) index() map[string]int {
	out := make(map[string]int, len(n.pairs))
	for i := range n.pairs {
		out[n.pairs[i].key] = i
	}
	return out
}

// overlayVariants joins the variants of a base and of what extends it; one with the same id replaces the base's.
func overlayVariants(base, over *node) *node {
	if base.kind != sequenceNode || over.kind != sequenceNode {
		return over
	}
	out := &node{kind: sequenceNode, at: over.at, via: append(over.via, base.at)}
	mine := map[string]bool{}
	for _, v := range over.items {
		if id := v.get(keyID); id != nil {
			mine[id.text] = true
		}
	}
	for _, v := range base.items {
		if id := v.get(keyID); id == nil || !mine[id.text] {
			out.items = append(out.items, v)
		}
	}
	out.items = append(out.items, over.items...)
	return out
}

// Parse turns a policy's text into a Document and says everything that is wrong with its form.
func Parse(s *Source) (*Document, diag.List) {
	var findings diag.List
	doc := decodeDocument(s.root, &findings)
	findings.Sort()
	return doc, findings
}

func decodeDocument(root *node, findings *diag.List) *Document {
	doc := new(Document)
	d := &decoder{findings: findings}
	d.decode("", root, reflect.ValueOf(doc).Elem(), "")
	return doc
}
