// Package uts39 is the part of Unicode Technical Standard 39, "Unicode Security
// Mechanisms", that host names need: which characters identifiers may have
// (section 3.1), what a string looks like (the skeleton, section 4), and which
// scripts it mixes (section 5).
//
// The tables are generated from the Unicode data files that ICU ships, of the
// Unicode version that package unicode of the standard library has, so that all
// parts of the program agree on what a character is. To make them again, unpack
// the ICU source of that version and name its directory:
//
//	ICU=~/icu go generate ./internal/policy/uts39
//
// Start with AppendSkeleton, Allowed and Resolve.
package uts39

//go:generate go run ./internal/gen -icu $ICU
