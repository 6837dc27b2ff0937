package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// secondaryZones are those of secondaryCorefile.
var secondaryZones = []string{
	"2.0.192.in-addr.arpa.", "100.51.198.in-addr.arpa.", "0/25.113.0.203.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.", "host.example.", "sub.host.example.",
}

const secondaryCorefile = `192.0.2.0/24:{$PORT} 198.51.100.0/24:{$PORT} 0/25.113.0.203.in-addr.arpa:{$PORT},
2001:db8::/32:{$PORT} host.example:{$PORT} sub.host.example:{$PORT} {
    bind 127.0.0.1
    transfer {
        to 127.0.0.1:{$SECONDARY}
    }
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        pool 192.0.2.128/26 {d}.{c}.dyn.host.example { ttl 600 }
        pool 192.0.2.192/28 silent-{ip}.host.example { forward off }
        pool 203.0.113.0/26 ip-{ip}.host.example
        pool 2001:db8:1::/120 ip-{ip}.host.example
        except 192.0.2.16/29
        delegate 192.0.2.64/27 ns1.64-27.2.0.192.in-addr.arpa ns2.example.net
        glue ns1.64-27.2.0.192.in-addr.arpa 192.0.2.65 2001:db8::65
        delegate 192.0.2.96/30 cname {d}.rev.customer.example.org
        delegate 192.0.2.104/31 ns1.host.example {
            label 104/31
            ds 257 13 2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
        }
        delegate 192.0.2.110/32 ns1.example.net
        delegate 2001:db8:40::/42 ns1.example.net
        delegate 203.0.113.64/26 ns1.example.net
        ptr 192.0.2.25 mail.example.net 900
        ptr 192.0.2.17 excepted.example.net
        ptr 192.0.2.40 one.example.net two.example.net three.example.net
        ptr 198.51.100.7 alone.example.net
        ptr 203.0.113.50 fifty.example.net
        ptr 2001:db8:ffff::25 mail.example.net
        names 3
        mappings customers.map
        record 30.2.0.192.in-addr.arpa TXT "beside a generated name"
        record _x.25.2.0.192.in-addr.arpa TXT "below an explicit one"
        record ns1.host.example A 192.0.2.53
        record ns1.sub.host.example AAAA 2001:db8::53
        record cust.host.example NS ns.cust.host.example
        record ns.cust.host.example A 192.0.2.54
        record a.b.www.host.example TXT "far below"
        record host.example MX 0 .
        soa ns1.host.example hostmaster.host.example
        ns ns1.host.example ns1.sub.host.example
        ttl 3600 300
    }
}
`

// questions are what a secondary is compared by: all addresses and all names
// that could be generated, what lies above, below and beside them.
func questions() []string {
	names := append([]string{"."}, secondaryZones...)
	names = append(names, "192.in-addr.arpa.", "0.192.in-addr.arpa.", "x.2.0.192.in-addr.arpa.", "foo.1.2.0.192.in-addr.arpa.", "01.2.0.192.in-addr.arpa.",
		"_x.25.2.0.192.in-addr.arpa.", "_y.25.2.0.192.in-addr.arpa.", "1.64-27.2.0.192.in-addr.arpa.", "64-27.2.0.192.in-addr.arpa.", "ns1.64-27.2.0.192.in-addr.arpa.",
		"104/31.2.0.192.in-addr.arpa.", "x.104/31.2.0.192.in-addr.arpa.", "x.110.2.0.192.in-addr.arpa.", "x.97.2.0.192.in-addr.arpa.",
		"64-26.0/25.113.0.203.in-addr.arpa.", "1.64-26.0/25.113.0.203.in-addr.arpa.",
		"a.b.www.host.example.", "b.www.host.example.", "www.host.example.", "c.www.host.example.", "cust.host.example.", "x.cust.host.example.", "ns.cust.host.example.",
		"ns1.host.example.", "dyn.host.example.", "2.dyn.host.example.", "3.dyn.host.example.", "ns1.sub.host.example.", "x.sub.host.example.")
	for i := range 256 {
		names = append(names, fmt.Sprintf("%d.2.0.192.in-addr.arpa.", i), fmt.Sprintf("ip-192-0-2-%d.host.example.", i), fmt.Sprintf("%d.2.dyn.host.example.", i),
			fmt.Sprintf("silent-192-0-2-%d.host.example.", i), fmt.Sprintf("%d.0/25.113.0.203.in-addr.arpa.", i), fmt.Sprintf("ip-203-0-113-%d.host.example.", i))
		six := fmt.Sprintf("ip-2001-0db8-0001-0000-0000-0000-0000-%04x.host.example.", i)
		reverse, err := dns.ReverseAddr(fmt.Sprintf("2001:db8:1::%x", i))
		if err != nil {
			panic(err)
		}
		names = append(names, six, reverse)
	}
	for _, nibbles := range strings.Fields("0.0 0.0.0 1.0.0.0 2.0.0.0 4.0.0 5.0.0 7.0.0 8.0.0 1.7.0.0 f f.f f.f.f.f e.f 1.0.0.0.1.0.0.0") {
		names = append(names, nibbles+".8.b.d.0.1.0.0.2.ip6.arpa.")
	}
	reverse, _ := dns.ReverseAddr("2001:db8:ffff::25")
	return append(names, reverse, "7.100.51.198.in-addr.arpa.", "8.100.51.198.in-addr.arpa.")
}

// TestSecondaries: a secondary that took the zones answers like us for every
// name, after changes too.
func TestSecondaries(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		program, file, config string
		zone                  string // a line of the configuration for each zone
		ready                 string
		arguments             []string
	}{
		{"knotd", "knot.conf", knotSecondary, "  - domain: \"%s\"\n", "server started", []string{"-c", "knot.conf"}},
		{"named", "named.conf", bindSecondary, "zone \"%s\" { type secondary; primaries port PRIMARY { 127.0.0.1; }; };\n", `(?m) running$`, []string{"-g", "-c", "named.conf"}},
		{"nsd", "nsd.conf", nsdSecondary, nsdZone, "nsd started", []string{"-d", "-c", "nsd.conf"}},
	} {
		t.Run(s.program, func(t *testing.T) {
			program := need(t, s.program)
			dir := t.TempDir()
			if err := writeFile(dir, "customers.map", "192.0.2.33 before.example.org\n198.51.100.99 alone.example.org\n203.0.113.70 delegated.example.org\n"); err != nil {
				t.Fatal(err)
			}
			primary, ours, theirs := startPrimary(t, dir)
			conf := s.config
			for i, zone := range secondaryZones {
				conf += strings.ReplaceAll(fmt.Sprintf(s.zone, zone), "NUMBER", fmt.Sprint(i))
			}
			conf = strings.NewReplacer("PRIMARY", ours, "PORT", theirs).Replace(conf)
			if err := writeFile(dir, s.file, conf); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(program, s.arguments...)
			cmd.Dir = dir
			secondary, err := launch(cmd, regexp.MustCompile(s.ready))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(secondary.kill)
			compare(t, secondary, ours, theirs, dns.TypePTR, dns.TypeA, dns.TypeAAAA, dns.TypeTXT, dns.TypeNS, dns.TypeSOA, dns.TypeDS)
			before := serialOf(t, ours, secondaryZones[0])
			if err := writeFile(dir, "customers.map", "192.0.2.34 after.example.org\n198.51.100.100 alone.example.org\n203.0.113.2 new.example.org\n"); err != nil {
				t.Fatal(err)
			}
			waitFor(t, secondary, "a new serial", func() bool { return serialOf(t, ours, secondaryZones[0]) != before })
			compare(t, secondary, ours, theirs, dns.TypePTR, dns.TypeA)
			if err := primary.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func startPrimary(t *testing.T, dir string) (primary *server, ours, theirs string) {
	t.Helper()
	if err := writeFile(dir, "Corefile", secondaryCorefile); err != nil {
		t.Fatal(err)
	}
	primary, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT", "SECONDARY")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(primary.kill)
	return primary, lookup(env, "PORT"), lookup(env, "SECONDARY")
}

// compare waits until the secondary has what we have, and asks both everything.
func compare(t *testing.T, secondary *server, ours, theirs string, types ...uint16) {
	t.Helper()
	for _, zone := range secondaryZones {
		waitFor(t, secondary, "zone "+zone, func() bool { return serialOf(t, theirs, zone) == serialOf(t, ours, zone) })
	}
	us, them := &peer{port: ours}, &peer{port: theirs}
	defer us.close()
	defer them.close()
	differences := 0
	for _, name := range questions() {
		for _, rrtype := range types {
			want, got := gist(t, us, name, rrtype), gist(t, them, name, rrtype)
			if diff := cmp.Diff(want, got); diff != "" && differences < 20 {
				differences++
				t.Errorf("%s %s (-ours +theirs):\n%s", name, dns.TypeToString[rrtype], diff)
			}
		}
	}
}

// A peer is a server that is asked over TCP.
type peer struct {
	port string
	conn *dns.Conn // nil when there is none
}

// ask asks a question without RD. A server may end a connection between two
// questions: NSD does when it has taken a new version of a zone.
func (p *peer) ask(t *testing.T, name string, rrtype uint16) *dns.Msg {
	t.Helper()
	m := new(dns.Msg).SetQuestion(name, rrtype)
	m.RecursionDesired = false
	var err error
	for range 5 {
		var reply *dns.Msg
		if reply, err = p.try(m); err == nil {
			return reply
		}
		p.close()
	}
	t.Fatal(err)
	return nil
}

func (p *peer) try(m *dns.Msg) (reply *dns.Msg, err error) {
	if p.conn == nil {
		if p.conn, err = dns.DialTimeout("tcp", "127.0.0.1:"+p.port, patience); err != nil {
			return nil, err
		}
	}
	if err := p.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if err := p.conn.WriteMsg(m); err != nil {
		return nil, err
	}
	return p.conn.ReadMsg()
}

func (p *peer) close() {
	if p.conn != nil {
		_ = p.conn.Close() // it may be closed already
		p.conn = nil
	}
}

// gist is what two servers of the same zone must have in common: code and AA,
// the answer, else the delegation, else the SOA record. Whether a server adds
// name servers or addresses to an answer is its own affair.
func gist(t *testing.T, p *peer, name string, rrtype uint16) []string {
	t.Helper()
	m := p.ask(t, name, rrtype)
	if m.Rcode == dns.RcodeRefused {
		return []string{"REFUSED"}
	}
	out := []string{fmt.Sprintf("%s aa=%t", dns.RcodeToString[m.Rcode], m.Authoritative)}
	section := m.Answer
	if len(section) == 0 {
		section = m.Ns
	}
	var records []string
	for _, rr := range section {
		if rr.Header().Rrtype == dns.TypeDS && len(m.Answer) == 0 {
			continue // some add it to referrals
		}
		records = append(records, rr.String())
	}
	slices.Sort(records)
	return append(out, records...)
}

// serialOf returns the serial of the zone at a server, 0 when it does not know
// the zone yet.
func serialOf(t *testing.T, port, zone string) uint32 {
	t.Helper()
	m, err := dns.Exchange(new(dns.Msg).SetQuestion(zone, dns.TypeSOA), "127.0.0.1:"+port)
	if err != nil || len(m.Answer) != 1 {
		return 0
	}
	soa, ok := m.Answer[0].(*dns.SOA)
	if !ok {
		return 0
	}
	return soa.Serial
}

// waitFor repeats what looks for an event that nothing tells.
func waitFor(t *testing.T, s *server, what string, done func() bool) {
	t.Helper()
	deadline := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !done() {
		select {
		case <-again.C:
		case <-s.ended:
			t.Fatalf("waiting for %s: the server ended; it said:\n%s", what, s.output)
		case <-deadline:
			t.Fatalf("waiting for %s for %v; the server said:\n%s", what, patience, s.output)
		}
	}
}

const knotSecondary = `server:
    listen: 127.0.0.1@PORT
    rundir: "."
    pidfile: "knot.pid"
log:
  - target: stderr
    any: info
database:
    storage: "db"
remote:
  - id: primary
    address: 127.0.0.1@PRIMARY
acl:
  - id: notify
    address: 127.0.0.1
    action: notify
template:
  - id: default
    storage: "."
    master: primary
    acl: notify
    zonefile-sync: -1
    zonefile-load: none
    semantic-checks: on
zone:
`

const bindSecondary = `options {
    directory ".";
    listen-on port PORT { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file none;
    session-keyfile none;
    allow-query { 127.0.0.1; };
    recursion no;
    dnssec-validation no;
    empty-zones-enable no;
    notify no;
    zero-no-soa-ttl no;
};
controls { };
`

const nsdSecondary = `server:
    ip-address: 127.0.0.1@PORT
    username: ""
    chroot: ""
    zonesdir: "."
    database: ""
    pidfile: ""
    xfrdir: "."
    xfrdfile: "xfrd.state"
    zonelistfile: "zone.list"
    verbosity: 1
remote-control:
    control-enable: no
`

const nsdZone = `zone:
    name: "%s"
    zonefile: "NUMBER.zone"
    allow-notify: 127.0.0.1 NOKEY
    request-xfr: 127.0.0.1@PRIMARY NOKEY
`

// TestZoneCheckers writes the transferred zones into files and has every program
// judge them that judges zones.
func TestZoneCheckers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeFile(dir, "customers.map", ""); err != nil {
		t.Fatal(err)
	}
	_, ours, _ := startPrimary(t, dir)
	for i, zone := range secondaryZones {
		var text strings.Builder
		for _, rr := range axfr(t, ours, zone) {
			text.WriteString(rr.String() + "\n")
		}
		if err := writeFile(dir, fmt.Sprintf("%d.zone", i), text.String()); err != nil {
			t.Fatal(err)
		}
	}
	for _, check := range []func(zone, file string) []string{
		func(zone, file string) []string {
			return []string{"named-checkzone", "-i", "local", "-k", "warn", zone, file}
		},
		func(zone, file string) []string { return []string{"kzonecheck", "-o", zone, file} },
		func(zone, file string) []string { return []string{"nsd-checkzone", zone, file} },
		func(_, file string) []string { return []string{"ldns-read-zone", file} },
	} {
		program := check("", "")[0]
		t.Run(program, func(t *testing.T) {
			path := need(t, program)
			for i, zone := range secondaryZones {
				words := check(zone, filepath.Join(dir, fmt.Sprintf("%d.zone", i)))
				said, err := exec.Command(path, words[1:]...).CombinedOutput()
				if err != nil || regexp.MustCompile(`(?i)warning|error`).Match(said) {
					t.Errorf("%v: %v\n%.2000s", words, err, said)
				}
			}
		})
	}
}

// axfr transfers a zone, without the SOA record at its end.
func axfr(t *testing.T, port, zone string) []dns.RR {
	t.Helper()
	envelopes, err := new(dns.Transfer).In(new(dns.Msg).SetAxfr(zone), "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	var out []dns.RR
	for e := range envelopes {
		if e.Error != nil {
			t.Fatal(e.Error)
		}
		out = append(out, e.RR...)
	}
	return out[:len(out)-1]
}
