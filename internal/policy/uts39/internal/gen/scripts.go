package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
)

// scriptTable writes the scripts by their four-letter codes (ISO 15924), and
// for each range of characters the set of scripts that they are used with.
func scriptTable(p *properties) []byte {
	sets, names := collect(p)
	var b bytes.Buffer
	b.WriteString("package uts39\n\n// scriptNames are the scripts by number, as ISO 15924 writes them.\nvar scriptNames = [...]string{")
	for i, n := range names {
		if i%12 == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%q,", n)
	}
	b.WriteString("}\n\n")
	b.WriteString("\n// scriptSets are the combinations of scripts that occur.\nvar scriptSets = [...][]uint8{\n")
	for _, s := range sets {
		b.WriteString("{")
		for _, n := range strings.Fields(s) {
			fmt.Fprintf(&b, "%d,", sort.SearchStrings(names, n))
		}
		b.WriteString("}, // " + s + "\n")
	}
	b.WriteString("}\n\n// scriptRanges are the assigned characters, in order, with their set. Characters\n// of set all, which every script uses, are left out.\nvar scriptRanges = [...]scriptRange{\n")
	writeRanges(&b, p, sets)
	b.WriteString("}\n")
	return b.Bytes()
}

// everyScript tells whether characters of the set go with any script, which
// needs no entry. Unassigned characters are held back by their status.
func everyScript(s string) bool { return s == "" || s == "Zyyy" || s == "Zinh" || s == "Zzzz" }

// collect returns the sets and the scripts in them, sorted.
func collect(p *properties) (sets, names []string) {
	seen, seenName := map[string]bool{}, map[string]bool{}
	for _, s := range p.scripts {
		if everyScript(s) || seen[s] {
			continue
		}
		seen[s] = true
		sets = append(sets, s)
		for _, n := range strings.Fields(s) {
			if !seenName[n] {
				seenName[n] = true
				names = append(names, n)
			}
		}
	}
	sort.Strings(sets)
	sort.Strings(names)
	return sets, names
}

func writeRanges(b *bytes.Buffer, p *properties, sets []string) {
	n := 0
	for lo := 0; lo < len(p.scripts); {
		hi := lo
		for hi+1 < len(p.scripts) && p.scripts[hi+1] == p.scripts[lo] {
			hi++
		}
		if s := p.scripts[lo]; !everyScript(s) {
			fmt.Fprintf(b, "{%#x, %#x, %d},", lo, hi, sort.SearchStrings(sets, s))
			if n++; n%5 == 0 {
				b.WriteByte('\n')
			}
		}
		lo = hi + 1
	}
}
