package policy

// sameLook reports labels that look the same as a protected core, and the core
// itself below another suffix.
func (j *judge) sameLook(c *candidate) {
	j.p.brands.looking(c.plain, c.look, func(b *brand) { j.alike(c, b) })
}

// looking calls f with the protected names that look like a text, of which l is
// the look. It may offer a name twice.
func (x *brandIndex) looking(text string, l []byte, f func(b *brand)) {
	for _, i := range x.byLook[string(l)] {
		f(&x.brands[i])
	}
	var buf [maxLabel]byte
	for _, i := range x.byWide[string(appendWideLook(buf[:0], text))] {
		f(&x.brands[i])
	}
}

// alike judges a label that looks like the core of b.
func (j *judge) alike(c *candidate, b *brand) {
	switch {
	case c.plain == b.core && !c.foreign:
		c.same = true
		j.otherSuffix(c, b)
	case j.confusable(c, b):
		c.near = true
		j.report(Confusable, b)
	}
}

// confusable tells whether a label that looks like the core of b is refused.
// Other letters are no accident. Digits and letters of ASCII can be, in short
// names and in words: 1cloud.ru and mall.sk exist.
func (j *judge) confusable(c *candidate, b *brand) bool {
	if c.foreign {
		return len(b.core) >= lookCore || c.suffix == b.suffix
	}
	if len(b.core) < lookCore {
		return false
	}
	return b.kind == Distinct || c.suffix == b.suffix
}

// otherSuffix judges the core of b itself below another suffix. Companies have
// their names in many countries, and so have others; a generic domain is cheap.
func (j *judge) otherSuffix(c *candidate, b *brand) {
	if b.kind != Distinct || c.suffix == b.suffix || len(b.core) < lookCore {
		return
	}
	c.near = true
	if !c.country {
		j.report(OtherTLD, b)
		return
	}
	j.report(CountryTLD, b)
}
