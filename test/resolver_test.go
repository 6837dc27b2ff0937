package test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// resolverZones are those of resolverCorefile.
var resolverZones = []string{"2.0.192.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa", "host.example"}

// customerZones are delegated from those, to the same server. BIND finds them
// so; Unbound asks at port 53 only, unless it is told where they are.
var customerZones = []string{"192-26.2.0.192.in-addr.arpa", "own.2.0.192.in-addr.arpa", "7.0.0.8.b.d.0.1.0.0.2.ip6.arpa"}

const resolverCorefile = `192.0.2.0/24:{$PORT} 2001:db8::/32:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        pool 192.0.2.64/26 {d}.{c}.{b}.{a}.dyn.host.example
        pool 2001:db8::/48 ip-{ip}.host.example
        pool 2001:db8:0:1::/64 {ip}.cable.dyn.host.example
        except 192.0.2.128/28
        delegate 192.0.2.192/26 ns1.host.example
        delegate 192.0.2.160/28 ns1.host.example { label own }
        delegate 192.0.2.176/28 cname {d}.rev.host.example
        delegate 2001:db8:40::/42 ns1.host.example
        record 177.rev.host.example PTR mail.customer.example
        ptr 192.0.2.25 mail.example.net
        ptr 2001:db8:0:1::25 mail.example.net
        ptr 2001:db8:ffff::25 alone.example.net
        record ns1.host.example A 127.0.0.1
        record a.b.c.www.host.example A 192.0.2.80
        soa ns1.host.example hostmaster.host.example
        ns ns1.host.example
    }
    log
}
192-26.2.0.192.in-addr.arpa:{$PORT} 2001:db8:40::/42:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.192/26 2001:db8:40::/44 2001:db8:70::/44 cust-{ip}.customer.example { forward off }
        ptr 192.0.2.200 mail.customer.example
        soa ns1.host.example hostmaster.customer.example
        ns ns1.host.example
    }
}
own.2.0.192.in-addr.arpa:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        record 161.own.2.0.192.in-addr.arpa PTR mail.customer.example
        soa ns1.host.example hostmaster.customer.example
        ns ns1.host.example
    }
}
`

// resolverCases are what a resolver must find, whatever it asks on the way: a
// strict one asks for each label in turn, and gives up at the first NXDOMAIN
// (RFC 8020, RFC 9156).
var resolverCases = []struct{ name, query, status, data string }{
	{"generated PTR", "-x 192.0.2.1", "NOERROR", "ip-192-0-2-1.host.example."},
	{"generated A", "ip-192-0-2-1.host.example A", "NOERROR", "192.0.2.1"},
	{"explicit PTR", "-x 192.0.2.25", "NOERROR", "mail.example.net."},
	{"dotted PTR of a nested pool", "-x 192.0.2.65", "NOERROR", "65.2.0.192.dyn.host.example."},
	{"dotted A", "65.2.0.192.dyn.host.example A", "NOERROR", "192.0.2.65"},
	{"generated IPv6 PTR", "-x 2001:db8::1", "NOERROR", "ip-2001-0db8-0000-0000-0000-0000-0000-0001.host.example."},
	{"generated AAAA", "ip-2001-0db8-0000-0000-0000-0000-0000-0001.host.example AAAA", "NOERROR", "2001:db8::1"},
	{"IPv6 PTR of a nested pool", "-x 2001:db8:0:1::1", "NOERROR", "2001-0db8-0000-0001-0000-0000-0000-0001.cable.dyn.host.example."},
	{"AAAA of a nested pool", "2001-0db8-0000-0001-0000-0000-0000-0001.cable.dyn.host.example AAAA", "NOERROR", "2001:db8:0:1::1"},
	{"explicit IPv6 PTR", "-x 2001:db8:0:1::25", "NOERROR", "mail.example.net."},
	{"explicit IPv6 PTR outside every pool", "-x 2001:db8:ffff::25", "NOERROR", "alone.example.net."},
	{"static record behind empty non-terminals", "a.b.c.www.host.example A", "NOERROR", "192.0.2.80"},
	{"other type", "-x 192.0.2.2 A", "NOERROR", ""},
	{"PTR of the same name", "-x 192.0.2.2", "NOERROR", "ip-192-0-2-2.host.example."},
	{"wrong family", "ip-192-0-2-3.host.example AAAA", "NOERROR", ""},
	{"A of the same name", "ip-192-0-2-3.host.example A", "NOERROR", "192.0.2.3"},
	{"empty non-terminal", "0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR", "NOERROR", ""},
	{"name below it", "-x 2001:db8::2", "NOERROR", "ip-2001-0db8-0000-0000-0000-0000-0000-0002.host.example."},
	{"excepted", "-x 192.0.2.128", "NXDOMAIN", ""},
	{"out of the pools", "-x 2001:db8:1::1", "NXDOMAIN", ""},
	{"below an address", "foo.1.2.0.192.in-addr.arpa PTR", "NXDOMAIN", ""},
	{"malformed", "01.2.0.192.in-addr.arpa PTR", "NXDOMAIN", ""},
	{"alias of a generated PTR", "-x 192.0.2.193", "NOERROR", "193.192-26.2.0.192.in-addr.arpa. cust-192-0-2-193.customer.example."},
	{"alias of an explicit PTR", "-x 192.0.2.200", "NOERROR", "200.192-26.2.0.192.in-addr.arpa. mail.customer.example."},
	{"alias and another type", "-x 192.0.2.194 TXT", "NOERROR", "194.192-26.2.0.192.in-addr.arpa."},
	{"alias in a zone of another name", "-x 192.0.2.161", "NOERROR", "161.own.2.0.192.in-addr.arpa. mail.customer.example."},
	{"alias of nothing", "-x 192.0.2.162", "NXDOMAIN", "162.own.2.0.192.in-addr.arpa."},
	{"alias of a name elsewhere", "-x 192.0.2.177", "NOERROR", "177.rev.host.example. mail.customer.example."},
	{"below an alias", "x.193.2.0.192.in-addr.arpa PTR", "NXDOMAIN", ""},
	{"address of another's zone", "-x 2001:db8:70::1", "NOERROR", "cust-2001-0db8-0070-0000-0000-0000-0000-0001.customer.example."},
	{"apex", "2.0.192.in-addr.arpa NS", "NOERROR", "ns1.host.example."},
}

// minimised is a line of the log plugin about a part of a dotted name.
var minimised = regexp.MustCompile(`"(A|NS) IN 2\.0\.192\.dyn\.host\.example\. `)

// TestUnbound asks through Unbound, as strict as it can be.
func TestUnbound(t *testing.T) {
	t.Parallel()
	unbound := need(t, "unbound")
	testResolver(t, "unbound.conf", unboundConfig, regexp.MustCompile("start of service"), unbound, "-d", "-c", "unbound.conf")
}

// TestBIND asks through BIND, as strict as it can be.
func TestBIND(t *testing.T) {
	t.Parallel()
	named := need(t, "named")
	testResolver(t, "named.conf", namedConfig, regexp.MustCompile(`(?m) running$`), named, "-g", "-c", "named.conf")
}

// testResolver starts our server, a resolver that asks it, and goes through the
// cases. config makes the file for the ports of our server and of the resolver.
func testResolver(t *testing.T, file string, config func(ours, port string) string, ready *regexp.Regexp, command ...string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"Corefile": resolverCorefile, "root.hints": rootHints} {
		if err := writeFile(dir, name, text); err != nil {
			t.Fatal(err)
		}
	}
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT", "RESOLVER")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	port := lookup(env, "RESOLVER")
	if err := writeFile(dir, file, config(lookup(env, "PORT"), port)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	resolver, err := launch(cmd, ready)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(resolver.kill)
	for _, tc := range resolverCases {
		t.Run(tc.name, func(t *testing.T) { resolve(t, port, tc.query, tc.status, tc.data) })
	}
	// The resolver did ask for the names in between.
	if match, _, _ := s.output.find(minimised); match == nil {
		t.Errorf("the resolver does not minimise; it asked:\n%s", s.output)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

func resolve(t *testing.T, port, question, want, data string) {
	t.Helper()
	q, err := parseQuery(strings.Fields(question))
	if err != nil {
		t.Fatal(err)
	}
	m, err := q.exchange("127.0.0.1:"+port, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rr := range m.Answer {
		got = append(got, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	if dns.RcodeToString[m.Rcode] != want || strings.Join(got, " ") != data {
		t.Errorf("want %s %q, got\n%s", want, data, q.show(m))
	}
}

// rootHints keep the resolvers from asking anybody else.
const rootHints = `. 3600 NS ns1.host.example.
ns1.host.example. 3600 A 127.0.0.1
`

func unboundConfig(ours, port string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `server:
    interface: 127.0.0.1
    port: %s
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    do-ip6: no
    username: ""
    chroot: ""
    directory: "."
    pidfile: ""
    use-syslog: no
    logfile: ""
    verbosity: 1
    num-threads: 1
    root-hints: "root.hints"
    module-config: "iterator"
    qname-minimisation: yes
    qname-minimisation-strict: yes
`, port)
	for _, zone := range resolverZones {
		fmt.Fprintf(&b, "    local-zone: %q nodefault\n", zone)
	}
	b.WriteString("remote-control:\n    control-enable: no\n")
	for _, zone := range slices.Concat(resolverZones, customerZones) {
		fmt.Fprintf(&b, "stub-zone:\n    name: %q\n    stub-addr: 127.0.0.1@%s\n", zone, ours)
	}
	return b.String()
}

// namedConfig has BIND ask at our port: "port" is where it sends queries to.
func namedConfig(ours, port string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `options {
    directory ".";
    port %s;
    listen-on port %s { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file none;
    session-keyfile none;
    allow-query { 127.0.0.1; };
    recursion yes;
    dnssec-validation no;
    empty-zones-enable no;
    qname-minimization strict;
};
controls { };
zone "." { type hint; file "root.hints"; };
`, ours, port)
	for _, zone := range resolverZones {
		fmt.Fprintf(&b, "zone %q { type static-stub; server-addresses { 127.0.0.1; }; };\n", zone)
	}
	return b.String()
}
