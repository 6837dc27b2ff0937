package policy

import "strings"

// typos reports labels that are one edit away from a protected core, or two from
// a long one. Both the letters and the looks count: micr0sot.com is two edits
// away from the name, but one from what it looks like.
func (j *judge) typos(c *candidate) {
	x := j.p.brands
	var p prefixes
	setPrefixes(&p, c.plain)
	x.plain.one(&p, func(i int32) {
		j.typo(c, &x.brands[i], c.plain, x.brands[i].core)
	})
	var q prefixes
	setPrefixes(&q, c.look)
	x.looks.one(&q, func(i int32) {
		b, l := &x.brands[i], string(c.look)
		if len(b.core) >= lookTypoCore || c.suffix == b.suffix && (misread(l, b.look) || strings.ContainsAny(c.plain, "0123456789")) {
			j.typo(c, b, l, b.look)
		}
	})
	if c.near || len(c.plain) < twoTypoCore-2 {
		return
	}
	x.far.two(&p, func(i int32) {
		if b := &x.brands[i]; twoEdits(c.plain, b.core) {
			j.report(NearName, b)
		}
	})
}

// typo judges a pair that the index offered.
func (j *judge) typo(c *candidate, b *brand, written, target string) {
	if !mistakable(written, target) || b.kind == Word && c.suffix != b.suffix && !b.zone {
		return
	}
	c.near = true
	// Every language has words of five letters, and each country its telecom.
	chance := len(b.core) <= typoCore || len(b.core) < otherTypoCore && !subtle(written, target)
	if chance && c.suffix != b.suffix {
		j.report(NearName, b)
		return
	}
	j.report(Typo, b)
}

// mistakable tells whether written can be read as target, from which it differs
// by one edit. People notice the first letter, so another one there makes
// another word (hank, tank), unless it repeats what follows or looks much the
// same; and the last digit is what tells names of a series apart (site35, site36).
func mistakable(written, target string) bool {
	switch kind, at := oneEdit(written, target); kind {
	case noEdit:
		return false
	case substitution:
		return misread(written, target) || at > 0 && !(at == len(written)-1 && digit(written[at]) && digit(target[at]))
	case insertion:
		return misread(written, target) || at > 0 || len(written) > 1 && written[0] == written[1]
	case omission:
		return at > 0 || target[0] == target[1]
	}
	return true
}

// subtle tells whether the edit between written and target is hard to see: two
// letters swapped, one doubled, or one misread.
func subtle(written, target string) bool {
	kind, at := oneEdit(written, target)
	doubled := kind == insertion && at > 0 && written[at] == written[at-1]
	return doubled || kind == swap || misread(written, target)
}

// misread tells whether written looks much like target, from which it differs by
// one edit: a letter is one of much the same shape, or has become two that
// together have its shape.
func misread(written, target string) bool {
	switch kind, at := oneEdit(written, target); kind {
	case substitution:
		return shapes[[2]byte{written[at], target[at]}] || shapes[[2]byte{target[at], written[at]}]
	case insertion:
		// The l of lb and lh, and of dl, stands before or behind the letter.
		return written[at] == 'l' && (at < len(target) && (target[at] == 'b' || target[at] == 'h') || at > 0 && target[at-1] == 'd')
	}
	return false
}

// shapes are pairs of letters with much the same shape, beyond those that look
// the same.
var shapes = map[[2]byte]bool{
	{'b', 'd'}: true, {'c', 'e'}: true, {'m', 'n'}: true, {'n', 'r'}: true, {'3', '8'}: true, {'6', '9'}: true,
}
