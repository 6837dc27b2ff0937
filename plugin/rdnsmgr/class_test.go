package rdnsmgr_test

import (
	"fmt"
	"testing"

	"github.com/miekg/dns"
)

// Every class but IN is refused, with an empty answer and without AA. As long
// as no plugin of the process asks for other classes, the server does that.
func TestClass(t *testing.T) {
	s := startWorld(t)
	for _, class := range otherClasses {
		t.Run(fmt.Sprint(class), func(t *testing.T) {
			for _, n := range shapes() {
				s.check(t, classQuery(n.name, dns.TypePTR, class), fault(dns.RcodeRefused, 0))
			}
		})
	}
}

// Once chaos is loaded, in whatever block, it is ours to refuse them.
func TestClassBesideChaos(t *testing.T) {
	s := start(t, small("")+"chaos.example:0 {\nbind 127.0.0.1\ngrab\nchaos\n}\n")
	for _, class := range otherClasses {
		t.Run(fmt.Sprint(class), func(t *testing.T) {
			for _, name := range []string{"1." + zone4, zone4, "ip-192-0-2-1." + zoneHost, "nothing." + zoneHost} {
				for _, qtype := range []uint16{dns.TypePTR, dns.TypeSOA, dns.TypeANY, dns.TypeAXFR, dns.TypeTXT} {
					s.check(t, classQuery(name, qtype, class), fault(dns.RcodeRefused, dns.ExtendedErrorCodeNotSupported))
				}
			}
		})
	}
	s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
}

var otherClasses = []uint16{0, 2, dns.ClassCHAOS, dns.ClassHESIOD, dns.ClassNONE, dns.ClassANY, 256, 257, 65280, 65535}

func classQuery(name string, qtype, class uint16) *dns.Msg {
	r := query(name, qtype)
	r.Question[0].Qclass = class
	return r
}

// small is a Corefile with one block of two zones. The properties stand
// in its block.
func small(properties string) string {
	return `2.0.192.in-addr.arpa:0 host.example:0 {
	bind 127.0.0.1
	grab
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		record ns1.host.example A 192.0.2.53
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example
		` + properties + `
	}
}
`
}
