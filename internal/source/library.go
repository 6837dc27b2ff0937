package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// read has the DNS library read a record. The owner stands in for one that is
// not known, for records that are only looked at.
func (m *master) read(h head, owner string) (dns.RR, error) {
	if len(h.data) == 0 {
		return nil, fmt.Errorf("type %s without data", quote(h.kind))
	}
	if !isType(h.kind) {
		return nil, fmt.Errorf("type %s is no record type", quote(h.kind))
	}
	origin := m.origin
	if origin == "" {
		origin = "."
	}
	words := append([]string{owner, fmt.Sprint(h.ttl), h.class, h.kind}, h.data...)
	return readOne(strings.Join(words, " "), origin)
}

// isType tells whether kind, in upper case, names a record type. RFC 3597 has
// a name for each.
func isType(kind string) bool {
	_, ok := dns.StringToType[kind]
	number, generic := strings.CutPrefix(kind, "TYPE")
	return ok || generic && isNumber(number)
}

// readOne reads the only record of text.
func readOne(text, origin string) (dns.RR, error) {
	p := dns.NewZoneParser(strings.NewReader(text+"\n"), origin, "")
	rr, ok := p.Next()
	if err := p.Err(); err != nil {
		return nil, errLibrary(err)
	}
	if !ok {
		return nil, errors.New("want OWNER [TTL] [IN] TYPE DATA")
	}
	return rr, nil
}

// errLibrary says what the DNS library found, without its own count of lines
// and without the text, which the caller quotes.
func errLibrary(err error) error {
	reason, _, _ := strings.Cut(err.Error(), `: "`)
	if reason = strings.TrimPrefix(reason, "dns: "); reason == "" {
		reason = "the data is wrong for its type"
	}
	return errors.New(reason)
}
