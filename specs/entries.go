package specs

import (
	"reflect"
	"strings"
	"sync"
)

// entryIndexes finds the entries of large collections by name, for a document that no longer changes: emitters ask for
// each client of two thousand, many times. The nil index looks at one entry after the other.
type entryIndexes struct{ made sync.Map } // of the first entry's address -> *entryIndex

// entryIndex is where the entries of one collection stand.
type entryIndex struct {
	at    map[string]int
	parts int // of the name with most dots
}

// worthAnIndex is the number of entries from which an index pays.
const worthAnIndex = 16

// of is the index of a Map's entries; nil where there is none.
func (x *entryIndexes) of(entries reflect.Value) *entryIndex {
	if x == nil || entries.Len() < worthAnIndex {
		return nil
	}
	key := entries.UnsafePointer()
	if have, ok := x.made.Load(key); ok {
		return have.(*entryIndex)
	}
	made := &entryIndex{at: make(map[string]int, entries.Len())}
	for i := range entries.Len() {
		id := entries.Index(i).Field(entryID).String()
		made.at[id] = i
		made.parts = max(made.parts, strings.Count(id, ".")+1)
	}
	x.made.Store(key, made)
	return made
}

// find is the position of an entry; negative where there is none.
func (x *entryIndexes) find(entries reflect.Value, id string) int {
	if index := x.of(entries); index != nil {
		if i, ok := index.at[id]; ok {
			return i
		}
		return -1
	}
	for i := range entries.Len() {
		if entries.Index(i).Field(entryID).String() == id {
			return i
		}
	}
	return -1
}

// longest is how many of the parts make the longest name that a Map has; at least one.
func (x *entryIndexes) longest(m reflect.Value, parts []string) int {
	entries := m.Field(payload)
	most := len(parts)
	if index := x.of(entries); index != nil {
		most = min(most, index.parts)
	}
	for n := most; n > 1; n-- {
		if x.find(entries, strings.Join(parts[:n], ".")) >= 0 {
			return n
		}
	}
	return 1
}

// walk follows a path below v.
func (x *entryIndexes) walk(v reflect.Value, segments []string) (reflect.Value, bool) {
	for _, s := range segments {
		info := infoOf(v.Type())
		switch info.kind {
		case structType:
			f := info.byName[s]
			if f == nil {
				return v, false
			}
			v = v.Field(f.index)
		case mapType:
			entries := v.Field(payload)
			i := x.find(entries, s)
			if i < 0 {
				return v, false
			}
			v = entries.Index(i).Field(entryV)
		case listType:
			items := v.Field(payload)
			i, ok := parseIndex(s)
			if !ok || i >= items.Len() {
				return v, false
			}
			v = items.Index(i)
		case plainType, valueType, selectorType, rawType:
			return v, false
		}
	}
	return v, true
}
