package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// allowedSet reads Identifier_Status=Allowed from ICU, whose source has the set
// as a pattern of C strings between "recommendedPat" and the next semicolon,
// and that of the inclusions likewise.
func allowedSet(spoof []byte) ([]bool, error) {
	set := make([]bool, unicode.MaxRune+1)
	for _, name := range []string{"inclusionPat", "recommendedPat"} {
		_, rest, ok := strings.Cut(string(spoof), "*"+name+" =")
		if !ok {
			return nil, errors.New("uspoof.cpp: no " + name)
		}
		text, _, _ := strings.Cut(rest, ";")
		var pattern strings.Builder
		for _, m := range regexp.MustCompile(`u"([^"]*)"`).FindAllStringSubmatch(text, -1) {
			pattern.WriteString(strings.ReplaceAll(m[1], `\\`, `\`))
		}
		addPattern(set, strings.Trim(pattern.String(), "[]"))
	}
	return set, nil
}

// addPattern adds the characters of the inside of a UnicodeSet pattern of plain
// characters, escapes and ranges.
func addPattern(set []bool, s string) {
	last, inRange := rune(-1), false
	for s != "" {
		if s[0] == '-' {
			inRange, s = true, s[1:]
			continue
		}
		var r rune
		r, s = patternRune(s)
		lo := r
		if inRange {
			lo, inRange = last, false
		}
		for c := lo; c <= r; c++ {
			set[c] = true
		}
		last = r
	}
}

// patternRune reads one character of a pattern: \uXXXX, \UXXXXXXXX, a backslash
// before any other character, or the character itself.
func patternRune(s string) (r rune, rest string) {
	for prefix, n := range map[string]int{`\u`: 4, `\U`: 8} {
		if strings.HasPrefix(s, prefix) {
			v, err := strconv.ParseUint(s[2:2+n], 16, 32)
			if err != nil {
				panic(err) // not the pattern that this reads
			}
			return rune(v), s[2+n:]
		}
	}
	s = strings.TrimPrefix(s, `\`)
	return rune(s[0]), s[1:]
}

// statusTables writes both properties as ranges.
func statusTables(allowed, ignorable []bool) []byte {
	var b bytes.Buffer
	b.WriteString("package uts39\n\n// allowedRanges are the characters of Identifier_Status=Allowed, in order.\n")
	writeBoolRanges(&b, "allowedRanges", allowed)
	b.WriteString("\n// ignorableRanges are the characters that show nothing, in order\n// (Default_Ignorable_Code_Point).\n")
	writeBoolRanges(&b, "ignorableRanges", ignorable)
	return b.Bytes()
}

func writeBoolRanges(b *bytes.Buffer, name string, set []bool) {
	fmt.Fprintf(b, "var %s = [...]runeRange{\n", name)
	n := 0
	for lo := 0; lo < len(set); lo++ {
		if !set[lo] {
			continue
		}
		hi := lo
		for hi+1 < len(set) && set[hi+1] {
			hi++
		}
		fmt.Fprintf(b, "{%#x, %#x},", lo, hi)
		if n++; n%6 == 0 {
			b.WriteByte('\n')
		}
		lo = hi
	}
	b.WriteString("}\n")
}
