package contract

import "slices"

// Object is a mapping whose members keep the order in which they were set. The zero Object is empty and ready.
//
// Values are *Object, Array, string, bool, int, int64, float64 or nil; the writers show any other as null.
type Object struct{ members []member }

type member struct {
	key   string
	value any
	note  string // a comment for readers of the YAML
}

// Array is a sequence of values.
type Array []any

// Set gives a member its value, in its old place if there is one, else at the end. It returns the object.
func (o *Object) Set(key string, value any) *Object {
	for i := range o.members {
		if o.members[i].key == key {
			o.members[i].value = value
			return o
		}
	}
	o.members = append(o.members, member{key: key, value: value})
	return o
}

// Note puts a comment behind a member's key or plain value in YAML; a member that is not there gets none. JSON has no comments.
func (o *Object) Note(key, comment string) *Object {
	for i := range o.members {
		if o.members[i].key == key {
			o.members[i].note = comment
		}
	}
	return o
}

// Fill is Set for values that say something: an empty text, object or array, false and nil are left out, since
// their absence means the same.
func (o *Object) Fill(key string, value any) *Object {
	switch v := value.(type) {
	case nil:
		return o
	case string:
		if v == "" {
			return o
		}
	case bool:
		if !v {
			return o
		}
	case *Object:
		if v.Len() == 0 {
			return o
		}
	case Array:
		if len(v) == 0 {
			return o
		}
	}
	return o.Set(key, value)
}

// Get is the value of a member, or nil.
func (o *Object) Get(key string) any {
	if o == nil {
		return nil
	}
	for i := range o.members {
		if o.members[i].key == key {
			return o.members[i].value
		}
	}
	return nil
}

// Object is the member of that name where it is an object, else nil.
func (o *Object) Object(key string) *Object {
	v, _ := o.Get(key).(*Object)
	return v
}

// Has reports whether there is a member of that name.
func (o *Object) Has(key string) bool {
	return o != nil && slices.ContainsFunc(o.members, func(m member) bool { return m.key == key })
}

// Delete removes a member.
func (o *Object) Delete(key string) {
	if o == nil {
		return
	}
	o.members = slices.DeleteFunc(o.members, func(m member) bool { return m.key == key })
}

// Len is the number of members.
func (o *Object) Len() int {
	if o == nil {
		return 0
	}
	return len(o.members)
}

// Keys are the names of the members, in order.
func (o *Object) Keys() []string {
	if o == nil {
		return nil
	}
	out := make([]string, len(o.members))
	for i := range o.members {
		out[i] = o.members[i].key
	}
	return out
}

// Of makes an array of values that are all of one type.
func Of[T any](values ...T) Array {
	out := make(Array, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// Ref is a reference to a component of the same document: kind is schemas, responses, headers, …
func Ref(kind, name string) *Object {
	return new(Object).Set("$ref", "#/components/"+kind+"/"+name)
}
