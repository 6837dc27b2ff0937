package test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const killedCorefile = `192.0.2.0/24:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        mappings customers.map
        state state
        confirm {$R} {
            rate 20
        }
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net
    }
}
`

const (
	kills = 8
	each  = 40 // names that wait for their match, that had it, and that lost it
)

// A wreck is a server that is killed again and again.
type wreck struct {
	t        *testing.T
	dir      string
	upstream *upstream
	mappings []confirm.Mapping
	server   *server
	address  string
}

// TestKilledInALoop kills the server while it finds out that names point back.
// Whatever was on disk by then is served at once by the next one, and nothing
// that must not be.
func TestKilledInALoop(t *testing.T) {
	t.Parallel()
	w := newWreck(t)
	for range kills {
		known := w.known()
		w.start()
		w.compare(known)
		w.awaitWritten(active(known) + 1)
		w.awaitQuestions(len(w.upstream.questions()) + rand.IntN(each/4)) //nolint:gosec // any moment will do
		w.server.kill()
	}
	w.start()
	w.awaitServed(2 * each)
	if err := w.server.stop(); err != nil {
		t.Error(err)
	}
	known := w.known()
	w.start()
	w.compare(known)
	w.awaitServed(2 * each)
	if err := w.server.stop(); err != nil {
		t.Error(err)
	}
}

// newWreck makes the state of a server that ran before: the first names wait
// and point back, the next did so before, and the last do not any more.
func newWreck(t *testing.T) *wreck {
	t.Helper()
	w := &wreck{t: t, dir: t.TempDir()}
	var mappings, known, answers strings.Builder
	for n := range 3 * each {
		m := confirm.Mapping{Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}), Name: fmt.Sprintf("c%d.example.org.", n)}
		w.mappings = append(w.mappings, m)
		fmt.Fprintf(&mappings, "%s %s\n", m.Addr, m.Name)
		switch n / each {
		case 0:
			fmt.Fprintf(&known, "%s %s pending since=-1m due=0s\n", m.Addr, m.Name)
			fmt.Fprintf(&answers, "%s %s\n", m.Name, m.Addr)
		case 1:
			fmt.Fprintf(&known, "%s %s active matched since=-72h match=-1h due=4h\n", m.Addr, m.Name)
		case 2:
			fmt.Fprintf(&known, "%s %s suspended matched failures=6 since=-1h first=-25h last=-1h match=-72h due=1h\n", m.Addr, m.Name)
		}
	}
	w.check(writeFile(w.dir, "Corefile", killedCorefile))
	w.check(writeFile(w.dir, "customers.map", mappings.String()))
	w.check(writeRecords(w.state(), known.String(), time.Now()))
	w.upstream, _ = startUpstream(t, answers.String())
	return w
}

func (w *wreck) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *wreck) state() string { return filepath.Join(w.dir, "state") }

func (w *wreck) start() {
	w.t.Helper()
	s, env, err := startAnywhere(w.dir, "Corefile", append(os.Environ(), "R="+w.upstream.address), "PORT")
	w.check(err)
	w.t.Cleanup(s.kill)
	w.server, w.address = s, "127.0.0.1:"+lookup(env, "PORT")
}

// known returns what is on disk of each mapping.
func (w *wreck) known() []confirm.Record {
	w.t.Helper()
	records := make([]confirm.Record, len(w.mappings))
	for n, m := range w.mappings {
		r, err := findRecord(w.state(), m)
		w.check(err)
		records[n] = r
	}
	return records
}

// compare sees to it that the server knows what was on disk.
func (w *wreck) compare(known []confirm.Record) {
	w.t.Helper()
	for n, m := range w.mappings {
		served := w.name(m.Addr) == m.Name
		switch mayMatch := n/each == 0; {
		case known[n].Status == confirm.NoStatus:
			w.t.Errorf("%s: nothing is known of it", m.Name)
		case known[n].Served() && !served:
			w.t.Errorf("%s is not served, and was %s", m.Name, showRecord(known[n]))
		case served && !known[n].Served() && !mayMatch:
			w.t.Errorf("%s is served, and was %s", m.Name, showRecord(known[n]))
		}
	}
}

// name returns the name of an address.
func (w *wreck) name(a netip.Addr) string {
	w.t.Helper()
	q, err := parseQuery([]string{"-x", a.String()})
	w.check(err)
	m, err := q.exchange(w.address, nil)
	w.check(err)
	if len(m.Answer) != 1 {
		w.t.Fatalf("%s: %s", a, q.show(m))
	}
	return m.Answer[0].(*dns.PTR).Ptr
}

// awaitQuestions waits until the resolver was asked so often, or will not be any
// more because all names have their match.
func (w *wreck) awaitQuestions(n int) {
	w.t.Helper()
	w.until(func() bool { return len(w.upstream.questions()) >= n || w.served() == 2*each })
}

// awaitWritten waits until so many active names are on disk, or all.
func (w *wreck) awaitWritten(n int) {
	w.t.Helper()
	w.until(func() bool { return active(w.known()) >= min(n, 2*each) })
}

func active(records []confirm.Record) int {
	n := 0
	for _, r := range records {
		if r.Status == confirm.Active {
			n++
		}
	}
	return n
}

// awaitServed waits until so many names are served.
func (w *wreck) awaitServed(n int) {
	w.t.Helper()
	w.until(func() bool { return w.served() == n })
}

func (w *wreck) served() int {
	w.t.Helper()
	n := 0
	for _, m := range w.mappings {
		if w.name(m.Addr) == m.Name {
			n++
		}
	}
	return n
}

func (w *wreck) until(done func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		if time.Now().After(deadline) {
			w.t.Fatalf("%d names are served after %v; the server said:\n%s", w.served(), patience, w.server.output)
		}
	}
}
