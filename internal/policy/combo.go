package policy

import "strings"

// keywords are the words that turn a protected name into bait, as they are
// written and by their looks, and whether a word is one that asks for secrets.
type keywords struct {
	plain   map[string]bool
	looks   map[string]bool
	starts  starts
	ends    starts // the last two letters
	longest int
}

// combination reports labels that consist of a protected core and words such as
// login: glued (paypallogin), hyphenated (secure-paypal-update), or both. A core
// with other words is left alone: applebees and googlesource exist.
func (j *judge) combination(c *candidate) {
	b := j.combined(c.plain, c.look)
	if b == nil && !strings.Contains(c.plain, "-") {
		b = j.nearGlued(c.plain)
	}
	if b != nil {
		j.report(Combosquat, b)
	}
}

// combined returns the protected domain of which a label, whose look is l, has
// the core beside a keyword.
func (j *judge) combined(label string, l []byte) *brand {
	var buf [maxLabel]byte
	b := j.glued(append(buf[:0], label...), l)
	if b != nil || !strings.Contains(label, "-") {
		return b
	}
	if b = j.unhyphenated(label); b == nil {
		b = j.hyphenated(label)
	}
	return b
}

// unhyphenated removes all hyphens: pay-pal-login.
func (j *judge) unhyphenated(label string) *brand {
	var buf, lookBuf [maxLabel]byte
	joined := withoutHyphens(buf[:0], label)
	return j.glued(joined, appendLook(lookBuf[:0], joined))
}

// withoutHyphens appends a label to dst, without its hyphens.
func withoutHyphens(dst []byte, label string) []byte {
	for i := range len(label) {
		if label[i] != '-' {
			dst = append(dst, label[i])
		}
	}
	return dst
}

// hyphenated looks for a protected core among the words between hyphens, or one
// that is near it, and a keyword among the others.
func (j *judge) hyphenated(label string) *brand {
	var words [(maxLabel + 1) / 2]span
	n := splitWords(words[:], label)
	for i := range n {
		var buf, lookBuf [maxLabel]byte
		w := label[words[i].from:words[i].to]
		if b := j.glued(append(buf[:0], w...), appendLook(lookBuf[:0], w)); b != nil {
			return b
		}
		for width := 1; width <= min(j.p.brands.hyphens+1, n-i); width++ {
			w := label[words[i].from:words[i+width-1].to]
			b := j.nearWord(w, appendLook(lookBuf[:0], w))
			if b != nil && (j.baited(b, label, words[:i]) || j.baited(b, label, words[i+width:n])) {
				return b
			}
		}
	}
	return nil
}

// splitWords finds the words between the hyphens of a label.
func splitWords(words []span, label string) (n int) {
	for start := 0; start < len(label) && n < len(words); n++ {
		end := strings.IndexByte(label[start:], '-')
		if end < 0 {
			end = len(label) - start
		}
		words[n] = span{start, start + end}
		start += end + 1
	}
	return n
}

// baited tells whether one of the words makes bait of b.
func (j *judge) baited(b *brand, label string, words []span) bool {
	for _, w := range words {
		var buf [maxLabel]byte
		strong, ok := j.p.keywords.looks[string(appendLook(buf[:0], label[w.from:w.to]))]
		if ok && (strong || b.kind == Distinct) {
			return true
		}
	}
	return false
}
