package policy

import (
	"unicode"
	"unicode/utf8"

	"github.com/rdnsmgr/rdnsmgr/internal/policy/uts39"
)

// international checks the labels that have characters beyond ASCII, whatever
// they resemble: no honest label needs what is refused here. The public suffix
// is not the customer's doing.
func (j *judge) international() {
	s := &j.s
	if s.unicode == nil {
		return
	}
	for i := range s.icann {
		if s.international(i) {
			j.characters(s.unicode[i])
			j.scripts(s.unicode[i])
			j.wholeScript(s.unicode[i])
			j.digits(s.unicode[i])
			j.patterns(s.unicode[i])
		}
	}
}

// characters reports what names in everyday use do not have: symbols, emoji,
// phonetic and historic letters. IDNA permits many of them.
func (j *judge) characters(label string) {
	for _, r := range label {
		if r >= utf8.RuneSelf && !uts39.Allowed(r) {
			j.found(IdentifierStatus, "the character "+quote(string(r))+" in "+quote(label))
			return
		}
	}
}

var (
	scriptLatin = uts39.Of("Latn")
	scriptCJK   = uts39.Of("Hani", "Hira", "Kana", "Bopo", "Hang")
)

// scripts reports labels that mix scripts otherwise than Japanese, Chinese or
// Korean do, and those that mix them with Latin letters beyond a to z.
func (j *judge) scripts(label string) {
	if !uts39.HighlyRestrictive(label) || accented(label) && uts39.Resolve(label).Empty() {
		j.found(MixedScript, "the label "+quote(label))
	}
}

// accented tells whether a label has Latin letters beyond a to z.
func accented(label string) bool {
	for _, r := range label {
		if r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return false
}

// digits reports labels with the digits of two scripts, and labels of digits
// and letters that pass for digits, such as 12з.
func (j *judge) digits(label string) {
	zero, letters, others := rune(-1), false, false
	for _, r := range label {
		switch {
		case unicode.Is(unicode.Nd, r):
			z := zeroOf(r)
			if zero >= 0 && z != zero {
				j.found(DigitLookalike, "two kinds of digits in "+quote(label))
				return
			}
			zero = z
		case passesForDigit(r):
			letters = true
		case r != '-':
			others = true
		}
	}
	if zero >= 0 && letters && !others {
		j.found(DigitLookalike, "letters that look like digits in "+quote(label))
	}
}

// zeroOf returns the digit zero of the row of digits that r is in. Unicode keeps
// the ten digits of a script together and in order.
func zeroOf(r rune) rune {
	for z := r; ; z-- {
		if r-z == 9 || !unicode.Is(unicode.Nd, z-1) {
			return z
		}
	}
}

// passesForDigit tells whether a letter beyond ASCII looks like a digit.
func passesForDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	l := appendLatin(nil, r)
	return len(l) == 1 && (digit(l[0]) || l[0] == 'o' || l[0] == 'l')
}
