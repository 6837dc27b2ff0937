package rdnsmgr

import (
	"reflect"
	"sync/atomic"
)

// A hidden struct has no name outside of its package. What stands in one of its
// fields, which is an interface, can be looked at all the same.
type hidden struct {
	pkg, name, field string

	known atomic.Pointer[hiddenType]
}

type hiddenType struct {
	reflect.Type     // pointer to the struct
	index        int // of the field
}

// inside returns what the field holds if a value points to such a struct.
func (h *hidden) inside(value any) (content reflect.Value, ok bool) {
	v := reflect.ValueOf(value)
	if !v.IsValid() || v.Kind() != reflect.Pointer {
		return content, false
	}
	known := h.known.Load()
	if known == nil || known.Type != v.Type() {
		if known = h.recognise(v.Type()); known == nil {
			return content, false
		}
		h.known.Store(known)
	}
	content = v.Elem().Field(known.index).Elem()
	return content, content.IsValid()
}

// recognise returns what there is to know about a type, or nil when it is another
// one, or no longer what it was.
func (h *hidden) recognise(t reflect.Type) *hiddenType {
	of := t.Elem()
	if of.Kind() != reflect.Struct || of.Name() != h.name || of.PkgPath() != h.pkg {
		return nil
	}
	field, ok := of.FieldByName(h.field)
	if !ok || len(field.Index) != 1 || field.Type.Kind() != reflect.Interface {
		return nil
	}
	return &hiddenType{t, field.Index[0]}
}
