package test

import (
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// show writes a whole answer in the form of the scripts:
//
//	NOERROR aa rd
//	answer      25.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.net.
//	edns        1232
//
// What is not there has no line. The serial of a SOA is SERIAL, because it
// follows the clock, unless the query asks for it.
func (q *query) show(m *dns.Msg) string {
	var b strings.Builder
	b.WriteString(status(m))
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"aa", m.Authoritative}, {"tc", m.Truncated}, {"rd", m.RecursionDesired}, {"ra", m.RecursionAvailable},
		{"z", m.Zero}, {"ad", m.AuthenticatedData}, {"cd", m.CheckingDisabled},
	} {
		if flag.set {
			b.WriteString(" " + flag.name)
		}
	}
	b.WriteString("\n")
	if len(m.Question) == 0 {
		b.WriteString("no question\n")
	}
	q.showSection(&b, "answer", m.Answer)
	q.showSection(&b, "authority", m.Ns)
	q.showSection(&b, "additional", m.Extra)
	return b.String()
}

// status returns the response code, by the name that dig has for it.
func status(m *dns.Msg) string {
	if m.Rcode == dns.RcodeBadVers {
		return "BADVERS" // 16 is BADSIG too
	}
	return dns.RcodeToString[m.Rcode]
}

func (q *query) showSection(b *strings.Builder, name string, section []dns.RR) {
	for _, rr := range section {
		if opt, ok := rr.(*dns.OPT); ok {
			showOPT(b, opt)
			continue
		}
		if tsig, ok := rr.(*dns.TSIG); ok { // which holds the time
			fmt.Fprintf(b, "%-11s %s %s\n", "tsig", tsig.Hdr.Name, dns.RcodeToString[int(tsig.Error)])
			continue
		}
		if soa, ok := rr.(*dns.SOA); ok && !q.serial {
			rr = hideSerial(soa)
		}
		text := strings.ReplaceAll(rr.String(), "\t", " ")
		if !q.serial {
			text = strings.Replace(text, hidden, "SERIAL", 1)
		}
		fmt.Fprintf(b, "%-11s %s\n", name, text)
	}
}

// hiddenSerial stands in for a serial until the record is text.
const (
	hiddenSerial = 4294967295
	hidden       = "4294967295"
)

func hideSerial(soa *dns.SOA) dns.RR {
	copied := *soa
	copied.Serial = hiddenSerial
	return &copied
}

func showOPT(b *strings.Builder, opt *dns.OPT) {
	fmt.Fprintf(b, "%-11s %d", "edns", opt.UDPSize())
	if opt.Version() != 0 {
		fmt.Fprintf(b, " version %d", opt.Version())
	}
	if opt.Hdr.Name != "." {
		fmt.Fprintf(b, " owner %s", opt.Hdr.Name)
	}
	if opt.Do() {
		b.WriteString(" do")
	}
	if z := opt.Hdr.Ttl & 0x7fff; z != 0 {
		fmt.Fprintf(b, " z %#x", z)
	}
	for _, o := range opt.Option {
		if e, ok := o.(*dns.EDNS0_EDE); ok {
			fmt.Fprintf(b, " ede %d %q", e.InfoCode, e.ExtraText)
			continue
		}
		fmt.Fprintf(b, " option %d %s", o.Option(), o)
	}
	b.WriteString("\n")
}
