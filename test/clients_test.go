package test

import (
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// A judgement is what a mail server makes of a client by its name.
type judgement string

const (
	accepts judgement = "accepts"
	rejects judgement = "rejects" // for good, 550
	defers  judgement = "defers"  // for now, 450
)

// clients are hosts whose names are served, what their name servers say, and
// what a mail server makes of that. Their addresses are counted from 192.0.2.10;
// @ stands for them. BIND takes no more than 100 records of a name.
var clients = []struct {
	name, says string
	want       judgement
	exim       judgement // if it differs
}{
	{name: "right", says: "@", want: accepts},
	{name: "both-families", says: "@ 2001:db8::99", want: accepts},
	{name: "among-many", says: "@ many=90", want: accepts},
	{name: "alias", says: "cname=target.example.net", want: accepts},
	{name: "chain", says: "cname=hop15.example.net", want: accepts},
	{name: "no-time", says: "@ ttl=0", want: accepts},
	{name: "for-ever", says: "@ ttl=2147483647", want: accepts},
	{name: "slow", says: "@ delay=300ms", want: accepts},
	{name: "truncated", says: "@ truncated", want: accepts},
	{name: "validated", says: "@ ad", want: accepts},

	{name: "mismatch", says: "198.51.100.9", want: rejects},
	{name: "many-others", says: "many=90", want: rejects},
	{name: "loopback", says: "127.0.0.1", want: rejects},
	{name: "other-family", says: "2001:db8::99", want: rejects},
	{name: "mapped", says: "::ffff:@", want: rejects, exim: accepts},
	{name: "nodata", says: "nodata", want: rejects},
	{name: "nxdomain", says: "nxdomain", want: rejects},
	{name: "alias-of-nothing", says: "cname=nothing.example.net", want: rejects},
	{name: "alias-of-nodata", says: "cname=nodata.example.net", want: rejects},

	{name: "servfail", says: "servfail", want: defers},
	{name: "refused", says: "refused", want: defers},
	{name: "bogus", says: "bogus", want: defers},
	{name: "silent", says: "silent", want: defers},
	{name: "loop", says: "cname=loop.example.net", want: defers},
	{name: "long-chain", says: "cname=hop1.example.net", want: defers},
	{name: "no-tcp", says: "@ truncated notcp", want: defers},
}

// otherNames are those that the names of clients lead to.
const otherNames = `
nodata.example.net nodata
loop.example.net cname=pool.example.net
pool.example.net cname=loop.example.net
right-six.example.org 2001:db8::2
wrong-six.example.org 2001:db8::9 192.0.2.2
`

// Hosts beside those.
var (
	rightSix  = confirm.Mapping{Addr: netip.MustParseAddr("2001:db8::2"), Name: "right-six.example.org."}
	wrongSix  = confirm.Mapping{Addr: netip.MustParseAddr("2001:db8::3"), Name: "wrong-six.example.org."}
	withdrawn = confirm.Mapping{Addr: netip.MustParseAddr("192.0.2.200"), Name: "withdrawn.example.org."}
	generated = netip.MustParseAddr("192.0.2.201")
	nameless  = netip.MustParseAddr("192.0.2.202")
)

// client returns the mapping of one of the clients.
func client(n int) confirm.Mapping {
	return confirm.Mapping{
		Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(10 + n)}),
		Name: clients[n].name + ".example.org.",
	}
}

// clientsScript has an upstream know everybody's names.
func clientsScript() string {
	var b strings.Builder
	b.WriteString(otherNames)
	for n, c := range clients {
		address := client(n).Addr.String()
		fmt.Fprintf(&b, "%s %s\n", client(n).Name, strings.ReplaceAll(c.says, "@", address))
		switch c.name {
		case "alias":
			fmt.Fprintf(&b, "target.example.net %s\n", address)
		case "chain":
			fmt.Fprintf(&b, "hop20.example.net %s\n", address)
		}
	}
	for n := 1; n < 20; n++ {
		fmt.Fprintf(&b, "hop%d.example.net cname=hop%d.example.net\n", n, n+1)
	}
	return b.String()
}

const clientsCorefile = `192.0.2.0/24:{$PORT} 2001:db8::/32:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        except 192.0.2.202/32
        mappings customers.map
        state state
        confirm {$R}
        soa ns1.example.net hostmaster.host.example
        ns ns1.example.net
    }
    prometheus 127.0.0.1:{$HTTPPORT}
}
`

// writeClients writes the files of a server that has adopted the names of the
// clients an hour ago, will ask about them as soon as it starts, and has
// withdrawn one.
func writeClients(dir string) error {
	var mappings, known strings.Builder
	add := func(m confirm.Mapping, record string) {
		fmt.Fprintf(&mappings, "%s %s\n", m.Addr, m.Name)
		fmt.Fprintf(&known, "%s %s %s\n", m.Addr, m.Name, record)
	}
	const adopted = "pending adopted since=-1h due=0s"
	for n := range clients {
		add(client(n), adopted)
	}
	add(rightSix, adopted)
	add(wrongSix, adopted)
	add(withdrawn, "suspended failures=6 since=-1h first=-3h last=-1h due=1h")
	if err := writeFile(dir, "Corefile", clientsCorefile); err != nil {
		return err
	}
	if err := writeFile(dir, "customers.map", mappings.String()); err != nil {
		return err
	}
	return writeRecords(filepath.Join(dir, "state"), known.String(), time.Now())
}

// compareClients waits until the server has checked the clients, stops it, and
// sees to it that it thinks of each name what a mail server does.
func compareClients(t *testing.T, s *server, dir, metrics string, get *http.Client) {
	t.Helper()
	awaitChecks(t, s, len(clients)+2, metrics, get)
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	for n, c := range clients {
		compareClient(t, dir, client(n), c.want)
	}
	compareClient(t, dir, rightSix, accepts)
	compareClient(t, dir, wrongSix, rejects)
}

// awaitChecks waits until confirmation has checked so many names.
func awaitChecks(t *testing.T, s *server, n int, metrics string, get *http.Client) {
	t.Helper()
	deadline := time.After(patience)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		checks, err := countChecks(metrics, get)
		if err == nil && checks >= n {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("%d of %d names were checked in %v (%v); the server said:\n%s", checks, n, patience, err, s.output)
		}
	}
}

var checksTotal = regexp.MustCompile(`(?m)^coredns_rdnsmgr_confirm_checks_total\{.*\} (\d+)$`)

func countChecks(metrics string, get *http.Client) (checks int, err error) {
	r, err := get.Get(metrics)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	for _, match := range checksTotal.FindAllStringSubmatch(string(body), -1) {
		n, _ := strconv.Atoi(match[1]) // digits
		checks += n
	}
	return checks, err
}

func compareClient(t *testing.T, dir string, m confirm.Mapping, want judgement) {
	t.Helper()
	r, err := findRecord(filepath.Join(dir, "state"), m)
	if err != nil {
		t.Fatal(err)
	}
	got := defers
	switch {
	case r.Last == confirm.Match && r.Status == confirm.Active:
		got = accepts
	case r.Last.Failure() && r.Status == confirm.Pending:
		got = rejects
	case r.Errors == 0:
		got = "does not know"
	}
	if got != want {
		t.Errorf("%s: confirmation has %s, want what a mail server %s", m.Name, strings.TrimSpace(showRecord(r)), want)
	}
}
