package uts39

// highly are the sets of scripts that one identifier may mix at the level
// "Highly Restrictive" (UTS 39, 5.2): Latin with what Japanese, Chinese and
// Korean texts are written with. Other mixtures are not natural writing, and
// are where letters of one script pass for those of another.
var highly = [...]Set{
	Of("Latn", "Hani", "Hira", "Kana"),
	Of("Latn", "Hani", "Bopo"),
	Of("Latn", "Hani", "Hang"),
}

// HighlyRestrictive tells whether text is written in one script, or in a
// mixture that East Asian writing has.
func HighlyRestrictive(text string) bool {
	if !Resolve(text).Empty() {
		return true
	}
	for _, s := range highly {
		if s.Covered(text) {
			return true
		}
	}
	return false
}
