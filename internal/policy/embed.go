package policy

import "strings"

// embedded reports names in which a protected domain stands in full left of
// another one, as in paypal.com.example.net: readers stop early. Hyphens count
// as dots do (www-paypal-com.example.net, paypal.com-id7.net), and so do names
// without either (paypalcom.example.net).
func (j *judge) embedded() {
	s := &j.s
	if s.icann <= 0 || j.p.carriers.has(s.from(s.icann-1)) {
		return
	}
	var buf [maxLabel]byte
	for i := range s.icann {
		rest := s.plain(i)
		for first := true; ; first = false {
			word, after, more := strings.Cut(rest, "-")
			if word != "" && len(word) <= maxLabel {
				j.wordAt(i, first, after, more, appendLook(buf[:0], word))
			}
			if !more {
				break
			}
			rest = after
		}
	}
}

// wordAt judges a word of label i, whose look is l, that may begin a protected
// domain. after is the rest of the label behind a hyphen, if there is more.
func (j *judge) wordAt(i int, first bool, after string, more bool, l []byte) {
	x := j.p.brands
	for _, k := range x.byFirst[string(l)] {
		b := &x.brands[k]
		whole, ok := j.follows(b, i, after, more)
		if ok && (whole && first || b.hyphens()) && !j.sameCore(b) {
			j.report(EmbeddedName, b)
		}
	}
	for _, k := range x.byGlued[string(l)] {
		if b := &x.brands[k]; (b.hyphens() || b.zone) && len(b.core) >= lookCore && !j.sameCore(b) {
			j.report(EmbeddedName, b)
		}
	}
}

// hyphens tells whether b is recognised with hyphens for dots. In words and
// short names that is a coincidence too often (mail-ru, web-de).
func (b *brand) hyphens() bool {
	return b.zone || b.kind == Distinct || b.kind == Word && len(b.core) >= typoCore
}

// sameCore tells whether the name is registered under the core of b itself, as
// google.com.br is: that is another matter.
func (j *judge) sameCore(b *brand) bool {
	return j.s.plain(j.s.icann-1) == b.core && !b.zone
}

// follows tells whether the labels of b after the first follow in the name, with
// dots or hyphens between them and something behind. whole is false if there is
// a hyphen anywhere.
func (j *judge) follows(b *brand, i int, after string, more bool) (whole, ok bool) {
	whole = true
	for _, want := range b.labels[1:] {
		if !more {
			if i++; i >= j.s.n {
				return false, false
			}
			after = j.s.plain(i)
		} else {
			whole = false
		}
		var word string
		word, after, more = strings.Cut(after, "-")
		if !looksLike(word, want) {
			return false, false
		}
	}
	if more {
		return false, true
	}
	return whole, i < j.s.n-1
}
