package policy

import "strings"

// embedded reports names in which a protected domain stands in full left of
// another one, as in paypal.com.example.net: readers stop early. Hyphens count
// as dots do (www-paypal-com.example.net, paypal.com-id7.net), and so do names
// without either (paypalcom.example.net).
func (j *judge) embedded() {
	s := &j.s
	if s.icann <= 0 || j.carried() {
		return
	}
	var buf [maxLabel]byte
	for i := range s.icann {
		rest, words := s.plain(i), 0
		for more := true; more; words++ {
			var w string
			w, rest, more = strings.Cut(rest, "-")
			if w != "" && len(w) <= maxLabel {
				l := appendLook(buf[:0], w)
				if len(l) < 2 || j.p.brands.heads.have(l) {
					j.wordAt(i, words == 0, rest, more, l)
					j.gluedAt(l)
				}
			}
		}
		if words > 1 {
			var joined [maxLabel]byte
			j.gluedAt(appendLook(buf[:0], withoutHyphens(joined[:0], s.plain(i))))
		}
		j.nearAt(i)
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
}

// nearAt judges whether label i is a letter away from the core of a protected
// domain whose suffix follows it, as in paypai.com.example.net.
func (j *judge) nearAt(i int) {
	s, x := &j.s, j.p.brands
	l := s.plain(i)
	if i+1 >= s.icann || !x.suffixes[s.label(i+1)] || len(l) > maxLabel {
		return
	}
	var p prefixes
	setPrefixes(&p, l)
	x.plain.one(&p, func(k int32) {
		b := &x.brands[k]
		rest, ok := strings.CutPrefix(s.from(i+1), b.suffix)
		domain := s.name[s.starts[i] : len(s.name)-len(rest)]
		if ok && strings.HasPrefix(rest, ".") && !j.p.known.has(domain) && b.kind == Distinct && mistakable(l, b.core) {
			j.report(EmbeddedName, b)
		}
	})
}

// gluedAt judges what may be a protected domain without its dots and hyphens, by
// its look.
func (j *judge) gluedAt(l []byte) {
	x := j.p.brands
	for _, k := range x.byGlued[string(l)] {
		if b := &x.brands[k]; b.hyphens() && len(b.core) >= lookCore && !j.sameCore(b) {
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

// follows tells whether the words of b after the first follow in the name, with
// dots or hyphens between them and something behind. whole is false if a hyphen
// stands where b has none, or the name goes on with one.
func (j *judge) follows(b *brand, i int, after string, more bool) (whole, ok bool) {
	whole = true
	for _, want := range b.words[1:] {
		if more != want.hyphen {
			whole = false
		}
		if !more {
			if i++; i >= j.s.n {
				return false, false
			}
			after = j.s.plain(i)
		}
		var w string
		w, after, more = strings.Cut(after, "-")
		if !looksLike(w, want.text) {
			return false, false
		}
	}
	if more {
		return false, true
	}
	return whole, i < j.s.n-1
}
