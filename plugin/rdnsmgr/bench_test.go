package rdnsmgr_test

import (
	"context"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/request"
	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/workload"
)

// ring is how many names a benchmark asks for in turn. They and their messages
// stay in the caches of the processor. The explicit names are asked for at random
// among all of them as well, so that most of what an answer needs comes from memory.
const ring = 4096

// BenchmarkServeDNS measures one answer of ours beside those of other plugins and
// beside a reply that is put together by hand, with the same record. What the server
// does to a message before it is written is part of each. cpu-ns/op is the time of the processor, which other work on
// the machine disturbs less. With -short there are fewer mappings.
//
// Ours stays loaded while the others are measured: a large heap without pointers
// lets the garbage collector come by less often, which is to help them as well.
func BenchmarkServeDNS(b *testing.B) {
	dir, mappings := b.TempDir(), workload.Mappings
	if testing.Short() {
		mappings = workload.Few
	}
	if err := workload.Write(dir, mappings); err != nil {
		b.Fatal(err)
	}
	ours := startPeer(b, workload.Rdnsmgr, dir)
	for _, p := range append(workload.Plugins(), byHandPlugin) {
		b.Run("plugin="+string(p), func(b *testing.B) {
			s := ours
			if p != workload.Rdnsmgr {
				s = startPeer(b, p, dir)
			}
			for _, c := range workload.Cases() {
				if s.answers(p, c) {
					s.bench(b, p, c, ring, mappings)
				}
			}
			if s.answers(p, workload.Explicit) {
				s.bench(b, p, workload.Explicit, mappings, mappings)
			}
		})
	}
}

// TestWorkload sees to it that what is measured answers what it should.
func TestWorkload(t *testing.T) {
	const mappings = 1000
	dir := t.TempDir()
	if err := workload.Write(dir, mappings); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(workload.Plugins(), byHandPlugin) {
		s := startPeer(t, p, dir)
		for _, c := range workload.Cases() {
			if s.answers(p, c) {
				s.verify(t, p, workload.Questions(c, 100, mappings))
			}
		}
	}
}

func startPeer(t testing.TB, p workload.Plugin, dir string) *server {
	t.Helper()
	s := start(t, p.Corefile(dir, "0", "grab"))
	runtime.GC() // what loading has left is not part of an answer
	return s
}

func (s *server) answers(p workload.Plugin, c workload.Case) bool {
	if p == byHandPlugin {
		return c == workload.Explicit || c == workload.Mixed || c == workload.Synth4 || c == workload.Synth6
	}
	return p.Answers(c)
}

// verify compares the answers of a plugin with what they must be.
func (s *server) verify(t testing.TB, p workload.Plugin, questions []workload.Question) {
	t.Helper()
	s.prompt(questions)
	for _, q := range questions {
		m := s.ask(t, query(q.Name, dns.StringToType[q.Type]))
		if p == workload.Whoami && m.Rcode == dns.RcodeSuccess {
			continue
		}
		if got := answerOf(m); got != q {
			t.Fatalf("%s: got %v (%s), want %v", p, got, dns.RcodeToString[m.Rcode], q)
		}
	}
}

// answerOf returns a message as the question that it answers.
func answerOf(m *dns.Msg) workload.Question {
	q := workload.Question{Name: m.Question[0].Name, Type: dns.TypeToString[m.Question[0].Qtype]}
	switch {
	case m.Rcode == dns.RcodeNameError && len(m.Answer) == 0:
	case m.Rcode == dns.RcodeSuccess && len(m.Answer) == 1:
		q.Answer = dns.Field(m.Answer[0], 1)
	default:
		q.Answer = fmt.Sprint(m)
	}
	return q
}

// bench measures the answers to a number of different questions.
func (s *server) bench(b *testing.B, p workload.Plugin, c workload.Case, different, mappings int) {
	b.Helper()
	questions := workload.Questions(c, different, mappings)
	s.verify(b, p, questions[:ring])
	queries := benchQueries(b, questions)
	chain := s.config.Handler("grab").(*grab).Handler
	ctx := context.WithValue(context.Background(), dnsserver.Key{}, s.dns)
	b.Run(fmt.Sprintf("case=%s/names=%d", c, different), func(b *testing.B) {
		s.prompt(questions)
		queries.loop(b, func(w dns.ResponseWriter, r *dns.Msg) {
			if _, err := chain.ServeDNS(ctx, w, r); err != nil {
				b.Fatal(err)
			}
		})
	})
}

// queries are names, and messages that ask for one after the other.
type queries struct {
	names    []string
	messages []*dns.Msg
	writers  []dns.ResponseWriter // which the server hands on with each message
	client   *benchClient
}

// benchQueries returns unpacked queries with EDNS, as the server gets them.
func benchQueries(b *testing.B, questions []workload.Question) *queries {
	b.Helper()
	q := &queries{messages: make([]*dns.Msg, ring), writers: make([]dns.ResponseWriter, ring), client: new(benchClient)}
	client := link{to: q.client}.writer()
	for i := range q.messages {
		q.messages[i] = new(dns.Msg)
		q.writers[i] = request.NewScrubWriter(q.messages[i], client)
		if err := q.messages[i].Unpack(pack(b, query(questions[i].Name, dns.StringToType[questions[i].Type]))); err != nil {
			b.Fatal(err)
		}
	}
	for _, question := range questions {
		q.names = append(q.names, question.Name)
	}
	return q
}

// processor returns the time that the process has run until now.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func (q *queries) loop(b *testing.B, serve func(dns.ResponseWriter, *dns.Msg)) {
	b.ReportAllocs()
	i := 0
	q.client.replies = 0
	before := processor(b)
	for b.Loop() {
		r := q.messages[i%ring]
		r.Question[0].Name = q.names[i%len(q.names)]
		serve(q.writers[i%ring], r)
		i++
	}
	b.ReportMetric(float64(processor(b)-before)/float64(i), "cpu-ns/op")
	if q.client.replies != i {
		b.Fatalf("%d replies to %d queries", q.client.replies, i)
	}
}

// A benchClient counts replies and drops them.
type benchClient struct {
	replies int
}

func (c *benchClient) Write(b []byte) (int, error) {
	c.replies++
	return len(b), nil
}
