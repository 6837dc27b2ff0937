package policy

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
		j.typo(c, &x.brands[i], string(c.look), x.brands[i].look)
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
	if len(b.core) <= typoCore && c.suffix != b.suffix {
		j.report(NearName, b) // five letters: every language has such words
		return
	}
	j.report(Typo, b)
}

// mistakable tells whether written can be read as target, from which it differs
// by one edit. People notice the first letter, so another one there makes
// another word (hank, tank), unless it repeats what follows; and numbers at the
// end are what tells series of names apart (site35, site45).
func mistakable(written, target string) bool {
	switch kind, at := oneEdit(written, target); kind {
	case noEdit:
		return false
	case substitution:
		return at > 0 && !(at == len(written)-1 && digit(written[at]) && digit(target[at]))
	case insertion:
		return at > 0 || len(written) > 1 && written[0] == written[1]
	case omission:
		return at > 0 || target[0] == target[1]
	}
	return true
}
