package source

import (
	"fmt"
	"strings"
)

// parseHosts reads lines of ADDRESS NAME [NAME...] [TTL]. A # begins a comment
// wherever it stands. Some lines stand before the text. It returns how many the
// text has.
func parseHosts(b *builder, text string, before int) int {
	in := newLines(text)
	in.number = before
	for {
		l, ok := in.next()
		if !ok {
			return in.number - before
		}
		if plainLine(b, l) {
			continue
		}
		text := l.text
		if comment := strings.IndexByte(text, '#'); comment >= 0 {
			text = text[:comment]
		}
		b.words = appendFields(b.words[:0], text)
		if len(b.words) == 0 && !l.long {
			continue
		}
		b.begin()
		if err := hostsLine(b, l, b.words); err != nil {
			b.bad(l.number, err)
			continue
		}
		b.keep(l.number)
	}
}

// plainLine reads the line if it is an IPv4 address and one plain name, as nearly
// all lines of large files are. It reports whether it was.
func plainLine(b *builder, l line) bool {
	addr, rest, ok := cutIPv4(l.text)
	if !ok || l.long || !isPlainName(rest) {
		return false
	}
	b.begin()
	if err := b.take(addr, rest, 0, ""); err != nil {
		b.bad(l.number, err)
	} else {
		b.keep(l.number)
	}
	return true
}

// hostsLine offers the mappings of one line that is not empty.
func hostsLine(b *builder, l line, words []string) error {
	if l.long {
		return errLong(l.text)
	}
	addr, err := parseAddr(words[0])
	if err != nil {
		return err
	}
	names, ttl, err := splitTTL(words[1:])
	switch {
	case err != nil:
		return err
	case len(names) == 0:
		return fmt.Errorf("address %s has no name: want ADDRESS NAME [NAME...] [TTL]", addr)
	case len(names) > maxNames:
		return fmt.Errorf("address %s has %d names on one line: want %d at most", addr, len(names), maxNames)
	}
	for _, name := range names {
		if err := b.offer(addr, name, ttl, ""); err != nil {
			return err
		}
	}
	return nil
}

// splitTTL takes a TTL from the end of the words behind an address. No host
// name is a number, so that the two cannot be mixed up.
func splitTTL(words []string) (names []string, ttl uint32, err error) {
	last := len(words) - 1
	if last < 0 || !isNumber(words[last]) {
		return words, 0, nil
	}
	if last == 0 {
		return nil, 0, nil
	}
	ttl, err = parseSeconds(words[last])
	return words[:last], ttl, err
}

// appendFields appends the words of text, which blanks and tabs separate.
// Unicode's other spaces belong to a word, where they are found and reported.
func appendFields(words []string, text string) []string {
	for i := 0; i < len(text); {
		if isBlank(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && (text[i] > ' ' || !isBlank(text[i])) {
			i++
		}
		words = append(words, text[start:i])
	}
	return words
}
