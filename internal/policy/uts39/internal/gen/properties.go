package main

import (
	"bytes"
	"strings"
	"unicode"
)

// properties are what the tables need of the Unicode character database.
type properties struct {
	scripts   [unicode.MaxRune + 1]string // the names of Script_Extensions, sorted, "" if unassigned
	ignorable []bool                      // Default_Ignorable_Code_Point
}

// readProperties reads ICU's preparsed character database. A line gives the
// properties of one code point or a range; a block sets defaults for the
// assigned characters inside it. Binary properties stand bare, with a hyphen
// in front when a block's default does not hold.
func readProperties(data []byte) *properties {
	p := &properties{ignorable: make([]bool, unicode.MaxRune+1)}
	var block fields
	for line := range bytes.Lines(data) {
		f := strings.Split(strings.TrimSpace(string(line)), ";")
		if len(f) < 2 {
			continue
		}
		switch f[0] {
		case "block":
			block = fields{lo: bound(f[1], 0), hi: bound(f[1], 1)}.with(f[2:])
			p.set(block)
		case "cp":
			cp := fields{lo: bound(f[1], 0), hi: bound(f[1], 1)}
			if cp.lo >= block.lo && cp.hi <= block.hi {
				cp.script, cp.extensions, cp.ignorable = block.script, block.extensions, block.ignorable
			}
			p.set(cp.with(f[2:]))
		case "unassigned":
			p.set(fields{lo: bound(f[1], 0), hi: bound(f[1], 1)}.with(f[2:]))
		}
	}
	return p
}

// fields are the properties of a range of code points.
type fields struct {
	lo, hi             rune
	script, extensions string
	ignorable          bool
}

// with returns the fields after the settings of a line.
func (f fields) with(settings []string) fields {
	for _, s := range settings {
		name, value, _ := strings.Cut(s, "=")
		switch name {
		case "sc":
			f.script, f.extensions = value, ""
		case "scx":
			f.extensions = value
			if value == "<script>" {
				f.extensions = ""
			}
		case "DI":
			f.ignorable = true
		case "-DI":
			f.ignorable = false
		}
	}
	return f
}

func (p *properties) set(f fields) {
	s := f.extensions
	if s == "" {
		s = f.script
	}
	for r := f.lo; r <= f.hi; r++ {
		p.scripts[r], p.ignorable[r] = s, f.ignorable
	}
}

// bound returns the first (0) or last (1) code point of "0041" or "0041..005A".
func bound(s string, which int) rune {
	lo, hi, both := strings.Cut(s, "..")
	if which == 1 && both {
		lo = hi
	}
	return runes(lo)[0]
}
