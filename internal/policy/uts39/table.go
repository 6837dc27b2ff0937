package uts39

import "sort"

// A prototype says where in prototypeText stands what a character looks like.
type prototype struct {
	r   rune
	at  uint16
	len uint8
}

type runeRange struct{ lo, hi rune }

type scriptRange struct {
	lo, hi rune
	set    uint8 // an index of scriptSets
}

// Prototype returns what r looks like: one character, or a few that make the
// same picture. It returns "" for a character that looks like itself only.
func Prototype(r rune) string {
	i := sort.Search(len(prototypes), func(i int) bool { return prototypes[i].r >= r })
	if i == len(prototypes) || prototypes[i].r != r {
		return ""
	}
	p := prototypes[i]
	return prototypeText[p.at : int(p.at)+int(p.len)]
}

// Allowed tells whether identifiers may have r: letters and digits in modern
// everyday use (UTS 39, 3.1, Identifier_Status). It knows nothing of what
// domain names allow; the letters A to Z are allowed.
func Allowed(r rune) bool { return inRanges(allowedRanges[:], r) }

// ignorable tells whether r shows nothing on its own.
func ignorable(r rune) bool { return inRanges(ignorableRanges[:], r) }

func inRanges(t []runeRange, r rune) bool {
	i := sort.Search(len(t), func(i int) bool { return t[i].hi >= r })
	return i < len(t) && t[i].lo <= r
}
