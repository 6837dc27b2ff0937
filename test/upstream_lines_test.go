package test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// A script of an upstream has lines of a name and what is answered about it:
//
//	mail.example.org  192.0.2.25 2001:db8::25 ttl=60
//	lost.example.org  servfail
//	flap.example.org  192.0.2.26 | nxdomain
//
// Behind "|" stands what is answered next time, and so on in turn. The name "*"
// is that of all names without a line, which are NXDOMAIN otherwise, and "**"
// that of every name whatever its line says. The words are those of
// answerWords, and addresses.
const (
	anythingElse = "*"
	everything   = "**"
)

// A line is what is answered about one name.
type line struct {
	answers []*answer
	turn    map[uint16]int // by type
}

// nonexistent is the line of a name that has none.
var nonexistent = &line{answers: []*answer{{rcode: dns.RcodeNameError, ttl: defaultTTL}}}

// take returns the answer whose turn it is.
func (l *line) take(qtype uint16) *answer {
	if len(l.answers) == 1 {
		return l.answers[0]
	}
	if l.turn == nil {
		l.turn = make(map[uint16]int)
	}
	n := l.turn[qtype] % len(l.answers)
	l.turn[qtype]++
	return l.answers[n]
}

// defaultTTL is that of all records, and of negative answers, in seconds.
const defaultTTL = 60

// An answer is what is answered to one question. One that says nothing is NODATA.
type answer struct {
	addresses []netip.Addr
	rcode     int
	errors    []uint16 // extended ones (RFC 8914)
	target    string   // of a CNAME, whose own line goes on
	chain     int      // CNAMEs before the addresses
	loop      bool
	ttl       uint32
	delay     time.Duration

	silent, garbage, referral, noSOA, noRA, ad, truncated, noTCP, strays, lower, server bool
}

// answerWords are the words that stand by themselves.
var answerWords = map[string]func(a *answer){
	"nodata":    func(*answer) {},
	"nxdomain":  func(a *answer) { a.rcode = dns.RcodeNameError },
	"servfail":  func(a *answer) { a.rcode = dns.RcodeServerFailure },
	"refused":   func(a *answer) { a.rcode = dns.RcodeRefused },
	"notimp":    func(a *answer) { a.rcode = dns.RcodeNotImplemented },
	"formerr":   func(a *answer) { a.rcode = dns.RcodeFormatError },
	"bogus":     func(a *answer) { a.rcode, a.errors = dns.RcodeServerFailure, []uint16{dns.ExtendedErrorCodeDNSBogus} },
	"stale":     func(a *answer) { a.errors = []uint16{dns.ExtendedErrorCodeStaleAnswer} },
	"filtered":  func(a *answer) { a.errors = []uint16{dns.ExtendedErrorCodeFiltered} },
	"silent":    func(a *answer) { a.silent = true },    // never answers
	"garbage":   func(a *answer) { a.garbage = true },   // sends what is no message
	"referral":  func(a *answer) { a.referral = true },  // "ask there", as a lame server does
	"loop":      func(a *answer) { a.loop = true },      // CNAMEs in a circle
	"nosoa":     func(a *answer) { a.noSOA = true },     // negative without a SOA
	"nora":      func(a *answer) { a.noRA = true },      // no recursion
	"ad":        func(a *answer) { a.ad = true },        // says that it validated
	"truncated": func(a *answer) { a.truncated = true }, // over UDP
	"notcp":     func(a *answer) { a.noTCP = true },     // hangs up on TCP
	"strays":    func(a *answer) { a.strays = true },    // lets others answer first, see stray
	"lower":     func(a *answer) { a.lower = true },     // does not keep the case of a question
	"server":    func(a *answer) { a.server = true },    // asks the server under test
}

// answerSettings are the words with a value.
var answerSettings = map[string]func(a *answer, value string) error{
	"cname": func(a *answer, value string) error { a.target = dns.Fqdn(strings.ToLower(value)); return nil },
	"chain": func(a *answer, value string) (err error) { a.chain, err = strconv.Atoi(value); return err },
	"ttl": func(a *answer, value string) error {
		ttl, err := strconv.ParseUint(value, 10, 32)
		a.ttl = uint32(ttl)
		return err
	},
	"delay": func(a *answer, value string) (err error) { a.delay, err = time.ParseDuration(value); return err },
	"many":  addMany,
}

// addMany adds so many other addresses of each family.
func addMany(a *answer, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil {
		return err
	}
	four, six := netip.MustParseAddr("198.18.0.0"), netip.MustParseAddr("2001:db8:ffff::")
	for range n {
		four, six = four.Next(), six.Next()
		a.addresses = append(a.addresses, four, six)
	}
	return nil
}

// parseLines reads a script.
func parseLines(text string) (map[string]*line, error) {
	lines := make(map[string]*line)
	for row := range strings.Lines(text) {
		row, _, _ = strings.Cut(row, "#")
		words := strings.Fields(row)
		if len(words) == 0 {
			continue
		}
		name, l, err := parseLine(words)
		if err != nil {
			return nil, err
		}
		lines[name] = l
	}
	return lines, nil
}

// parseLine reads a name and its answers. A name with "-" alone has none.
func parseLine(words []string) (string, *line, error) {
	name := words[0]
	if name != anythingElse && name != everything {
		name = dns.Fqdn(strings.ToLower(name))
	}
	if len(words) == 2 && words[1] == "-" {
		return name, nil, nil
	}
	l := new(line)
	for text := range strings.SplitSeq(strings.Join(words[1:], " "), "|") {
		a, err := parseAnswer(strings.Fields(text))
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		l.answers = append(l.answers, a)
	}
	return name, l, nil
}

func parseAnswer(words []string) (*answer, error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("nothing is answered: write nodata")
	}
	a := &answer{ttl: defaultTTL}
	for _, word := range words {
		if err := a.add(word); err != nil {
			return nil, fmt.Errorf("%q: %w", word, err)
		}
	}
	return a, nil
}

func (a *answer) add(word string) error {
	if set := answerWords[word]; set != nil {
		set(a)
		return nil
	}
	if name, value, ok := strings.Cut(word, "="); ok && answerSettings[name] != nil {
		return answerSettings[name](a, value)
	}
	address, err := netip.ParseAddr(word)
	a.addresses = append(a.addresses, address)
	return err
}
