package uts39

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// AppendSkeleton appends to dst the skeleton of s (UTS 39, section 4): two
// strings look alike if their skeletons are equal. A skeleton is for comparing
// only. It is no identifier, and it is not in lower case: the prototype of "0"
// is "O", that of "m" is "rn".
func AppendSkeleton(dst []byte, s string) []byte {
	if ascii(s) {
		for i := range len(s) {
			dst = appendPrototype(dst, rune(s[i]))
		}
		return dst
	}
	var mapped []byte
	for _, r := range norm.NFD.String(s) {
		if !ignorable(r) {
			mapped = appendPrototype(mapped, r)
		}
	}
	return norm.NFD.Append(dst, mapped...)
}

func appendPrototype(dst []byte, r rune) []byte {
	if p := Prototype(r); p != "" {
		return append(dst, p...)
	}
	return utf8.AppendRune(dst, r)
}

// ascii tells whether normalisation changes nothing because s has no character
// beyond ASCII.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
