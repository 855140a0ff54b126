package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// ManifestName is the path of the manifest in every output folder.
const ManifestName = "manifest.json"

// manifestFormat is the version of the manifest that this program writes and reads.
const manifestFormat = 1

// Manifest says what an output folder holds and where it came from. It is the only
// output that depends on the version of the program, and the list by which a later
// build tells generated files from others.
type Manifest struct {
	Format int
	Tool   string
	Date   string
	Policy []Field
	Files  []Entry // sorted by path; the manifest itself is not among them
}

// Entry is one generated file: its path as in File, the SHA-256 of its bytes in
// lower-case hex, and its size in bytes.
type Entry struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// ReadManifest reads the manifest of an output folder. The error wraps
// fs.ErrNotExist if there is none, and is an *Error if it is not one of ours.
func ReadManifest(dir string) (*Manifest, error) {
	path := filepath.Join(dir, ManifestName)
	data, err := operating{}.ReadFile(path)
	if err != nil {
		return nil, fault(path, "read the manifest", err)
	}
	m, err := parseManifest(data)
	if err != nil {
		return nil, notOurs(path, err)
	}
	return m, nil
}

func notOurs(path string, err error) *Error {
	return &Error{Path: path, Problem: "this is not a manifest of a build: " + err.Error(),
		Advice: "restore the file; or, if nothing in the folder is your own, delete the folder; or choose another folder", Err: err}
}

// target is what a folder shall hold: the files by path, and the manifest.
type target struct {
	files    []File // sorted by path, without the manifest
	sums     map[string]string
	manifest []byte
}

func newTarget(files []File, opt Options) (target, error) {
	all := append(slices.Clone(files), File{Path: ManifestName})
	if err := CheckPaths(all); err != nil {
		return target{}, err
	}
	t := target{files: all[:len(files)], sums: make(map[string]string, len(files))}
	slices.SortFunc(t.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	m := Manifest{Format: manifestFormat, Tool: opt.Tool, Date: opt.Date, Policy: opt.Policy}
	for _, f := range t.files {
		t.sums[f.Path] = digest(f.Data)
		m.Files = append(m.Files, Entry{f.Path, t.sums[f.Path], int64(len(f.Data))})
	}
	t.manifest = m.bytes()
	return t, nil
}

// paths lists every path of the target, the manifest among them, sorted.
func (t target) paths() []string {
	list := []string{ManifestName}
	for _, f := range t.files {
		list = append(list, f.Path)
	}
	slices.Sort(list)
	return list
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// bytes writes the manifest, the same bytes for the same content, with one line per
// file so that a diff names the files that changed.
func (m Manifest) bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"format\": %d,\n  \"tool\": %s,\n  \"date\": %s,\n  \"policy\": {", m.Format, quote(m.Tool), quote(m.Date))
	for i, f := range m.Policy {
		fmt.Fprintf(&b, "%s\n    %s: %s", comma(i), quote(f.Name), quote(f.Value))
	}
	if len(m.Policy) > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("},\n  \"files\": [")
	for i, f := range m.Files {
		fmt.Fprintf(&b, "%s\n    {\"path\": %s, \"sha256\": %s, \"size\": %d}", comma(i), quote(f.Path), quote(f.SHA256), f.Size)
	}
	if len(m.Files) > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("]\n}\n")
	return b.Bytes()
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// quote writes a JSON string. Markup is not escaped, since a manifest is no page.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// A string always encodes; bytes that are no text become U+FFFD.
	_ = e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}

// parseManifest reads what bytes wrote, and refuses whatever a build cannot have
// written: the manifest of another program, one with conflict markers, one that
// lists paths outside of the folder.
func parseManifest(data []byte) (*Manifest, error) {
	var m struct {
		Format int     `json:"format"`
		Tool   string  `json:"tool"`
		Date   string  `json:"date"`
		Policy fields  `json:"policy"`
		Files  []Entry `json:"files"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more text after its end")
	}
	if m.Format != manifestFormat {
		return nil, fmt.Errorf("its format is %d; this program knows format %d", m.Format, manifestFormat)
	}
	seen := names{}
	for _, e := range m.Files {
		if err := seen.add(e.Path); err != nil {
			return nil, err
		}
		if strings.EqualFold(e.Path, ManifestName) {
			return nil, errors.New("it lists itself")
		}
	}
	return &Manifest{m.Format, m.Tool, m.Date, m.Policy, m.Files}, nil
}

// fields reads a JSON object of strings and keeps its order.
type fields []Field

// UnmarshalJSON reads one object whose values are all strings.
func (f *fields) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.New("policy is not an object")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var value string
		if err := d.Decode(&value); err != nil {
			return err
		}
		*f = append(*f, Field{key.(string), value})
	}
	return nil
}

// previous reads the manifest of the last build; nil if there was none.
func previous(sys system, root string) (*Manifest, error) {
	path := filepath.Join(root, ManifestName)
	data, err := sys.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault(path, "read the manifest of the last build", err)
	}
	m, err := parseManifest(data)
	if err != nil {
		return nil, notOurs(path, err)
	}
	return m, nil
}
