package specs

import (
	"bytes"
	"io"
	"io/fs"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/parallel"
)

// looked is what can be found in the text of one file without looking at any other.
type looked struct {
	text    string
	secrets []secretAt
	decoded *decoded // nil where nobody asked yet
}

func lookAt(name, text string) *looked {
	return &looked{text: text, secrets: findSecrets(name, text)}
}

func (k *looked) yaml() *decoded {
	if k.decoded == nil {
		k.decoded = decodeYAML([]byte(k.text))
	}
	return k.decoded
}

// lookAhead looks at files side by side before they are read in their order. It decides nothing: a file that it cannot
// read, or that has another text by the time it is read, is looked at then.
func (l *loader) lookAhead(files []named) {
	if len(files) < 2 {
		return
	}
	found := make([]*looked, len(files))
	total := 0
	for i := range files {
		data, ok := l.peek(files[i].name)
		if total += len(data); !ok || total > MaxPolicyBytes || i > MaxFiles {
			continue
		}
		found[i] = &looked{text: string(bytes.TrimPrefix(data, []byte("\uFEFF")))}
	}
	tasks := make([]func(), 0, len(files))
	for i, k := range found {
		if k == nil {
			continue
		}
		tasks = append(tasks, func() {
			k.secrets = findSecrets(files[i].name, k.text)
			if newReader(files[i].name, new(diag.List), new(int)).readable([]byte(k.text)) {
				k.yaml()
			}
		})
	}
	parallel.Do(tasks...)
	if l.ahead == nil {
		l.ahead = map[string]*looked{}
	}
	for i, k := range found {
		if k != nil {
			l.ahead[files[i].name] = k
		}
	}
}

// peek is the text of an ordinary file.
func (l *loader) peek(name string) (data []byte, ok bool) {
	if info, err := fs.Stat(l.fsys, name); err != nil || !info.Mode().IsRegular() || info.Size() > MaxFileBytes {
		return nil, false
	}
	f, err := l.fsys.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err = io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	return data, err == nil && len(data) <= MaxFileBytes
}
