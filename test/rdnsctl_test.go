package test

import (
	"os"
	"os/exec"
	"path/filepath"
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
	ctl := filepath.Join(dir, "rdnsctl")
	build := exec.Command("go", "build", "-o", ctl, "../cmd/rdnsctl")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
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
