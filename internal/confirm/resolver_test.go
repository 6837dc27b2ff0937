package confirm_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const lie = "@ 300 A 198.51.100.1"

var (
	question = confirm.Question{Name: host}
	truth    = confirm.Reply{Outcome: confirm.Addresses, Addrs: addrs("192.0.2.25"), TTL: 300 * time.Second}
)

// truly answers as it should.
func truly(c *call) { c.answer(good...) }

// truncated answers that there is more.
func truncated(c *call) { c.reply(func(m *dns.Msg) { m.Truncated = true }) }

// lowered answers with the question in lower case.
func lowered(c *call) {
	c.reply(func(m *dns.Msg) {
		m.Question[0].Name = strings.ToLower(m.Question[0].Name)
		m.Answer = rrs(m.Question[0].Name, good)
	})
}

// cut answers with a message that ends between two records.
func cut(c *call) {
	packet := c.pack(func(m *dns.Msg) { m.Answer = rrs(host, []string{lie}) })
	packet[7] = 2
	c.send(packet)
}

// many answers with n addresses, as many as fit, over TCP.
func many(n int) func(c *call) {
	return func(c *call) {
		if !c.stream {
			truncated(c)
			return
		}
		c.reply(func(m *dns.Msg) {
			a := netip.MustParseAddr("10.0.0.0")
			for range n {
				m.Answer = append(m.Answer, &dns.A{
					Hdr: dns.RR_Header{Name: m.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 300}, A: a.AsSlice(),
				})
				a = a.Next()
			}
			m.Truncate(dns.MaxMsgSize)
		})
	}
}

// over has one handler for datagrams and another for streams.
func over(datagram, stream func(c *call)) func(c *call) {
	return func(c *call) {
		if c.stream {
			stream(c)
		} else {
			datagram(c)
		}
	}
}

// after has a datagram come before what truly sends.
func after(forge func(c *call, packet []byte) []byte) func(c *call) {
	return func(c *call) {
		c.send(forge(c, c.pack(func(m *dns.Msg) { m.Answer = rrs(host, []string{lie}) })))
		truly(c)
	}
}

var exchanges = []struct {
	name               string
	handle             func(c *call)
	want               confirm.Reply
	datagrams, streams int
	detail             string
}{
	{name: "answer", handle: truly, want: truth, datagrams: 1},
	{name: "wrong ID first", handle: after(func(_ *call, p []byte) []byte { p[1]++; return p }), want: truth, datagrams: 1},
	{name: "a query first", handle: after(func(_ *call, p []byte) []byte { p[2] &^= 0x80; return p }), want: truth, datagrams: 1},
	{name: "another opcode first", handle: after(func(_ *call, p []byte) []byte { p[2] |= 4 << 3; return p }), want: truth, datagrams: 1},
	{name: "a header first", handle: after(func(_ *call, p []byte) []byte { clear(p[4:12]); return p[:12] }), want: truth, datagrams: 1},
	{name: "eleven octets first", handle: after(func(_ *call, p []byte) []byte { return p[:11] }), want: truth, datagrams: 1},
	{name: "half a question first", handle: after(func(_ *call, p []byte) []byte { return p[:30] }), want: truth, datagrams: 1},
	{name: "two questions first", handle: after(func(_ *call, p []byte) []byte { p[5] = 2; return p }), want: truth, datagrams: 1},
	{name: "another name first", handle: after(func(_ *call, p []byte) []byte { p[13]++; return p }), want: truth, datagrams: 1},
	{name: "another type first", handle: after(func(c *call, _ []byte) []byte {
		return c.pack(func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeAAAA })
	}), want: truth, datagrams: 1},
	{name: "another class first", handle: after(func(c *call, _ []byte) []byte {
		return c.pack(func(m *dns.Msg) { m.Question[0].Qclass = dns.ClassCHAOS })
	}), want: truth, datagrams: 1},
	{name: "another port first", handle: after(func(c *call, p []byte) []byte {
		conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(c.from))
		if err != nil {
			panic(err)
		}
		_, _ = conn.Write(p)
		_ = conn.Close()
		return nil
	}), want: truth, datagrams: 1},
	{name: "a flood of guesses", handle: over(func(c *call) {
		for range confirm.MaxStrays {
			c.send(c.pack(func(m *dns.Msg) { m.Id++ }))
		}
	}, truly), want: truth, datagrams: 1, streams: 1},

	{name: "lower-cased over UDP only", handle: over(lowered, truly), want: truth, datagrams: 1, streams: 1},
	{name: "lower-cased", handle: lowered, want: truth, datagrams: 1, streams: 1},

	{name: "truncated", handle: over(truncated, truly), want: truth, datagrams: 1, streams: 1},
	{name: "truncated in the middle of a record", handle: over(func(c *call) {
		packet := c.pack(func(m *dns.Msg) { m.Truncated, m.Answer = true, rrs(host, []string{lie}) })
		c.send(packet[:len(packet)-3])
	}, truly), want: truth, datagrams: 1, streams: 1},
	{name: "truncated over TCP, too", handle: truncated, want: confirm.Reply{Outcome: confirm.Truncated}, datagrams: 1, streams: 1, detail: "truncated over TCP, too"},
	{name: "cut short", handle: over(cut, truly), want: truth, datagrams: 1, streams: 1},
	{name: "cut short over TCP, too", handle: cut, want: confirm.Reply{Outcome: confirm.Malformed}, datagrams: 1, streams: 1, detail: "ends too early"},
	{name: "5,000 addresses do not fit in a message", handle: many(5000), want: confirm.Reply{Outcome: confirm.Truncated}, datagrams: 1, streams: 1},

	{name: "FORMERR to EDNS", handle: func(c *call) {
		if c.query.IsEdns0() == nil {
			truly(c)
			return
		}
		c.reply(func(m *dns.Msg) { m.Rcode = dns.RcodeFormatError })
	}, want: truth, datagrams: 2},
	{name: "FORMERR to EDNS without a question", handle: func(c *call) {
		if c.query.IsEdns0() == nil {
			truly(c)
			return
		}
		c.reply(func(m *dns.Msg) { m.Rcode, m.Question = dns.RcodeFormatError, nil })
	}, want: truth, datagrams: 2},
	{name: "FORMERR to everything", handle: func(c *call) { c.reply(func(m *dns.Msg) { m.Rcode = dns.RcodeFormatError }) },
		want: confirm.Reply{Outcome: confirm.Malformed}, datagrams: 2, detail: "FORMERR"},
	{name: "REFUSED without a question", handle: func(c *call) { c.reply(func(m *dns.Msg) { m.Rcode, m.Question = dns.RcodeRefused, nil }) },
		want: confirm.Reply{Outcome: confirm.Refused}, datagrams: 1, detail: "REFUSED"},
	{name: "lame", handle: func(c *call) { c.reply(func(m *dns.Msg) { m.Rcode = dns.RcodeServerFailure }) },
		want: confirm.Reply{Outcome: confirm.ServFail}, datagrams: 1, detail: "SERVFAIL"},
	{name: "nonsense behind the question", handle: func(c *call) {
		packet := c.pack(func(m *dns.Msg) { m.Answer = rrs(host, []string{lie}) })
		c.send(append(packet[:len(packet)-8], bytes.Repeat([]byte{0xff}, 90)...))
	}, want: confirm.Reply{Outcome: confirm.Malformed}, datagrams: 1, streams: 1, detail: "unreadable"},
}

func TestAsk(t *testing.T) {
	for _, test := range exchanges {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.handle)
			got := s.resolver(t).Ask(t.Context(), question)
			compare(t, s.addr, test.want, got, test.detail)
			if datagrams, streams := s.count(); datagrams != test.datagrams || streams != test.streams {
				t.Errorf("%d datagrams and %d over streams; want %d and %d", datagrams, streams, test.datagrams, test.streams)
			}
		})
	}
}

// compare compares a reply with the one that is wanted. The detail must be in
// it, and is needed unless there is evidence.
func compare(t *testing.T, resolver string, want, got confirm.Reply, detail string) {
	t.Helper()
	want.Resolver = resolver
	if !strings.Contains(got.Detail, detail) || got.Outcome.Definite() != (got.Detail == "") {
		t.Errorf("detail %q; want %q", got.Detail, detail)
	}
	want.Detail = got.Detail
	if diff := cmp.Diff(want, got, equalAddr); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAskManyAddresses(t *testing.T) {
	s := serve(t, many(4000))
	got := s.resolver(t).Ask(t.Context(), question)
	if got.Outcome != confirm.Addresses || len(got.Addrs) != 4000 || got.Addrs[3999] != netip.MustParseAddr("10.0.15.159") {
		t.Errorf("%s, %d addresses, %s", got.Outcome, len(got.Addrs), got.Detail)
	}
}

// What a query looks like to the resolver.
func TestAskQuery(t *testing.T) {
	s := serve(t, truly)
	r := s.resolver(t)
	ids, ports, names := make(map[uint16]bool), make(map[uint16]bool), make(map[string]bool)
	for range 20 {
		r.Ask(t.Context(), confirm.Question{Name: host, V6: true})
		c := <-s.calls
		q := c.query
		ids[q.Id], ports[c.from.Port()], names[q.Question[0].Name] = true, true, true
		opt := q.IsEdns0()
		if opt == nil || opt.UDPSize() != 1232 || opt.Do() || opt.Version() != 0 {
			t.Errorf("OPT %v", opt)
		}
		if !q.RecursionDesired || !q.AuthenticatedData || q.CheckingDisabled || q.Opcode != dns.OpcodeQuery {
			t.Errorf("header %+v", q.MsgHdr)
		}
		if asked := q.Question[0]; asked.Qtype != dns.TypeAAAA || asked.Qclass != dns.ClassINET || !strings.EqualFold(asked.Name, host) {
			t.Errorf("question %v", asked)
		}
	}
	if len(ids) < 18 || len(ports) < 10 || len(names) < 18 {
		t.Errorf("of 20 queries: %d IDs, %d ports, %d spellings", len(ids), len(ports), len(names))
	}
}

// A resolver that is known to fold the case of letters is spared it.
func TestAskLearnsFolding(t *testing.T) {
	s := serve(t, lowered)
	r := s.resolver(t)
	for _, want := range []struct{ datagrams, streams int }{{1, 1}, {1, 0}, {1, 0}} {
		compare(t, s.addr, truth, r.Ask(t.Context(), question), "")
		if datagrams, streams := s.count(); datagrams != want.datagrams || streams != want.streams {
			t.Errorf("%d datagrams and %d over streams; want %+v", datagrams, streams, want)
		}
	}
}

// Who guesses everything but the case of letters cannot turn the mixing off.
func TestAskDoesNotLearnFromForgery(t *testing.T) {
	s := serve(t, over(func(c *call) {
		c.reply(func(m *dns.Msg) {
			m.Question[0].Name = strings.ToLower(m.Question[0].Name)
			m.Answer = rrs(m.Question[0].Name, []string{lie})
		})
	}, truly))
	r := s.resolver(t)
	for range 3 {
		compare(t, s.addr, truth, r.Ask(t.Context(), question), "")
		if datagrams, streams := s.count(); datagrams != 1 || streams != 1 {
			t.Errorf("%d datagrams and %d over streams", datagrams, streams)
		}
	}
}

func silent(*call) {}

func TestAskSilence(t *testing.T) {
	s := serve(t, silent)
	r := s.resolver(t)
	confirm.SetTimes(r, soon, soon)
	compare(t, s.addr, confirm.Reply{Outcome: confirm.Timeout}, r.Ask(t.Context(), question), "no answer to 2 datagrams")
	first, second := <-s.calls, <-s.calls
	if first.stream || second.stream || first.query.Id == second.query.Id && first.from == second.from {
		t.Errorf("the second try is the first one again: %v, %v", first.query, second.query)
	}
}

// The first datagram gets lost.
func TestAskSecondTry(t *testing.T) {
	t.Parallel()
	var once sync.Once
	s := serve(t, func(c *call) {
		lost := false
		once.Do(func() { lost = true })
		if !lost {
			truly(c)
		}
	})
	r := s.resolver(t)
	confirm.SetTimes(r, between, late)
	compare(t, s.addr, truth, r.Ask(t.Context(), question), "")
}

// A guess and then nothing: the question goes where guessing does not help.
func TestAskGuessAndSilence(t *testing.T) {
	t.Parallel()
	s := serve(t, over(func(c *call) { c.send(c.pack(func(m *dns.Msg) { m.Id++ })) }, truly))
	r := s.resolver(t)
	confirm.SetTimes(r, between, late)
	compare(t, s.addr, truth, r.Ask(t.Context(), question), "")
	if datagrams, streams := s.count(); datagrams != 1 || streams != 1 {
		t.Errorf("%d datagrams and %d over streams", datagrams, streams)
	}
}

func TestAskTruncatedWithoutTCP(t *testing.T) {
	s := serveUDP(t, truncated)
	compare(t, s.addr, confirm.Reply{Outcome: confirm.Truncated}, s.resolver(t).Ask(t.Context(), question), "over TCP: connect: connection refused; check")
}

func TestAskTruncatedAndSilentTCP(t *testing.T) {
	s := serve(t, over(truncated, silent))
	r := s.resolver(t)
	confirm.SetTimes(r, late, soon)
	compare(t, s.addr, confirm.Reply{Outcome: confirm.Truncated}, r.Ask(t.Context(), question), "check that the resolver can be reached over TCP")
}

func TestAskLowerCasedWithoutTCP(t *testing.T) {
	s := serveUDP(t, lowered)
	compare(t, s.addr, confirm.Reply{Outcome: confirm.Malformed}, s.resolver(t).Ask(t.Context(), question), "letters of another case; then over TCP")
}

func TestAskNobodyThere(t *testing.T) {
	udp, listener := listen(t, true)
	_, _ = udp.Close(), listener.Close()
	addr := udp.LocalAddr().String()
	compare(t, addr, confirm.Reply{Outcome: confirm.Timeout}, resolver(t, addr).Ask(t.Context(), question), "connection refused")
}

// The end of the context ends the wait, over UDP and over TCP.
func TestAskContext(t *testing.T) {
	for name, handle := range map[string]func(c *call) (asked bool){
		"UDP": func(*call) bool { return true },
		"TCP": func(c *call) bool {
			if !c.stream {
				truncated(c)
			}
			return c.stream
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			s := serve(t, func(c *call) {
				if handle(c) {
					cancel()
				}
			})
			r := s.resolver(t)
			confirm.SetTimes(r, late, late)
			got := r.Ask(ctx, question)
			if got.Outcome.Definite() || !strings.Contains(got.Detail, "context canceled") {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAskContextDeadline(t *testing.T) {
	s := serve(t, silent)
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	compare(t, s.addr, confirm.Reply{Outcome: confirm.Timeout}, s.resolver(t).Ask(ctx, question), "")
}

func TestAskBadName(t *testing.T) {
	s := serve(t, silent)
	for _, name := range []string{"", "a..example.", strings.Repeat("a", 64) + ".example.", strings.Repeat("a.", 200)} {
		got := s.resolver(t).Ask(t.Context(), confirm.Question{Name: name})
		if got.Outcome != confirm.Malformed {
			t.Errorf("%q: %+v", name, got)
		}
	}
}

func TestAskConcurrently(t *testing.T) {
	s := serve(t, func(c *call) {
		if !c.stream && c.wire[1]&1 == 1 {
			truncated(c)
			return
		}
		// Each name has an address of its own.
		n := strings.TrimLeft(strings.ToLower(c.query.Question[0].Name), "n")
		n, _, _ = strings.Cut(n, ".")
		c.answer("@ 300 A 10.0.0." + n)
	})
	r := s.resolver(t)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			got := r.Ask(t.Context(), confirm.Question{Name: fmt.Sprintf("n%d.example.net.", i)})
			want := addrs(fmt.Sprintf("10.0.0.%d", i))
			if diff := cmp.Diff(want, got.Addrs, equalAddr); diff != "" {
				t.Errorf("%d: %+v", i, got)
			}
		})
	}
	wg.Wait()
}
