package rdnsmgr_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// TestCase asks every kind of name in other letters. The question and the
// owners of what answers it keep them, the data keep the configured ones
// (RFC 4343, 4.1; 0x20 of RFC 5452, 9.1 depends on it).
func TestCase(t *testing.T) {
	s := startWorld(t)
	mixed := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name  string
		spell func(string) string
	}{
		{"upper", strings.ToUpper},
		{"mixed", func(name string) string { return mixCase(mixed, name) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range nodes() {
				t.Run(n.what, func(t *testing.T) {
					for _, qtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeNS, dns.TypeSOA, dns.TypeDS, dns.TypeANY} {
						name := c.spell(n.name)
						s.check(t, query(name, qtype), n.want(qtype).spelt(n, name))
					}
				})
			}
		})
	}
}

// spelt returns w with its owners spelt as the end of the name that was asked.
func (w want) spelt(n node, name string) want {
	own := func(records []string) []string {
		var out []string
		for _, r := range records {
			owner, data, _ := strings.Cut(r, " ")
			if strings.HasSuffix(n.name, owner) && owner != "@" {
				owner = name[len(name)-len(owner):]
			}
			out = append(out, owner+" "+data)
		}
		return out
	}
	w.authority = own(w.authority)
	return w
}

func mixCase(random *rand.Rand, name string) string {
	out := []byte(name)
	for i, c := range out {
		if 'a' <= c && c <= 'z' && random.IntN(2) == 0 {
			out[i] = c - 'a' + 'A'
		}
	}
	return string(out)
}

// The names of an address are those that were configured, in lower case, and
// not those of the query before.
func TestDataKeepItsCase(t *testing.T) {
	s := startWorld(t)
	s.check(t, query("26.2.0.192.IN-ADDR.ARPA.", dns.TypePTR), data("@ 900 IN PTR mail.host.example."))
	s.check(t, query("26.2.0.192.in-addr.arpa.", dns.TypePTR), data("@ 900 IN PTR mail.host.example."))
	s.check(t, query("1.2.0.192.In-Addr.Arpa.", dns.TypePTR), data("@ 3600 IN PTR ip-192-0-2-1.host.example."))
}
