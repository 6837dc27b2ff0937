package uts39

import "sort"

// A Set is a set of scripts. The zero Set is empty.
type Set [(len(scriptNames) + 63) / 64]uint64

// Every returns the set of all scripts: the scripts of a character that is used
// with each of them, such as a digit or the hyphen.
func Every() Set {
	var s Set
	for i := range s {
		s[i] = ^uint64(0)
	}
	return s
}

// Of returns the set of the scripts with these four-letter codes (ISO 15924).
// Codes that Unicode does not know are left out.
func Of(codes ...string) Set {
	var s Set
	for _, c := range codes {
		if i := sort.SearchStrings(scriptNames[:], c); i < len(scriptNames) && scriptNames[i] == c {
			s.add(i)
		}
	}
	return s
}

func (s *Set) add(i int) { s[i/64] |= 1 << (i % 64) }

// Empty tells whether s has no script.
func (s Set) Empty() bool { return s == Set{} }

// And returns the scripts that are in both sets.
func (s Set) And(t Set) Set {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

// Scripts returns the scripts that r is used with (Script_Extensions), which is
// Every for characters common to all.
func Scripts(r rune) Set {
	i := sort.Search(len(scriptRanges), func(i int) bool { return scriptRanges[i].hi >= r })
	if i == len(scriptRanges) || scriptRanges[i].lo > r {
		return Every()
	}
	var s Set
	for _, n := range scriptSets[scriptRanges[i].set] {
		s.add(int(n))
	}
	return s
}

// Resolve returns the scripts that all characters of text are used with. An
// empty set means that text mixes scripts (UTS 39, section 5.1, without the
// augmentation for East Asian writing; see Covered).
func Resolve(text string) Set {
	s := Every()
	for _, r := range text {
		s = s.And(Scripts(r))
	}
	return s
}

// Covered tells whether each character of text is used with one of the scripts
// of s.
func (s Set) Covered(text string) bool {
	for _, r := range text {
		if s.And(Scripts(r)).Empty() {
			return false
		}
	}
	return true
}
