package main

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// confusableTable turns the lines "05AD ; 0596 ; MA # ..." into two arrays: the
// characters in order, and where the prototype of each begins in one long text.
// A prototype that already stands somewhere in the text is not written twice.
func confusableTable(data []byte) []byte {
	protos := map[rune]string{}
	for line := range bytes.Lines(data) {
		text, _, _ := strings.Cut(strings.TrimPrefix(string(line), "\ufeff"), "#")
		f := strings.Split(text, ";")
		if len(f) < 3 {
			continue
		}
		protos[runes(f[0])[0]] = string(runes(f[1]))
	}
	keys := make([]rune, 0, len(protos))
	for r := range protos {
		keys = append(keys, r)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return writeConfusables(keys, protos)
}

func writeConfusables(keys []rune, protos map[rune]string) []byte {
	var b, text bytes.Buffer
	b.WriteString("package uts39\n\n")
	b.WriteString("// prototypes are the characters that look like something else, in order, each\n")
	b.WriteString("// with the place of what it looks like in prototypeText.\n")
	b.WriteString("var prototypes = [...]prototype{\n")
	for i, r := range keys {
		p := protos[r]
		at := bytes.Index(text.Bytes(), []byte(p))
		if at < 0 {
			at = text.Len()
			text.WriteString(p)
		}
		fmt.Fprintf(&b, "{%#x, %d, %d},", r, at, len(p))
		if i%6 == 5 {
			b.WriteByte('\n')
		}
	}
	b.WriteString("}\n\nconst prototypeText = \"\" +\n")
	for t := text.String(); t != ""; {
		n := min(len(t), 48)
		for n < len(t) && t[n]&0xC0 == 0x80 {
			n++ // not inside a character
		}
		b.WriteString("\t" + strconv.QuoteToASCII(t[:n]))
		if t = t[n:]; t != "" {
			b.WriteString(" +")
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// runes reads code points in hexadecimal, separated by spaces.
func runes(s string) []rune {
	var out []rune
	for _, f := range strings.Fields(s) {
		v, err := strconv.ParseUint(f, 16, 32)
		if err != nil {
			panic(err) // the file is not what it says it is
		}
		out = append(out, rune(v))
	}
	return out
}
