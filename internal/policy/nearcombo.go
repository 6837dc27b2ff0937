package policy

// nearWord returns a protected domain whose core the word is, looks like, or is
// one edit away from.
func (j *judge) nearWord(word string, l []byte) (found *brand) {
	if len(word) < lookCore || len(word) > maxLabel {
		return nil
	}
	x := j.p.brands
	x.looking(word, l, func(b *brand) {
		if b.kind != Short && len(b.core) >= lookCore {
			found = b
		}
	})
	if found != nil || len(word) < typoCore-1 {
		return found
	}
	var p prefixes
	setPrefixes(&p, word)
	x.plain.one(&p, func(i int32) {
		if b := &x.brands[i]; b.kind == Distinct && mistakable(word, b.core) || misread(word, b.core) {
			found = b
		}
	})
	return found
}

// nearGlued takes a keyword off either end and looks for a protected core that
// the rest is one edit away from: loginpaypai. Two words that are written as one
// come out so by chance sometimes, so the edit has to be one that is hard to see,
// or the name long and the word strong.
func (j *judge) nearGlued(plain string) (found *brand) {
	k := j.p.keywords
	if k.starts.have([]byte(plain)) {
		for end := 2; end <= min(len(plain)-typoCore+1, k.longest); end++ {
			if strong, ok := k.plain[plain[:end]]; ok && found == nil {
				found = j.nearRest(plain[end:], strong)
			}
		}
	}
	if n := len(plain); n > 2 && k.ends.have([]byte(plain[n-2:])) {
		for start := max(typoCore-1, n-k.longest); start < n-1; start++ {
			if strong, ok := k.plain[plain[start:]]; ok && found == nil {
				found = j.nearRest(plain[:start], strong)
			}
		}
	}
	return found
}

// nearRest returns the protected domain that a rest is near.
func (j *judge) nearRest(rest string, strong bool) (found *brand) {
	x := j.p.brands
	var buf [maxLabel]byte
	x.looking(rest, appendLook(buf[:0], rest), func(b *brand) {
		if b.kind == Distinct || b.kind == Word && strong {
			found = b
		}
	})
	if found != nil {
		return found
	}
	var p prefixes
	setPrefixes(&p, rest)
	x.plain.one(&p, func(i int32) {
		b := &x.brands[i]
		distinct := b.kind == Distinct
		if misread(rest, b.core) && (strong || distinct) || strong && distinct && len(b.core) >= nearComboCore && mistakable(rest, b.core) {
			found = b
		}
	})
	return found
}
