package rdnsmgr_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/request"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/plugin/rdnsmgr"
)

// In most tests check compares the two ways of writing a reply. These are about
// when octets may be written, and which.

// TestOctets compares whole replies. Owners are pointers to the question
// (RFC 1035, 4.1.4), whose letters are those of the query.
func TestOctets(t *testing.T) {
	s := startWorld(t)
	const (
		question = "013101320130033139320749" + "4e2d414444520461727061" + "00" // 1.2.0.192.IN-ADDR.arpa.
		opt      = "00002904d000008000" + "0000"
	)
	for _, c := range []struct {
		name  string
		query *dns.Msg
		want  string
	}{
		{"generated", query("1.2.0.192.IN-ADDR.arpa.", dns.TypePTR),
			"8500" + "0001" + "0001" + "0000" + "0001" + question + "000c0001" +
				"c00c000c0001" + "00000e10" + "001b" + hex.EncodeToString([]byte("\x0cip-192-0-2-1\x04host\x07example\x00")) + opt},
		{"no data", query("1.2.0.192.IN-ADDR.arpa.", dns.TypeTXT),
			"8500" + "0001" + "0000" + "0001" + "0001" + question + "00100001" +
				"c00e00060001" + "0000012c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.query.IsEdns0().SetDo()
			c.query.CheckingDisabled = false
			w := s.serve(t, pack(t, c.query), false)
			got := hex.EncodeToString(w.wire[0][2:])
			if !strings.HasPrefix(got, c.want) || !strings.HasSuffix(got, opt) {
				t.Errorf("octets\n%s, want\n%s", got, c.want)
			}
		})
	}
}

// TestWhoGetsOctets: of the usual answers to a server without other plugins all are
// octets, whatever the name is made of. The rest are messages.
func TestWhoGetsOctets(t *testing.T) {
	s := startWorld(t)
	for _, c := range []struct {
		name   string
		qtype  uint16
		octets bool
	}{
		{"1." + zone4, dns.TypePTR, true},
		{"25." + zone4, dns.TypePTR, true},
		{"25." + zone4, dns.TypeANY, true},
		{"25." + zone4, dns.TypeTXT, true},
		{"x." + zone4, dns.TypePTR, true},
		{"www." + zoneHost, dns.TypeA, true},
		{"sub-192-0-2-64." + zoneHost, dns.TypeA, true},
		{zone4, dns.TypeSOA, false},
		{zone4, dns.TypeDS, false},
		{`x\@.` + zone4, dns.TypePTR, true},
		{`x\.y.` + zone4, dns.TypePTR, true},
		{`\000.` + zone4, dns.TypePTR, true},
	} {
		w := s.serve(t, pack(t, query(c.name, c.qtype)), false)
		if got := isOctets(w.wire[0]); got != c.octets {
			t.Errorf("%s %s: octets %t, want %t", c.name, dns.TypeToString[c.qtype], got, c.octets)
		}
	}
}

// TestLongestOctets asks for the longest names and labels, and for names of one octet.
func TestLongestOctets(t *testing.T) {
	s := startWorld(t)
	long := strings.Repeat("x", 63)
	name := strings.Repeat(long+".", 3) + strings.Repeat("y", 254-3*64-1-len(zoneHost)) + "." + zoneHost
	for _, name := range []string{name, name[1:], long + "." + zoneHost, "x." + zoneHost, strings.Repeat("a.", 110) + zoneHost} {
		s.check(t, query(name, dns.TypeA), nxdomain(zoneHost))
	}
}

// isOctets reports whether a reply has been written without a message: the owner of
// its first record points to the question. Messages that are short enough for the
// client have no pointers.
func isOctets(reply []byte) bool { return reply[questionEnd(reply)] >= 0xc0 }

// TestMostOctets asks for sets of names around the 512 octets that everybody takes.
// What is longer is a message, and goes to those only who have said that they take
// more.
func TestMostOctets(t *testing.T) {
	names, _ := manyNames(2)
	var sets strings.Builder
	for i := 10; i < 70; i++ {
		fmt.Fprintf(&sets, "ptr 192.0.2.%d %s %s.example.net\n", i, strings.Join(names, " "), strings.Repeat("z", i-9))
	}
	s := start(t, small("names 3\n"+sets.String()))
	longest := 0
	for i := 10; i < 70; i++ {
		name := fmt.Sprintf("%d.%s", i, zone4)
		reply := s.serve(t, pack(t, query(name, dns.TypePTR)), false).wire[0]
		if isOctets(reply) {
			longest = max(longest, len(reply))
		}
		if isOctets(reply) != (len(reply) <= dns.MinMsgSize) {
			t.Errorf("%d: %d octets, a message: %t", i, len(reply), !isOctets(reply))
		}
		if reply = s.serve(t, pack(t, new(dns.Msg).SetQuestion(name, dns.TypePTR)), false).wire[0]; len(reply) > dns.MinMsgSize {
			t.Errorf("%d: %d octets", i, len(reply))
		}
	}
	if longest != dns.MinMsgSize {
		t.Errorf("at most %d octets, want %d", longest, dns.MinMsgSize)
	}
}

// The server's own writers are known, others are not: those of plugins, of HTTPS,
// and those that hand the octets to a decorator.
func TestIsResponse(t *testing.T) {
	decorate := func(w dns.Writer) dns.Writer { return struct{ dns.Writer }{w} }
	for _, tcp := range []bool{false, true} {
		if own := (link{tcp: tcp}).writer(); !rdnsmgr.IsResponse(own) {
			t.Errorf("TCP %t: %T is not taken for the server's", tcp, own)
		}
		if own := (link{tcp: tcp, decorate: decorate}).writer(); rdnsmgr.IsResponse(own) {
			t.Errorf("TCP %t: a decorator is passed by", tcp)
		}
	}
	for _, w := range []dns.ResponseWriter{nil, new(writer), new(dnsserver.DoHWriter), request.NewScrubWriter(new(dns.Msg), new(writer)), struct{ dns.ResponseWriter }{}} {
		if rdnsmgr.IsResponse(w) {
			t.Errorf("%T is taken for the server's", w)
		}
	}
}

// Over sockets the usual answers are octets.
func TestOctetsOverSockets(t *testing.T) {
	s := startWorld(t)
	s.both(t, func(t *testing.T, network, address string) {
		if reply := exchangeOctets(t, network, address, pack(t, query("1."+zone4, dns.TypePTR))); !isOctets(reply) {
			t.Errorf("the reply is a message: %x", reply)
		}
	})
}

// TestDecorated: a plugin that wants to see each packet of a listener sees ours.
func TestDecorated(t *testing.T) {
	s := start(t, strings.Replace(small(""), "grab\n", "grab\n\tdecorate\n", 1))
	before := decorated.Load()
	exchange(t, "udp", s.udp(), pack(t, query("1."+zone4, dns.TypePTR)))
	if decorated.Load() == before {
		t.Error("the decorator has not seen the reply")
	}
}

// decorated counts what goes through the writers of the plugin decorate.
var decorated counter

type counter struct{ atomic.Int64 }

func (c *counter) Write(b []byte) (int, error) { c.Add(1); return len(b), nil }

func setupDecorate(c *caddy.Controller) error {
	dnsserver.GetConfig(c).UDPDecorateWriterFunc = func(*dnsserver.Server) dns.DecorateWriter {
		return func(w dns.Writer) dns.Writer { return io.MultiWriter(&decorated, w) }
	}
	return nil
}

// The metrics plugin is told the size of a reply in both ways, over TCP without the
// length in front.
func TestSizeOfOctets(t *testing.T) {
	s := start(t, strings.Replace(small(""), "grab\n", "grab\n\tprometheus 127.0.0.1:0\n", 1))
	sizes := func() (sum float64) {
		for _, m := range family(t, "coredns_dns_response_size_bytes") {
			sum += m.GetHistogram().GetSampleSum()
		}
		return sum
	}
	ask := pack(t, query("1."+zone4, dns.TypePTR))
	for _, w := range []*writer{{}, {tcp: true}, {messages: true}, {tcp: true, messages: true}} {
		before := sizes()
		s.serveTo(t, ask, w)
		if got, want := sizes()-before, len(w.wire[0]); got != float64(want) || isOctets(w.wire[0]) == w.messages {
			t.Errorf("TCP %t, a message %t: %.0f octets, want %d", w.tcp, !isOctets(w.wire[0]), got, want)
		}
	}
}

// The metrics plugin counts the code of a reply in both ways.
func TestMetricsOfOctets(t *testing.T) {
	s := start(t, strings.Replace(small(""), "grab\n", "grab\n\tprometheus 127.0.0.1:0\n", 1))
	counts := func() map[string]float64 {
		out := make(map[string]float64)
		for _, m := range family(t, "coredns_dns_responses_total") {
			var text strings.Builder
			for _, l := range m.GetLabel() {
				text.WriteString(l.GetName() + "=" + l.GetValue() + " ")
			}
			if strings.Contains(text.String(), s.dns.Addr) {
				out[text.String()] = m.GetCounter().GetValue()
			}
		}
		return out
	}
	for _, name := range []string{"1." + zone4, "x." + zone4} {
		ask := pack(t, query(name, dns.TypePTR))
		grown := func(w *writer) map[string]float64 {
			before := counts()
			s.serveTo(t, ask, w)
			after := counts()
			for series := range after {
				if after[series] -= before[series]; after[series] == 0 {
					delete(after, series)
				}
			}
			return after
		}
		octets := new(writer)
		got, want := grown(octets), grown(&writer{messages: true})
		if diff := cmp.Diff(want, got); diff != "" || len(want) != 1 || !isOctets(octets.wire[0]) {
			t.Errorf("%s: counted %v, a message: %t (-as a message +as octets):\n%s", name, want, !isOctets(octets.wire[0]), diff)
		}
	}
}

// Queries that are answered at the same time do not share octets.
func TestOctetsAtOnce(t *testing.T) {
	s := startWorld(t)
	var clients sync.WaitGroup
	for client := range 4 {
		clients.Go(func() {
			for i := range 500 {
				c, d := 8+client, i%256
				m := s.ask(t, query(fmt.Sprintf("%d.%d.%s", d, c, zoneWide), dns.TypePTR))
				if want := fmt.Sprintf("lan-c0a8%02x%02x.host.example.", c, d); len(m.Answer) != 1 || dns.Field(m.Answer[0], 1) != want {
					t.Errorf("reply\n%v, want %s", m, want)
				}
			}
		})
	}
	clients.Wait()
}

// Octets are the reply's own until they are written, whoever is answered meanwhile.
func TestOctetsUntilWritten(t *testing.T) {
	s := startWorld(t)
	other := pack(t, query("x."+zone4, dns.TypePTR))
	for range 100 { // because memory that is given back is not always used again
		w := &writer{before: func() { s.serve(t, other, false) }}
		m := s.askThrough(t, pack(t, query("1."+zone4, dns.TypePTR)), w)
		if len(m.Answer) != 1 || dns.Field(m.Answer[0], 1) != "ip-192-0-2-1.host.example." || !isOctets(w.wire[0]) {
			t.Fatalf("reply, as a message %t:\n%v", !isOctets(w.wire[0]), m)
		}
	}
}

// Octets that cannot be written are an error, as messages are.
func TestErrorOfOctets(t *testing.T) {
	h := startWorld(t).handler()
	for _, n := range shapes() {
		r := query(n.name, dns.TypePTR)
		if _, err := h.ServeDNS(t.Context(), request.NewScrubWriter(r, link{to: new(deafWriter)}.writer()), r); !errors.Is(err, errDeaf) {
			t.Errorf("%s: error %v", n.name, err)
		}
	}
}
