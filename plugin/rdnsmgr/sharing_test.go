package rdnsmgr_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// Plugins in front of us change the messages that they are handed: rewrite
// edits records, dnssec appends signatures. These tests do so to every kind of
// reply and look whether the next one, or another section, shows it.

// sharedCases are a question for each kind of record that a reply can hold.
func sharedCases() map[string]*dns.Msg {
	cases := make(map[string]*dns.Msg)
	for what, n := range shapes() {
		for _, qtype := range []uint16{dns.TypePTR, dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeNS, dns.TypeSOA, dns.TypeANY, dns.TypeAXFR} {
			cases[what+" "+dns.TypeToString[qtype]] = query(n.name, qtype)
		}
	}
	return cases
}

// take asks and returns the message itself, as a plugin in front gets it.
func (s *server) take(t *testing.T, r *dns.Msg) *dns.Msg {
	t.Helper()
	w := new(writer)
	if _, err := s.handler().ServeDNS(context.Background(), w, r.Copy()); err != nil || len(w.replies) != 1 {
		t.Fatalf("%d replies, error %v", len(w.replies), err)
	}
	return w.replies[0]
}

func TestChangedReplyIsNotSeenAgain(t *testing.T) {
	s := startWorld(t)
	for name, r := range sharedCases() {
		t.Run(name, func(t *testing.T) {
			m := s.take(t, r)
			before := show(m)
			spoil(m)
			if diff := cmp.Diff(before, show(s.take(t, r))); diff != "" {
				t.Errorf("second reply (-want +got):\n%s", diff)
			}
		})
	}
}

// spoil changes all that a message points to.
func spoil(m *dns.Msg) {
	for i := range m.Question {
		m.Question[i] = dns.Question{Name: "spoilt."}
	}
	for _, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
		for i, rr := range section {
			spoilData(rr)
			*rr.Header() = dns.RR_Header{Name: "spoilt.", Rrtype: rr.Header().Rrtype, Ttl: 666}
			section[i] = nil
		}
	}
}

func spoilData(rr dns.RR) {
	switch rr := rr.(type) {
	case *dns.PTR:
		rr.Ptr = "spoilt."
	case *dns.NS:
		rr.Ns = "spoilt."
	case *dns.SOA:
		*rr = dns.SOA{Hdr: rr.Hdr, Ns: "spoilt.", Mbox: "spoilt."}
	case *dns.A:
		clear(rr.A)
	case *dns.AAAA:
		clear(rr.AAAA)
	case *dns.TXT:
		for i := range rr.Txt {
			rr.Txt[i] = "spoilt"
		}
	case *dns.OPT:
		rr.Option = append(rr.Option, &dns.EDNS0_NSID{Code: dns.EDNS0NSID, Nsid: "ab"})
	}
}

// What is appended to one section stands in that section of that reply only.
func TestAppendedRecordsStayInTheirSection(t *testing.T) {
	s := startWorld(t)
	extra := func(owner string) dns.RR {
		return &dns.TXT{Hdr: dns.RR_Header{Name: owner, Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: []string{"appended"}}
	}
	for name, r := range sharedCases() {
		t.Run(name, func(t *testing.T) {
			first, second := s.take(t, r), s.take(t, r)
			wantFirst, wantSecond := show(first), show(second)
			first.Question = append(first.Question, dns.Question{Name: "q.", Qtype: 1, Qclass: 1})
			first.Answer = append(first.Answer, extra("answer."), extra("answer."))
			first.Ns = append(first.Ns, extra("authority."), extra("authority."))
			first.Extra = append(first.Extra, extra("additional."), extra("additional."))
			wantFirst.Question = append(wantFirst.Question, "q. CLASS1 TYPE1")
			for section, owner := range map[*[]string]string{&wantFirst.Answer: "answer.", &wantFirst.Authority: "authority.", &wantFirst.Additional: "additional."} {
				*section = append(*section, owner+` 0 IN TXT "appended"`, owner+` 0 IN TXT "appended"`)
			}
			if diff := cmp.Diff(wantFirst, show(first)); diff != "" {
				t.Errorf("first reply (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(wantSecond, show(second)); diff != "" {
				t.Errorf("second reply (-want +got):\n%s", diff)
			}
		})
	}
}

// The query stays as it was: log and dnstap look at it after the answer.
func TestQueryIsNotChanged(t *testing.T) {
	s := startWorld(t)
	for name, r := range sharedCases() {
		t.Run(name, func(t *testing.T) {
			r.SetEdns0(4096, true)
			asked := r.Copy()
			w := new(writer)
			if _, err := s.handler().ServeDNS(context.Background(), w, asked); err != nil {
				t.Fatal(err)
			}
			spoil(w.replies[0])
			if diff := cmp.Diff(r.String(), asked.String()); diff != "" {
				t.Errorf("query (-before +after):\n%s", diff)
			}
		})
	}
}
