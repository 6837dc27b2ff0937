package rdnsmgr_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/workload"
)

// wrapped has all plugins in front of rdnsmgr that wrap the writer, and those of
// wrappers_test.go. CACHE is cache, which lets our answers pass, or keep, which
// does not.
const wrapped = `2.0.192.in-addr.arpa:0 168.192.in-addr.arpa:0 8.b.d.0.1.0.0.2.ip6.arpa:0 host.example:0 alias.example:0 {
	bind 127.0.0.1
	grab
	metadata
	prometheus 127.0.0.1:0
	errors
	log . "{type} {name} {rcode} {/rdnsmgr/kind} {/rdnsmgr/owner} {/rdnsmgr/address}"
	dnstap DIR/nobody.sock full
	loadbalance
	rewrite stop {
		name suffix .alias.example. .host.example. answer auto
	}
	CACHE
	header {
		response set ra
	}
	sign DIR/Kzone
	minimal
	scribble
	rdnsmgr 192.0.2.0/24 192.168.0.0/16 2001:db8::/32 host.example {
		pool 192.0.2.0/24 192.168.0.0/16 2001:db8::/32 ip-{ip}.host.example
		delegate 192.0.2.64/26 ns1.64-26.2.0.192.in-addr.arpa
		glue ns1.64-26.2.0.192.in-addr.arpa 192.0.2.65
		delegate 2001:db8:100::/40 ns1.example.net
		ptr 192.0.2.25 mail.example.net
		ptr 192.0.2.40 one.example.net two.example.net three.example.net
		names 3
		mappings DIR/customers.map
		record www.host.example A 192.0.2.80
		record www.host.example A 192.0.2.81
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
	}
}
`

// wrappedCases are a question for each kind of answer, and the data that the
// answer section must have.
var wrappedCases = []struct {
	name  string
	qtype uint16
	want  []string
}{
	{"25.2.0.192.in-addr.arpa.", dns.TypePTR, []string{"PTR mail.example.net."}},
	{"25.2.0.192.in-addr.arpa.", dns.TypeANY, []string{"PTR mail.example.net."}},
	{"40.2.0.192.in-addr.arpa.", dns.TypePTR, []string{"PTR one.example.net.", "PTR three.example.net.", "PTR two.example.net."}},
	{"1.2.0.192.in-addr.arpa.", dns.TypePTR, []string{"PTR ip-192-0-2-1.host.example."}},
	{"1.2.0.192.in-addr.arpa.", dns.TypeTXT, nil},
	{"x.1.2.0.192.in-addr.arpa.", dns.TypePTR, nil},
	{"2.0.192.in-addr.arpa.", dns.TypeNS, []string{"NS ns1.example.net."}},
	{"2.0.192.in-addr.arpa.", dns.TypeSOA, []string{"SOA ns1.example.net."}},
	{"66.2.0.192.in-addr.arpa.", dns.TypePTR, []string{"CNAME 66.64-26.2.0.192.in-addr.arpa."}},
	{"66.64-26.2.0.192.in-addr.arpa.", dns.TypePTR, nil},
	{"1.0.8.b.d.0.1.0.0.2.ip6.arpa.", dns.TypePTR, nil},
	{"ip-192-0-2-1.host.example.", dns.TypeA, []string{"A 192.0.2.1"}},
	{"ip-2001-0db8-0000-0000-0000-0000-0000-0001.host.example.", dns.TypeAAAA, []string{"AAAA 2001:db8::1"}},
	{"ip-192-0-2-1.alias.example.", dns.TypeA, []string{"A 192.0.2.1"}},
	{"www.host.example.", dns.TypeA, []string{"A 192.0.2.80", "A 192.0.2.81"}},
	{"nobody.host.example.", dns.TypeA, nil},
}

// TestWrapped asks through all of them at once, while a mapping changes. Each
// answer is what it was in the quiet. Run with -race: a record that two answers
// share is one that two queries write to.
func TestWrapped(t *testing.T) {
	for _, cache := range []string{"cache", "keep"} {
		t.Run(cache, func(t *testing.T) {
			w := startWrapped(t, cache)
			quiet := w.answers()
			var clients, change sync.WaitGroup
			done := make(chan struct{})
			change.Go(func() { w.changeUntil(done) })
			for i := range 4 {
				clients.Go(func() {
					for round := range 20 {
						// The first difference is enough; the race detector may find more.
						if diff := cmp.Diff(quiet, w.answers()); diff != "" && !t.Failed() {
							t.Errorf("answers (-quiet +now):\n%s", diff)
						}
						w.askGenerated(i*20 + round)
						w.askChanging()
					}
				})
			}
			clients.Wait()
			close(done)
			change.Wait()
		})
	}
}

// A wrappedServer is asked by several goroutines.
type wrappedServer struct {
	*server
	t      *testing.T
	dir    string
	kept   bool         // answers come from a cache
	newest atomic.Int64 // number of the newest name of 192.0.2.200 that was written
}

func startWrapped(t *testing.T, cache string) *wrappedServer {
	t.Helper()
	dir := filepath.Dir(writeKey(t, zoneHost))
	w := &wrappedServer{t: t, dir: dir, kept: cache == "keep"}
	if err := w.change(0); err != nil {
		t.Fatal(err)
	}
	w.server = start(t, strings.NewReplacer("DIR", dir, "CACHE", cache).Replace(wrapped))
	return w
}

func changingName(n int64) string { return fmt.Sprintf("www-%d.example.org.", n) }

// change gives 192.0.2.200 another name.
func (w *wrappedServer) change(n int64) error {
	path := filepath.Join(w.dir, "customers.map")
	if err := os.WriteFile(path+".new", []byte("192.0.2.200 "+changingName(n)+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// changeUntil goes on changing it, at least once. Each change is waited for,
// behind all caches.
func (w *wrappedServer) changeUntil(done <-chan struct{}) {
	expired := deadlineOf(w.t)
	for n := int64(1); ; n++ {
		w.newest.Store(n)
		if err := w.change(n); err != nil {
			w.t.Error(err)
			return
		}
		for m := new(dns.Msg); len(m.Answer) != 1 || dns.Field(m.Answer[0], 1) != changingName(n); {
			if expired(); w.t.Failed() {
				return
			}
			direct := new(writer)
			if _, err := w.handler().ServeDNS(context.Background(), direct, query("200.2.0.192.in-addr.arpa.", dns.TypePTR)); err != nil {
				w.t.Error(err)
				return
			}
			m = direct.replies[0]
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

// exchange asks through all plugins.
func (w *wrappedServer) exchange(name string, qtype uint16, do bool) *dns.Msg {
	r := new(dns.Msg).SetQuestion(name, qtype).SetEdns0(1232, do)
	out := new(writer)
	w.dns.ServeDNS(context.WithValue(context.Background(), dnsserver.Key{}, w.dns), out, r)
	m := new(dns.Msg)
	if len(out.wire) != 1 {
		w.t.Errorf("%s: %d replies", name, len(out.wire))
	} else if err := m.Unpack(out.wire[0]); err != nil {
		w.t.Errorf("%s: %v", name, err)
	}
	return m
}

// answers asks every question with and without DO, and returns what came.
func (w *wrappedServer) answers() map[string]reply {
	all := make(map[string]reply)
	for _, c := range wrappedCases {
		for _, do := range []bool{false, true} {
			m := w.exchange(c.name, c.qtype, do)
			what := fmt.Sprintf("%s %s do=%t", c.name, dns.TypeToString[c.qtype], do)
			if got := answerData(m); !slices.Equal(got, c.want) {
				w.t.Errorf("%s: got %q, want %q", what, got, c.want)
			}
			signed := slices.ContainsFunc(m.Answer, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeRRSIG })
			if signed != (do && c.want != nil) {
				w.t.Errorf("%s: signed is %t", what, signed)
			}
			all[what] = w.settle(m)
		}
	}
	return all
}

// answerData returns the data of the answer section without the signatures.
func answerData(m *dns.Msg) []string {
	var out []string
	for _, rr := range m.Answer {
		if t := rr.Header().Rrtype; t != dns.TypeRRSIG {
			out = append(out, dns.TypeToString[t]+" "+dns.Field(rr, 1))
		}
	}
	slices.Sort(out)
	return out
}

// settle returns a message without what may change: the order of records, the
// serial, times and the signature over both, and how long a cache keeps it.
func (w *wrappedServer) settle(m *dns.Msg) reply {
	for _, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
		for _, rr := range section {
			switch rr := rr.(type) {
			case *dns.SOA:
				rr.Serial = 0
			case *dns.RRSIG:
				*rr = dns.RRSIG{Hdr: rr.Hdr, TypeCovered: rr.TypeCovered, SignerName: rr.SignerName}
			}
			if w.kept && rr.Header().Rrtype != dns.TypeOPT {
				rr.Header().Ttl = 0
			}
		}
	}
	out := show(m)
	for _, section := range [][]string{out.Answer, out.Authority, out.Additional} {
		slices.Sort(section)
	}
	return out
}

// askGenerated asks for names that are in no cache.
func (w *wrappedServer) askGenerated(n int) {
	for _, q := range []workload.Question{
		{Name: fmt.Sprintf("%d.%d.168.192.in-addr.arpa.", n%256, n/256), Answer: fmt.Sprintf("PTR ip-192-168-%d-%d.host.example.", n/256, n%256)},
		{Name: fmt.Sprintf("%x.%x.%s8.b.d.0.1.0.0.2.ip6.arpa.", n%16, n/16, strings.Repeat("0.", 22)), Answer: fmt.Sprintf("PTR ip-2001-0db8-0000-0000-0000-0000-0000-%04x.host.example.", n)},
	} {
		if got := answerData(w.exchange(q.Name, dns.TypePTR, n%2 == 0)); !slices.Equal(got, []string{q.Answer}) {
			w.t.Errorf("%s: got %q, want %q", q.Name, got, q.Answer)
		}
	}
}

// askChanging asks for the name that changes. Without a cache it is the newest
// that was served before, or one that was written until the answer came.
func (w *wrappedServer) askChanging() {
	oldest := w.newest.Load() - 1
	if w.kept {
		oldest = 0
	}
	got := answerData(w.exchange("200.2.0.192.in-addr.arpa.", dns.TypePTR, false))
	for n := max(oldest, 0); n <= w.newest.Load(); n++ {
		if slices.Equal(got, []string{"PTR " + changingName(n)}) {
			return
		}
	}
	w.t.Errorf("192.0.2.200 is %q, the newest name %d", got, w.newest.Load())
}
