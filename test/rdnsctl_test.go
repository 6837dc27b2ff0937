package test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// agreeing is a Corefile with whatever decides on the name of an address.
const agreeing = `192.0.2.0/24:{$PORT} 198.51.100.0/24:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        pool 192.0.2.32/27 {d}.{c}.dyn.host.example
        pool 198.51.100.0/25 h{index}.host.example { ttl 77 }
        except 192.0.2.0/32 192.0.2.240/28
        delegate 192.0.2.64/26 ns1.cust.example.net ns2.cust.example.net
        delegate 198.51.100.16/28 cname {d}.rev.customer.example.org
        names 2
        ptr 192.0.2.25 mail.example.net
        mappings customers.map
        record 200.100.51.198.in-addr.arpa NS ns.other.example
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
        policy default
    }
}
`

const agreed = `192.0.2.25 other.example.net
192.0.2.33 a.example.net 60
192.0.2.33 b.example.net 30
192.0.2.33 c.example.net
192.0.2.34 www.paypa1.com
192.0.2.241 x.example.net
192.0.2.70 lost.example.net
`

// TestRdnsctlAgrees: what rdnsctl makes of a Corefile is what the server with it
// answers, name by name and TTL by TTL.
func TestRdnsctlAgrees(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctl := buildRdnsctl(t)
	for name, text := range map[string]string{"Corefile": agreeing, "customers.map": agreed} {
		if err := writeFile(dir, name, text); err != nil {
			t.Fatal(err)
		}
	}
	s, env, err := startAnywhere(dir, "Corefile", os.Environ(), "PORT")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	for _, prefix := range []string{"192.0.2.0/24", "198.51.100.0/24"} {
		diff := exec.Command(ctl, "diff", "@127.0.0.1:"+lookup(env, "PORT"), "Corefile", "--prefix", prefix, "--rate", "2000")
		diff.Dir, diff.Env = dir, env
		out, err := diff.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "256 addresses compared, 256 equal") {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// buildRdnsctl returns the path of the command.
func buildRdnsctl(t *testing.T) string {
	t.Helper()
	ctl := filepath.Join(t.TempDir(), "rdnsctl")
	build := exec.Command("go", "build", "-o", ctl, "../cmd/rdnsctl")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return ctl
}

const moved = `10.20.0.0/16:{$PORT} host.example:{$PORT} {
    bind 127.0.0.1
    rdnsmgr {
        pool 10.20.0.0/16 ip-{ip}.host.example
        mappings customers.map
        soa ns1.example.net hostmaster.example.net
        ns ns1.example.net
        policy default
        confirm 127.0.0.1:9
        unconfirmed template
        state memory
    }
}
`

// TestRdnsctlMoves moves a /16 from BIND with one command, and proves that every
// answer stays the same: by the files, and by asking BIND.
func TestRdnsctlMoves(t *testing.T) {
	t.Parallel()
	named := need(t, "named")
	ctl, dir := buildRdnsctl(t), t.TempDir()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	conf := strings.Replace(bindSecondary, "PORT", fmt.Sprint(port), 1) + "zone \"20.10.in-addr.arpa\" { type primary; file \"old.zone\"; };\n"
	for name, text := range map[string]string{"old.zone": oldZone(), "named.conf": conf, "Corefile": moved} {
		if err := writeFile(dir, name, text); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(named, "-g", "-c", "named.conf")
	cmd.Dir = dir
	bind, err := launch(cmd, regexp.MustCompile(`(?m) running$`))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bind.kill)
	run := func(args ...string) string {
		t.Helper()
		var out, complaint bytes.Buffer
		cmd := exec.Command(ctl, args...)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, append(os.Environ(), "PORT=1053"), &out, &complaint
		if err := cmd.Run(); err != nil {
			t.Fatalf("rdnsctl %s: %v\n%s%s", strings.Join(args, " "), err, &out, &complaint)
		}
		return out.String()
	}
	customers := run("import", "--from", "zone", "--origin", "20.10.in-addr.arpa", "--config", "Corefile", "old.zone")
	if n := strings.Count(customers, "\n"); n != 256 {
		t.Errorf("%d mappings are left, want those of 256 customers", n)
	}
	if err := writeFile(dir, "customers.map", customers); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"65536 addresses compared, 65536 equal": {"--origin", "20.10.in-addr.arpa", "old.zone", "Corefile"},
		"1024 addresses compared, 1024 equal":   {fmt.Sprintf("@127.0.0.1:%d", port), "Corefile", "--prefix", "10.20.252.0/22", "--rate", "2000"},
	} {
		if out := run(append([]string{"diff"}, args...)...); !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}

// oldZone is a zone of BIND with a $GENERATE and a customer for each /24.
func oldZone() string {
	var zone strings.Builder
	zone.WriteString("$TTL 1h\n@ IN SOA ns1.example.net. hostmaster.example.net. (\n\t1 ; serial\n\t3600 600 1209600 300 )\n\tIN NS ns1.example.net.\n")
	for i := range 256 {
		fmt.Fprintf(&zone, "$ORIGIN %d.20.10.in-addr.arpa.\n$GENERATE 0-24 $ PTR ip-10-20-%d-$.host.example.\n", i, i)
		fmt.Fprintf(&zone, "25 900 IN PTR mail.customer%d.example.org.\n$GENERATE 26-255 $ IN PTR ip-10-20-%d-$.host.example.\n", i, i)
	}
	return zone.String()
}
