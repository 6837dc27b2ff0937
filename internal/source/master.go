package source

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/miekg/dns"
)

// A master is the state of a master file (RFC 1035, 5) between its statements:
// what the next one inherits.
//
// After a line that cannot be read, what it might have stated is unknown, not
// what it was before: else the next lines would give names to wrong addresses.
type master struct {
	splitter
	carried

	owner string // of the record before; "" while unknown
}

// A head is the beginning of a record, up to its type.
type head struct {
	word   string // the owner as stated; "" when inherited
	owner  string // absolute, in the file's case; "" while unknown
	ttl    uint32
	hasTTL bool
	class  string // as stated; "" when not
	kind   string // the type in upper case
	data   []string
}

func newMaster(in lines) master { return master{splitter: splitter{in: in}} }

// next returns the next statement.
func (m *master) next() (st statement, ok bool) {
	st, ok = m.splitter.next()
	if st.err != nil {
		m.forget(st.text)
	}
	return st, ok
}

// forget drops what a statement that cannot be read may have meant to change.
func (m *master) forget(text string) {
	m.owner = ""
	const origin = "$ORIGIN"
	if len(text) >= len(origin) && strings.EqualFold(text[:len(origin)], origin) {
		m.origin = ""
	}
}

// isDirective tells whether st is a directive, not a record.
func (st *statement) isDirective() bool { return !st.inherits && st.words[0][0] == '$' }

// directive obeys $ORIGIN and $TTL and refuses all others.
func (m *master) directive(st statement) error {
	switch strings.ToUpper(st.words[0]) {
	case "$ORIGIN":
		return m.setOrigin(st.words[1:])
	case "$TTL":
		return m.setTTL(st.words[1:])
	case "$INCLUDE":
		return errors.New("$INCLUDE is not followed: name each file in the Corefile")
	case "$GENERATE":
		return errors.New("$GENERATE makes mappings, not records: write the records out")
	}
	m.origin = "" // it may be a misspelt $ORIGIN
	return fmt.Errorf("directive %s: want $ORIGIN, $TTL or $GENERATE", quote(st.words[0]))
}

func (m *master) setOrigin(words []string) error {
	if len(words) != 1 {
		m.origin = ""
		return fmt.Errorf("$ORIGIN with %d words: want one name such as \"2.0.192.in-addr.arpa.\"", len(words))
	}
	name, err := m.absolute(words[0])
	m.origin = strings.Clone(lowerName(name)) // it lives longer than the text of its line
	if err != nil {
		return fmt.Errorf("$ORIGIN: %w", err)
	}
	return nil
}

func (m *master) setTTL(words []string) error {
	if len(words) != 1 {
		return fmt.Errorf("$TTL with %d words: want one time such as 3600 or 1h", len(words))
	}
	ttl, ok := parseTTL(words[0])
	if !ok || !isTTL(ttl) {
		return errTime("$TTL", words[0])
	}
	m.ttl, m.fixed = ttl, true
	return nil
}

// absolute returns a name of the file with its final dot.
func (m *master) absolute(word string) (string, error) {
	name, err := m.join(word)
	if err == nil {
		err = checkDomain(name)
	}
	if err != nil {
		return "", err
	}
	return name, nil
}

// join puts the origin behind a relative name.
func (m *master) join(word string) (string, error) {
	switch {
	case dns.IsFqdn(word):
		return word, nil
	case word == "":
		return "", errors.New("a name is empty")
	case m.origin == "":
		return "", fmt.Errorf("name %s has no final dot and no good $ORIGIN stands before it: add one of the two", quote(word))
	case word == "@":
		return m.origin, nil
	case m.origin == ".":
		return word + ".", nil
	}
	return word + "." + m.origin, nil
}

func checkDomain(name string) error {
	if _, ok := dns.IsDomainName(name); !ok {
		return fmt.Errorf("name %s is no domain name: want labels of at most 63 octets, 255 together", quote(name))
	}
	return nil
}

// head reads a record up to its type: [OWNER] [TTL] [CLASS] TYPE, TTL and class
// in either order. An owner that is no name leaves the head without one.
func (m *master) head(st statement) (head, error) {
	words, stated := st.words, ""
	if !st.inherits {
		stated, words = words[0], words[1:]
		m.owner = ""
		if name, err := m.absolute(stated); err == nil {
			m.owner = name
		}
	}
	h, err := readHead(words)
	h.word, h.owner = stated, m.owner
	if h.hasTTL && isTTL(h.ttl) && !m.fixed {
		m.ttl = h.ttl
	}
	return h, err
}

// errOwner says why the owner of a record is not known.
func (h *head) errOwner() error {
	if h.word == "" {
		return errors.New("the line begins with a blank, but no owner is known from the lines before it")
	}
	return fmt.Errorf("owner %s is no domain name: want labels of 1 to 63 octets, and a final dot or a good $ORIGIN before it", quote(h.word))
}

// ttlOf returns the TTL of a record that we serve; 0 means the default.
func (m *master) ttlOf(h head) (uint32, error) {
	switch {
	case !h.hasTTL:
		return m.ttl, nil
	case !isTTL(h.ttl):
		return 0, errTime("ttl", strconv.FormatUint(uint64(h.ttl), 10))
	}
	return h.ttl, nil
}

// readHead reads [TTL] [CLASS] TYPE DATA... .
func readHead(words []string) (h head, err error) {
	for ; len(words) > 0; words = words[1:] {
		switch w := words[0]; {
		case !h.hasTTL && w != "" && isDigit(w[0]):
			if h.ttl, h.hasTTL = parseTTL(w); !h.hasTTL {
				return h, errTime("ttl", w)
			}
		case h.class == "" && isClass(w):
			h.class = w
		default:
			h.kind, h.data = strings.ToUpper(w), words[1:]
			return h, nil
		}
	}
	return h, errors.New("the record has no type: want OWNER [TTL] [IN] TYPE DATA")
}

// isClass tells whether word names a class. ANY is a type as well.
func isClass(word string) bool {
	if strings.EqualFold(word, "IN") {
		return true
	}
	upper := strings.ToUpper(word)
	_, ok := dns.StringToClass[upper]
	number, generic := strings.CutPrefix(upper, "CLASS")
	return ok && upper != "ANY" || generic && isNumber(number)
}
