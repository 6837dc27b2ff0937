package rdnsmgr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// TestTruncation asks for a set of some 2,000 octets. Over UDP an answer that
// does not fit says so, keeps its question and its OPT record, and is no longer
// than the client takes; over TCP it is whole.
func TestTruncation(t *testing.T) {
	names, records := manyNames(10)
	s := start(t, small("names 10\nptr 192.0.2.1 "+strings.Join(names, " ")))
	for _, c := range []struct {
		name  string
		size  uint16 // 0: no OPT record
		tcp   bool
		limit int
		whole bool
	}{
		{"no OPT", 0, false, 512, false},
		{"size below the least", 100, false, 512, false},
		{"least size", 512, false, 512, false},
		{"usual size", 1232, false, 1232, false},
		{"large size", 4096, false, 4096, true},
		{"no OPT over TCP", 0, true, dns.MaxMsgSize, true},
		{"least size over TCP", 512, true, dns.MaxMsgSize, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := new(dns.Msg).SetQuestion("1."+zone4, dns.TypePTR)
			if c.size > 0 {
				r.SetEdns0(c.size, false)
			}
			w := s.serve(t, pack(t, r), c.tcp)
			if len(w.wire) != 1 || len(w.wire[0]) > c.limit {
				t.Fatalf("%d replies, the first of %d octets, want one of at most %d", len(w.wire), len(w.wire[0]), c.limit)
			}
			m := new(dns.Msg)
			if err := m.Unpack(w.wire[0]); err != nil {
				t.Fatal(err)
			}
			got := show(m)
			complete := data(records...).reply(r)
			if !c.whole {
				complete.Flags = "qr aa tc rd"
				complete.Answer = complete.Answer[:len(got.Answer)]
			}
			if diff := cmp.Diff(complete, got); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
		})
	}
}

// manyNames returns n different names of about 200 octets that have no ending in
// common, and their records.
func manyNames(n int) (names, records []string) {
	for i := range n {
		var labels []string
		for range 3 {
			labels = append(labels, strings.Repeat(string(rune('a'+i)), 63))
		}
		name := strings.Join(labels, ".") + fmt.Sprintf(".net%c.", 'a'+i)
		names, records = append(names, name), append(records, "@ 3600 IN PTR "+name)
	}
	return names, records
}

// An answer that fits once its names are compressed is whole.
func TestCompression(t *testing.T) {
	var names, records []string
	for i := range 10 {
		name := fmt.Sprintf("host%d.%s.example.net.", i, strings.Repeat("x", 40))
		names, records = append(names, name), append(records, "@ 3600 IN PTR "+name)
	}
	s := start(t, small("names 10\nptr 192.0.2.1 "+strings.Join(names, " ")))
	s.check(t, new(dns.Msg).SetQuestion("1."+zone4, dns.TypePTR), data(records...))
}

// The order of names is that of the configuration, in every answer.
func TestOrderOfNames(t *testing.T) {
	s := start(t, small("names 5\nptr 192.0.2.1 c.example.net a.example.net e.example.net\nptr 192.0.2.1 b.example.net d.example.net"))
	for range 20 {
		s.check(t, query("1."+zone4, dns.TypePTR), data("@ 3600 IN PTR c.example.net.", "@ 3600 IN PTR a.example.net.",
			"@ 3600 IN PTR e.example.net.", "@ 3600 IN PTR b.example.net.", "@ 3600 IN PTR d.example.net."))
	}
}
