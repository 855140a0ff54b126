package specs

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"
)

// shapeKind is the way in which a type of the format is written.
type shapeKind uint8

const (
	plainType    shapeKind = iota // a scalar: text, bool, word, reference
	valueType                     // Value[T]
	listType                      // List[T]
	mapType                       // Map[T]
	structType                    // a structure with a Mark
	selectorType                  // a condition
	rawType                       // any YAML
)

// typeInfo is what the decoder, the schema and the reference know of a Go type.
type typeInfo struct {
	kind    shapeKind
	typ     reflect.Type
	name    string    // of the Go type, without type arguments
	elem    *typeInfo // of Value, List, Map
	fields  []fieldInfo
	byName  map[string]*fieldInfo
	short   *fieldInfo // the field whose value can stand for the whole
	section bool       // may have variants

	words      *vocabulary // of an enumeration
	shape      *shape      // of a scalar with a shape
	pattern    *regexp.Regexp
	collection string // of a reference
}

// fieldInfo is one setting of a structure.
type fieldInfo struct {
	name   string // as authors write it
	goName string
	index  int
	typ    reflect.Type
	short  bool
	must   bool
	key    string // of a Map: what its keys are
	floor  string // the direction in which a floor lets it move
	names  string // collections that its text must name an entry of
	words  bool   // its text is a path of the policy, or words
	req    []string
}

func (f *fieldInfo) info() *typeInfo { return infoOf(f.typ) }

// Where reflection finds what Value, List, Map and Entry hold: by position, for looking fields up by name is most of
// the cost of a walk. TestPositions holds the numbers to the types.
const (
	payload = 1 // V of a Value, Items of a List, Entries of a Map: what follows the Mark
	entryID = 0
	entryAt = 1
	entryV  = 2
)

type (
	valueKind interface{ valueKind() }
	listKind  interface{ listKind() }
	mapKind   interface{ mapKind() }
)

func (*Value[T]) valueKind() {}
func (*List[T]) listKind()   {}
func (*Map[T]) mapKind()     {}

var (
	valueIface     = reflect.TypeFor[valueKind]()
	listIface      = reflect.TypeFor[listKind]()
	mapIface       = reflect.TypeFor[mapKind]()
	sectionIface   = reflect.TypeFor[sectioned]()
	scalarIface    = reflect.TypeFor[scalar]()
	describedIface = reflect.TypeFor[described]()
	wordsIface     = reflect.TypeFor[enumerated]()
	refIface       = reflect.TypeFor[reference]()
	selectorT      = reflect.TypeFor[Selector]()
	rawT           = reflect.TypeFor[Raw]()
	markT          = reflect.TypeFor[Mark]()
	sectionT       = reflect.TypeFor[Section]()
)

// infos remembers what reflection found; the types never change while the program runs.
var infos sync.Map

func infoOf(t reflect.Type) *typeInfo {
	if have, ok := infos.Load(t); ok {
		return have.(*typeInfo)
	}
	info := makeInfo(t)
	have, _ := infos.LoadOrStore(t, info)
	return have.(*typeInfo)
}

func makeInfo(t reflect.Type) *typeInfo {
	info := &typeInfo{typ: t, name: t.Name()}
	info.name, _, _ = strings.Cut(info.name, "[")
	ptr := reflect.PointerTo(t)
	switch {
	case t == selectorT:
		info.kind = selectorType
	case t == rawT:
		info.kind = rawType
	case ptr.Implements(valueIface):
		info.kind, info.elem = valueType, infoOf(field(t, "V"))
	case ptr.Implements(listIface):
		info.kind, info.elem = listType, infoOf(field(t, "Items").Elem())
	case ptr.Implements(mapIface):
		info.kind, info.elem = mapType, nil // through field V of Entry; lazily, for structures may contain themselves
	case t.Kind() == reflect.Struct && !ptr.Implements(scalarIface) && !t.Implements(describedIface):
		info.kind = structType
		info.section = ptr.Implements(sectionIface)
		info.readFields(t)
	default:
		info.readPlain(t, ptr)
	}
	return info
}

func field(t reflect.Type, name string) reflect.Type {
	f, _ := t.FieldByName(name)
	return f.Type
}

// mapElem is the type of a Map's members.
func (info *typeInfo) mapElem() *typeInfo {
	return infoOf(field(field(info.typ, "Entries").Elem(), "V"))
}

// listElem is the type of a List's members.
func (info *typeInfo) member() *typeInfo {
	if info.kind == mapType {
		return info.mapElem()
	}
	return info.elem
}

func (info *typeInfo) readFields(t reflect.Type) {
	info.byName = map[string]*fieldInfo{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && (f.Type == markT || f.Type == sectionT) || !f.IsExported() {
			continue
		}
		name, short := strings.CutSuffix(f.Tag.Get("yaml"), ",short")
		info.fields = append(info.fields, fieldInfo{
			name: name, goName: f.Name, index: i, typ: f.Type, short: short, must: f.Tag.Get("must") == "true",
			key: f.Tag.Get("key"), floor: f.Tag.Get("floor"),
			names: f.Tag.Get("names"), words: f.Tag.Get("text") == "path or words", req: strings.Fields(f.Tag.Get("req")),
		})
	}
	for i := range info.fields {
		f := &info.fields[i]
		info.byName[f.name] = f
		if f.short {
			info.short = f
		}
	}
}

func (info *typeInfo) readPlain(t, ptr reflect.Type) {
	zero := reflect.Zero(t).Interface()
	if t.Implements(wordsIface) {
		words := zero.(enumerated).vocabulary()
		info.words = &words
	}
	if t.Implements(describedIface) {
		s := zero.(described).shape()
		info.shape = &s
		if s.pattern != "" && !ptr.Implements(scalarIface) {
			info.pattern = regexp.MustCompile(s.pattern)
		}
	}
	if t.Implements(refIface) {
		info.collection = zero.(reference).collection()
	}
}

// parse sets a plain value from its text.
func (info *typeInfo) parse(text string, v reflect.Value) error {
	if s, ok := v.Addr().Interface().(scalar); ok {
		return s.parse(text)
	}
	switch {
	case v.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Errorf("is neither true nor false; write true or false")
		}
		v.SetBool(text == "true")
		return nil
	case info.pattern != nil && !info.pattern.MatchString(text):
		return fmt.Errorf("is not %s; write %s, such as %s", article(info.shape.name), info.shape.means, info.shape.examples[0])
	}
	v.SetString(text)
	return nil
}
