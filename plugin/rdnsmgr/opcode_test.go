package rdnsmgr_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// NOTIFY comes through to plugins. It is refused without data, also when it
// looks like a question that we could answer.
func TestNotify(t *testing.T) {
	s := startWorld(t)
	for _, name := range []string{zone4, "1." + zone4, zoneHost, "nothing." + zoneHost, "99." + zone4} {
		for _, qtype := range []uint16{dns.TypeSOA, dns.TypePTR, dns.TypeAXFR} {
			r := query(name, qtype)
			r.Opcode = dns.OpcodeNotify
			s.check(t, r, fault(dns.RcodeNotImplemented, dns.ExtendedErrorCodeNotSupported))
		}
	}
}

// The server has the handler see no other opcode, and no other number of
// questions than one. The handler does not depend on that.
func TestHandlerAlone(t *testing.T) {
	h := startWorld(t).handler()
	name := "1." + zone4
	two := query(name, dns.TypePTR)
	two.Question = append(two.Question, dns.Question{Name: "2." + zone4, Qtype: dns.TypePTR, Qclass: dns.ClassINET})
	none := query(name, dns.TypePTR)
	none.Question = nil
	update := query(zone4, dns.TypeSOA)
	update.Opcode = dns.OpcodeUpdate
	for _, c := range []struct {
		name string
		r    *dns.Msg
		want reply
	}{
		{"no question", none, reply{Rcode: "FORMERR", Flags: "qr rd", EDNS: "1232 v0 flags 0000"}},
		{"two questions", two, reply{Rcode: "FORMERR", Flags: "qr rd", Question: []string{showQuestion(two.Question[0])}, EDNS: "1232 v0 flags 0000"}},
		{"update", update, fault(dns.RcodeNotImplemented, dns.ExtendedErrorCodeNotSupported).reply(update)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := new(writer)
			rcode, err := h.ServeDNS(context.Background(), w, c.r)
			if rcode != dns.RcodeSuccess || err != nil || len(w.replies) != 1 {
				t.Fatalf("returned %d, %v and %d replies; want a written reply and 0", rcode, err, len(w.replies))
			}
			if diff := cmp.Diff(c.want, show(w.replies[0])); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
		})
	}
}
