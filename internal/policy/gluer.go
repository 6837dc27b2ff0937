package policy

// glued returns the protected domain whose core stands in a text together with
// at least one keyword, and nothing else but digits at the end. The text is
// compared as it is written and by its looks; the looks alone would miss names
// in which letters of two words make a picture together (the rn of
// customernetflix).
func (j *judge) glued(plain, l []byte) *brand {
	x, k := j.p.brands, j.p.keywords
	g := gluer{
		brands: x.brands, openings: &x.openings, wordStarts: &k.starts,
		cores: x.joined, words: k.plain, longest: x.longest, keyword: k.longest,
	}
	if x.openings.in(plain) && g.from(plain, 0) {
		return g.brand
	}
	g.cores, g.words = x.joinedBy, k.looks
	if x.openings.in(l) && g.from(l, 0) {
		return g.brand
	}
	return nil
}

// A gluer takes a text apart into a core and keywords.
type gluer struct {
	brands           []brand
	cores            map[string][]int32
	words            map[string]bool
	openings         *openings
	wordStarts       *starts // of the words, and of their looks
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
	if g.brand != nil || !g.openings.have(text) {
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
