package rdnsmgr_test

import (
	"fmt"
	"net"
	"testing"

	"github.com/miekg/dns"
)

// mostWhileWaiting is how long in seconds an answer may be kept that a name is going to
// replace.
const mostWhileWaiting = 300

// waiting has names that wait, because the resolver says nothing of them. The
// addresses of 192.0.2.128/25 and 2001:db8:2::/48 have no generated names.
const waiting = `2.0.192.in-addr.arpa:0 8.b.d.0.1.0.0.2.ip6.arpa:0 host.example:0 {
	bind 127.0.0.1
	grab
	rdnsmgr {
		pool 192.0.2.0/25 2001:db8:1::/48 ip-{ip}.host.example
		mappings %s/customers.map
		policy default
		confirm %s
		unconfirmed template
		state memory
		soa ns1.host.example hostmaster.host.example
		ns ns1.host.example
		record ns1.host.example A 192.0.2.53
		ttl %d %d
	}
}
`

func startWaiting(t *testing.T, ttl waitingTTL) *server {
	t.Helper()
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	dir := t.TempDir()
	write(t, dir+"/customers.map", `192.0.2.1 one.example.net
192.0.2.3 www.paypa1.com
192.0.2.201 two.example.net
2001:db8:1::1 three.example.net
2001:db8:2::1 four.example.net
`)
	return start(t, fmt.Sprintf(waiting, dir, silent.LocalAddr(), ttl.positive, ttl.minimum))
}

// waitingCases are addresses with their generated names, as far as they have some.
var waitingCases = []struct {
	address   string
	zone      string
	generated string
	waits     bool
}{
	{"192.0.2.1", zone4, "ip-192-0-2-1." + zoneHost, true},
	{"192.0.2.2", zone4, "ip-192-0-2-2." + zoneHost, false},
	{"192.0.2.3", zone4, "ip-192-0-2-3." + zoneHost, false},
	{"192.0.2.201", zone4, "", true},
	{"192.0.2.202", zone4, "", false},
	{"2001:db8:1::1", zone6, "ip-2001-0db8-0001-0000-0000-0000-0000-0001." + zoneHost, true},
	{"2001:db8:1::2", zone6, "ip-2001-0db8-0001-0000-0000-0000-0000-0002." + zoneHost, false},
	{"2001:db8:2::1", zone6, "", true},
	{"2001:db8:2::2", zone6, "", false},
}

// TestTTLWhileWaiting: as long as a name waits, resolvers soon forget what its address
// is answered with instead, data or not. The rest has its whole TTL: addresses without
// a name or with one that is refused for good, and generated names, which still mean
// the address when it has its own.
func TestTTLWhileWaiting(t *testing.T) {
	for _, ttl := range []waitingTTL{{3600, 900}, {301, 301}, {300, 300}, {299, 299}, {3600, 60}, {60, 3600}} {
		t.Run(fmt.Sprint(ttl), func(t *testing.T) {
			s := startWaiting(t, ttl)
			for _, c := range waitingCases {
				most := ttl.positive
				if c.waits {
					most = min(most, mostWhileWaiting)
				}
				reverse := arpaName(t, c.address)
				if c.generated == "" {
					s.check(t, query(reverse, dns.TypePTR), ttl.negative(dns.RcodeNameError, c.zone, most))
					continue
				}
				s.check(t, query(reverse, dns.TypePTR), data(fmt.Sprintf("@ %d IN PTR %s", most, c.generated)))
				s.check(t, query(reverse, dns.TypeTXT), ttl.negative(dns.RcodeSuccess, c.zone, most))
				qtype := map[string]uint16{zone4: dns.TypeA, zone6: dns.TypeAAAA}[c.zone]
				s.check(t, query(c.generated, qtype), data(fmt.Sprintf("@ %d IN %s %s", ttl.positive, dns.Type(qtype), c.address)))
				s.check(t, query(c.generated, dns.TypeTXT), ttl.negative(dns.RcodeSuccess, zoneHost, ttl.positive))
			}
		})
	}
}

// A waitingTTL is what the property ttl says.
type waitingTTL struct{ positive, minimum int }

// negative is an answer without data that is kept for no longer than most.
func (ttl waitingTTL) negative(rcode int, zone string, most int) want {
	return want{rcode: rcode, authority: []string{soaRecord(zone, min(most, ttl.minimum), ttl.minimum)}}
}

func arpaName(t *testing.T, address string) string {
	t.Helper()
	name, err := dns.ReverseAddr(address)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
