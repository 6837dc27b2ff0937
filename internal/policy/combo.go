package policy

import "strings"

// keywords are the words that turn a protected name into bait, as they are
// written and by their looks, and whether a word is one that asks for secrets.
type keywords struct {
	plain   map[string]bool
	looks   map[string]bool
	starts  starts
	longest int
}

// combination reports labels that consist of a protected core and words such as
// login: glued (paypallogin), hyphenated (secure-paypal-update), or both. A core
// with other words is left alone: applebees and googlesource exist.
func (j *judge) combination(c *candidate) {
	var buf [maxLabel]byte
	b := j.glued(append(buf[:0], c.plain...), c.look)
	if b == nil && strings.IndexByte(c.plain, '-') >= 0 {
		b = j.withoutHyphens(c)
		if b == nil {
			b = j.hyphenated(c)
		}
	}
	if b != nil {
		j.report(Combosquat, b)
	}
}

// withoutHyphens removes all hyphens: pay-pal-login.
func (j *judge) withoutHyphens(c *candidate) *brand {
	var buf, lookBuf [maxLabel]byte
	joined := buf[:0]
	for i := range len(c.plain) {
		if c.plain[i] != '-' {
			joined = append(joined, c.plain[i])
		}
	}
	return j.glued(joined, appendLook(lookBuf[:0], joined))
}

// hyphenated looks for a protected core among the words between hyphens, or one
// that is near it, and a keyword among the others.
func (j *judge) hyphenated(c *candidate) *brand {
	var found *brand
	keyword, strong := false, false
	for rest, more := c.plain, true; more; {
		var word string
		word, rest, more = strings.Cut(rest, "-")
		var buf, lookBuf [maxLabel]byte
		l := appendLook(lookBuf[:0], word)
		if s, ok := j.p.keywords.looks[string(l)]; ok {
			keyword, strong = true, strong || s
			continue
		}
		if b := j.glued(append(buf[:0], word...), l); b != nil {
			return b
		}
		if found == nil {
			found = j.nearWord(word, l)
		}
	}
	if found != nil && keyword && (strong || found.kind == Distinct) {
		return found
	}
	return nil
}

// nearWord returns a protected domain whose core the word is, looks like, or is
// one edit away from.
func (j *judge) nearWord(word string, l []byte) (found *brand) {
	x := j.p.brands
	for _, i := range x.byLook[string(l)] {
		if b := &x.brands[i]; b.kind != Short && len(b.core) >= lookCore {
			return b
		}
	}
	if len(word) < typoCore-1 || len(word) > maxLabel {
		return nil
	}
	var p prefixes
	setPrefixes(&p, word)
	x.plain.one(&p, func(i int32) {
		if b := &x.brands[i]; b.kind == Distinct && mistakable(word, b.core) {
			found = b
		}
	})
	return found
}

// glued returns the protected domain whose core stands in a text together with
// at least one keyword, and nothing else but digits at the end. The text is
// compared as it is written and by its looks; the looks alone would miss names
// in which letters of two words make a picture together (the rn of
// customernetflix).
func (j *judge) glued(plain, l []byte) *brand {
	x, k := j.p.brands, j.p.keywords
	g := gluer{
		brands: x.brands, starts: &x.starts, wordStarts: &k.starts,
		cores: x.joined, words: k.plain, longest: x.longest, keyword: k.longest,
	}
	if !g.from(plain, 0) {
		g.cores, g.words = x.joinedBy, k.looks
		if !g.from(l, 0) {
			return nil
		}
	}
	return g.brand
}

// A gluer takes a text apart into a core and keywords.
type gluer struct {
	brands           []brand
	cores            map[string][]int32
	words            map[string]bool
	starts           *starts // of the cores, and of their looks
	wordStarts       *starts // of the words likewise
	longest, keyword int     // the longest core, the longest word
	brand            *brand
	bait, strong     bool // a keyword was found, and a strong one
}

// from tells whether what is left of the text can be taken apart.
func (g *gluer) from(text []byte, depth int) bool {
	if len(text) == 0 || g.brand != nil && everyDigit(text) {
		return g.brand != nil && g.bait && (g.strong || g.brand.kind == Distinct)
	}
	return depth < maxPieces && (g.core(text, depth) || g.word(text, depth))
}

// core tries the protected cores that the text begins with.
func (g *gluer) core(text []byte, depth int) bool {
	if g.brand != nil || !g.starts.have(text) {
		return false
	}
	for end := lookCore; end <= min(len(text), g.longest); end++ {
		for _, k := range g.cores[string(text[:end])] {
			b := &g.brands[k]
			if b.kind == Short || len(b.core) < lookCore {
				continue
			}
			g.brand = b
			if g.from(text[end:], depth+1) {
				return true
			}
			g.brand = nil
		}
	}
	return false
}

// word tries the keywords that the text begins with.
func (g *gluer) word(text []byte, depth int) bool {
	if !g.wordStarts.have(text) {
		return false
	}
	for end := 2; end <= min(len(text), g.keyword); end++ {
		strong, ok := g.words[string(text[:end])]
		if !ok {
			continue
		}
		bait, before := g.bait, g.strong
		g.bait, g.strong = true, before || strong
		if g.from(text[end:], depth+1) {
			return true
		}
		g.bait, g.strong = bait, before
	}
	return false
}

func everyDigit(s []byte) bool {
	for _, c := range s {
		if !digit(c) {
			return false
		}
	}
	return true
}
