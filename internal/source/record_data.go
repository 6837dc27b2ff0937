package source

import (
	"fmt"
	"strings"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// checkData refuses data that the DNS library takes but that serves nobody.
// words are the data as in the file.
func checkData(rr dns.RR, words []string) error {
	switch rr := rr.(type) {
	case *dns.AAAA:
		if rr.AAAA.To4() != nil {
			return fmt.Errorf("AAAA data %s is IPv4-mapped: write an A record", rr.AAAA.To4())
		}
	case *dns.NS:
		return checkTarget("NS", rr.Ns, words)
	case *dns.PTR:
		return checkTarget("PTR", rr.Ptr, words)
	case *dns.MX:
		return checkMX(rr, words)
	case *dns.TXT:
		return checkTXT(words)
	case *dns.CAA:
		return checkCAA(rr)
	}
	return nil
}

// checkTarget refuses data that points to what is no host name.
func checkTarget(kind, name string, words []string) error {
	if word := words[len(words)-1]; isReverse(name) && !dns.IsFqdn(word) {
		return fmt.Errorf("%s target %s becomes %s, a forgotten final dot: write %s", kind, quote(word), quote(name), quote(word+"."))
	}
	if err := hostname.Check(name); err != nil {
		return fmt.Errorf("%s target: %w", kind, err)
	}
	return nil
}

// checkMX allows the null MX of a domain without mail (RFC 7505).
func checkMX(rr *dns.MX, words []string) error {
	switch {
	case rr.Mx != ".":
		return checkTarget("MX", rr.Mx, words)
	case rr.Preference != 0:
		return fmt.Errorf(`MX "." with preference %d: a null MX has 0 (RFC 7505, 3)`, rr.Preference)
	}
	return nil
}

// checkTXT refuses strings that the library would quietly cut in two, and the
// policy that whoever reads it joins without the blanks between its words.
func checkTXT(words []string) error {
	for _, w := range words {
		if n := stringLength(w); n > 255 {
			return fmt.Errorf("TXT string %s has %d bytes: want at most 255, and several strings for more", quote(w), n)
		}
	}
	if len(words) > 1 && strings.EqualFold(strings.Trim(words[0], `"`), "v=spf1") {
		return fmt.Errorf(`TXT strings %s ... are joined without blanks by SPF (RFC 7208, 3.3): want one pair of quotes around the whole text`,
			quote(strings.Join(words[:2], " ")))
	}
	return nil
}

// stringLength returns how many bytes a character-string of a master file has
// on the wire, without its length byte.
func stringLength(word string) int {
	word = strings.TrimSuffix(strings.TrimPrefix(word, `"`), `"`)
	n := 0
	for i := 0; i < len(word); i++ {
		if word[i] == '\\' {
			if i+3 < len(word) && isNumber(word[i+1:i+4]) {
				i += 2
			}
			i++
		}
		n++
	}
	return n
}

// checkCAA checks the form of the property tag (RFC 8659, 4.1).
func checkCAA(rr *dns.CAA) error {
	for i := range len(rr.Tag) {
		c := lower(rr.Tag[i])
		if !isDigit(c) && (c < 'a' || c > 'z') {
			return fmt.Errorf("CAA tag %s: want letters and digits, such as issue or iodef", quote(rr.Tag))
		}
	}
	return nil
}

// wanted tells what the data of a record type look like.
func wanted(kind string) string {
	switch kind {
	case "A":
		return "one IPv4 address"
	case "AAAA":
		return "one IPv6 address"
	case "CAA":
		return `FLAGS TAG "VALUE"`
	case "MX":
		return "PREFERENCE NAME"
	case "TXT":
		return "strings in quotes"
	}
	return "one name"
}
