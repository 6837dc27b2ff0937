package confirm_test

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// FuzzReply reads anything as a reply and looks whether what comes out is what
// a Reply promises, and whether it is in the message at all.
func FuzzReply(f *testing.F) {
	for _, test := range replies {
		packet := test.pack(confirm.Question{Name: host, V6: test.v6})
		f.Add(packet, test.v6)
		f.Add(packet[:len(packet)-1], test.v6)
	}
	f.Fuzz(func(t *testing.T, packet []byte, v6 bool) {
		q := confirm.Question{Name: host, V6: v6}
		r := confirm.ReadReply(packet, q)
		validReply(t, r, v6)
		if r.Outcome.Definite() {
			believable(t, packet, q, r)
		}
	})
}

// validReply checks the promises of a Reply.
func validReply(t *testing.T, r confirm.Reply, v6 bool) {
	t.Helper()
	switch {
	case r.Outcome == confirm.NoOutcome || r.Outcome > confirm.LongChain:
		t.Errorf("outcome %d", r.Outcome)
	case (r.Outcome == confirm.Addresses) != (len(r.Addrs) > 0):
		t.Errorf("%s with %v", r.Outcome, r.Addrs)
	case r.Outcome.Definite() && (r.TTL < time.Second || r.TTL > 7*24*time.Hour):
		t.Errorf("%s for %s", r.Outcome, r.TTL)
	case !r.Outcome.Definite() && (r.TTL != 0 || r.Alias || r.Detail == ""):
		t.Errorf("no evidence, but %+v", r)
	case !slices.IsSortedFunc(r.Addrs, netip.Addr.Compare) || len(slices.Compact(slices.Clone(r.Addrs))) != len(r.Addrs):
		t.Errorf("not sorted, or not each once: %v", r.Addrs)
	case !isPrintable(r.Detail) || len(r.Detail) > 3000:
		t.Errorf("detail %q", r.Detail)
	}
	for _, a := range r.Addrs {
		if a.Is6() != v6 {
			t.Errorf("address %s; v6 %t", a, v6)
		}
	}
}

// believable compares with a slow model: all names that can be reached over
// CNAMEs, and all addresses at such a name.
func believable(t *testing.T, packet []byte, q confirm.Question, r confirm.Reply) {
	t.Helper()
	var m dns.Msg
	if err := m.Unpack(packet); err != nil {
		t.Fatal(err)
	}
	reached := map[string]bool{q.Name: true}
	for n := 0; n != len(reached); {
		n = len(reached)
		for _, rr := range m.Answer {
			if cname, ok := rr.(*dns.CNAME); ok && rr.Header().Class == dns.ClassINET && reached[dns.CanonicalName(rr.Header().Name)] {
				reached[dns.CanonicalName(cname.Target)] = true
			}
		}
	}
	there := make(map[netip.Addr]bool)
	for _, rr := range m.Answer {
		if rr.Header().Class != dns.ClassINET || !reached[dns.CanonicalName(rr.Header().Name)] {
			continue
		}
		switch rr := rr.(type) {
		case *dns.A:
			if !q.V6 {
				there[netip.AddrFrom4([4]byte(rr.A))] = true
			}
		case *dns.AAAA:
			if q.V6 {
				there[netip.AddrFrom16([16]byte(rr.AAAA))] = true
			}
		}
	}
	for _, a := range r.Addrs {
		if !there[a] {
			t.Errorf("address %s is not on the chain", a)
		}
	}
	if len(there) != len(r.Addrs) {
		t.Errorf("%s %v; on the chain are %v", r.Outcome, r.Addrs, there)
	}
	if !m.RecursionAvailable || m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		t.Errorf("%s from %v", r.Outcome, m.MsgHdr)
	}
}

// FuzzMatch looks for a message that passes for the answer and is not.
func FuzzMatch(f *testing.F) {
	q := confirm.Question{Name: host}
	f.Add(message{answer: good}.pack(q))
	f.Add(message{rcode: dns.RcodeFormatError, edit: func(m *dns.Msg) { m.Question = nil }}.pack(q))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packet []byte) {
		wire, err := confirm.Query(q)
		if err != nil {
			t.Fatal(err)
		}
		packet = slices.Clone(packet)
		if len(packet) >= 2 {
			copy(packet, wire[:2]) // nobody guesses that
		}
		ok, fold := confirm.Matches(wire, packet)
		if !ok || len(packet) == 12 {
			return
		}
		question := wire[12 : len(wire)-11]
		if packet[5] == 0 { // an error without the question
			if rcode := packet[3] & 15; rcode == dns.RcodeSuccess || rcode == dns.RcodeNameError {
				t.Errorf("% x", packet)
			}
			return
		}
		echo := packet[12 : 12+len(question)]
		if !strings.EqualFold(string(echo), string(question)) || fold == bytes.Equal(echo, question) {
			t.Errorf("% x for % x; fold %t", echo, question, fold)
		}
	})
}
