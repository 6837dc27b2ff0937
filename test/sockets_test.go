package test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/workload"
)

const (
	socketTime  = time.Second // that dnsperf asks for one figure
	socketAsked = 1 << 18     // questions, which it repeats; more than the cache plugin holds
)

// BenchmarkSockets has dnsperf ask the real server, once for each plugin, and
// measures the CPU time of the server, user and system, for each answered query:
// other work on the machine hardly changes that, unlike queries per second. of-whoami
// is the ratio to whoami in the same binary with the same plugins in front. The
// plugins take turns, in as many rounds as the variable ROUNDS says. Server and
// dnsperf have a processor each, if there are two and a taskset.
func BenchmarkSockets(b *testing.B) {
	if _, err := exec.LookPath("dnsperf"); err != nil {
		b.Skip("dnsperf is not installed")
	}
	dir := b.TempDir()
	if err := workload.Write(dir, mappings()); err != nil {
		b.Fatal(err)
	}
	floorAndOurs := workload.Plugins()[:2]
	for _, contest := range []contest{
		{beside: "nothing", plugins: workload.Plugins(), cases: workload.Cases()},
		{"errors", []string{"errors"}, floorAndOurs, []workload.Case{workload.Synth4, workload.Explicit}},
		{"errors+prometheus", []string{"errors", "prometheus 127.0.0.1:{$METRICS}"}, floorAndOurs, []workload.Case{workload.Synth4, workload.Synth6, workload.Explicit}},
		{"cache", []string{"cache"}, workload.Plugins()[:3], []workload.Case{workload.Synth4}},
	} {
		contest.run(b, dir)
	}
}

// A contest is between plugins that have the same others in front.
type contest struct {
	beside  string
	lines   []string // of the Corefile
	plugins []workload.Plugin
	cases   []workload.Case
}

func (t contest) run(b *testing.B, dir string) {
	b.Helper()
	servers := make(map[workload.Plugin]*target)
	for _, p := range t.plugins {
		servers[p] = startTarget(b, p, dir, t.lines)
	}
	files := make(map[workload.Case]string)
	for _, c := range t.cases {
		files[c] = writeQuestions(b, workload.Questions(c, socketAsked, mappings()))
	}
	for round := 1; round <= rounds(); round++ {
		for _, c := range t.cases {
			t.compare(b, fmt.Sprintf("round=%d/beside=%s/case=%s", round, t.beside, c), c, servers, files[c])
		}
	}
	for _, s := range servers {
		if err := s.stop(); err != nil {
			b.Error(err)
		}
	}
}

// compare measures the plugins one after the other.
func (t contest) compare(b *testing.B, name string, c workload.Case, servers map[workload.Plugin]*target, file string) {
	b.Helper()
	var floor float64 // of whoami, which is the first
	for _, p := range t.plugins {
		if !p.Answers(c) {
			continue
		}
		b.Run(name+"/plugin="+string(p), func(b *testing.B) {
			servers[p].verify(b, p, workload.Questions(c, 100, mappings()))
			cost := servers[p].measure(b, file)
			if p == workload.Whoami {
				floor = cost
			}
			b.ReportMetric(0, "ns/op") // a run of dnsperf is no operation
			b.ReportMetric(cost, "cpu-us/query")
			if floor > 0 {
				b.ReportMetric(cost/floor, "of-whoami")
			}
		})
	}
}

// mappings is how many are loaded, rounds how often each figure is taken.
func mappings() int {
	if testing.Short() {
		return workload.Few
	}
	return workload.Mappings
}

func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("ROUNDS")); err == nil {
		return n
	}
	return 1
}

// A target is a server that dnsperf asks.
type target struct {
	*server
	port string
}

func startTarget(b *testing.B, p workload.Plugin, dir string, lines []string) *target {
	b.Helper()
	name := "Corefile-" + string(p)
	if err := writeFile(dir, name, p.Corefile(dir, "{$PORT}", lines...)); err != nil {
		b.Fatal(err)
	}
	s, env, err := startAnywhere(dir, name, os.Environ(), "PORT", "METRICS")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.kill)
	pin(b, s.cmd.Process.Pid)
	return &target{s, lookup(env, "PORT")}
}

// pin keeps a server on the first processor.
func pin(b *testing.B, pid int) {
	b.Helper()
	if !pinned() {
		return
	}
	if out, err := exec.Command("taskset", "-a", "-p", "-c", "0", strconv.Itoa(pid)).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
}

func pinned() bool {
	_, err := exec.LookPath("taskset")
	return err == nil && runtime.NumCPU() > 1
}

func writeQuestions(b *testing.B, questions []workload.Question) string {
	b.Helper()
	var text strings.Builder
	for _, q := range questions {
		text.WriteString(q.Name + " " + q.Type + "\n")
	}
	dir := b.TempDir()
	if err := writeFile(dir, "questions", text.String()); err != nil {
		b.Fatal(err)
	}
	return filepath.Join(dir, "questions")
}

// verify compares answers with what they must be. whoami only has to answer.
func (s *target) verify(b *testing.B, p workload.Plugin, questions []workload.Question) {
	b.Helper()
	client := &dns.Client{Timeout: patience}
	for _, q := range questions {
		ask := new(dns.Msg).SetQuestion(q.Name, dns.StringToType[q.Type]).SetEdns0(1232, false)
		m, _, err := client.Exchange(ask, "127.0.0.1:"+s.port)
		if err != nil {
			b.Fatal(err)
		}
		rcode, answer := dns.RcodeSuccess, ""
		if q.Answer == "" && p != workload.Whoami {
			rcode = dns.RcodeNameError
		}
		if len(m.Answer) == 1 {
			answer = dns.Field(m.Answer[0], 1)
		}
		if m.Rcode != rcode || answer != q.Answer && p != workload.Whoami {
			b.Fatalf("%s: want %v, got\n%v", p, q, m)
		}
	}
}

var completed = regexp.MustCompile(`Queries completed: +(\d+)`)

// measure returns the microseconds of CPU that an answer takes.
func (s *target) measure(b *testing.B, file string) float64 {
	b.Helper()
	args := []string{"dnsperf", "-s", "127.0.0.1", "-p", s.port, "-d", file, "-e", "-c", "8", "-q", "128", "-l", fmt.Sprint(socketTime.Seconds())}
	if pinned() {
		args = append([]string{"taskset", "-c", "1"}, args...)
	}
	var queries, used float64
	for range b.N {
		before := s.processor(b)
		out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		used += (s.processor(b) - before).Seconds()
		match := completed.FindSubmatch(out)
		if match == nil {
			b.Fatalf("dnsperf says:\n%s", out)
		}
		n, err := strconv.ParseFloat(string(match[1]), 64)
		if err != nil {
			b.Fatal(err)
		}
		queries += n
	}
	return used * 1e6 / queries
}

// processor returns the time that the server has run until now. Linux counts it in
// hundredths of a second, in the fields 14 and 15 of this file.
func (s *target) processor(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		b.Skipf("this system does not say how long a process has run: %v", err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var ticks time.Duration
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		ticks += time.Duration(n)
	}
	return ticks * 10 * time.Millisecond
}
