package policy

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// toLatin returns a label of any script in the Latin letters that it looks
// like: marks are dropped, every letter is replaced by what it looks like, and
// what looks like nothing Latin stays. ASCII is kept as it is, for the digit 1
// may well be meant as such.
//
// The skeleton of UTS 39 alone would not do. It keeps marks, its prototypes are
// not in lower case ("0" becomes "O"), and its data keep apart what readers do
// not.
func toLatin(label string) string {
	if ascii(label) {
		return label
	}
	var dst []byte
	for _, r := range norm.NFD.String(label) {
		dst = appendLatin(dst, r)
	}
	return string(dst)
}

// appendLatin appends what one character looks like.
func appendLatin(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(dst, byte(r))
	}
	if what, ok := extraLooks[unicode.ToLower(r)]; ok {
		return append(dst, what...)
	}
	if unicode.Is(unicode.Mn, r) {
		return dst
	}
	proto := uts39.Prototype(r)
	if proto == "" {
		return utf8.AppendRune(dst, r)
	}
	for _, p := range norm.NFD.String(proto) {
		p = unicode.ToLower(p)
		switch what, ok := extraLooks[p]; {
		case ok:
			dst = append(dst, what...)
		case !unicode.Is(unicode.Mn, p):
			dst = utf8.AppendRune(dst, p)
		}
	}
	return dst
}
