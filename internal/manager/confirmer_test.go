package manager_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

const (
	host1 = "host1.example.org. 3600"
	host2 = "host2.example.org. 3600"
	host3 = "host3.example.org. 3600"
)

// TestConfirmation follows names from the first start of a server.
func TestConfirmation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.set("host3.example.org.", "192.0.2.3", "198.51.100.3")
		l.write("customers.map", hosts(1, 2))
		l.boot(twoResolvers)
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", host2) // adopted
		l.after(10 * time.Minute)
		l.wantName("192.0.2.2", host2)
		l.wantLog(`info confirm: 192.0.2.1 "host1.example.org." points back`)
		l.after(time.Hour)
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", "generated young")
		l.wantLog(`warning confirm: 192.0.2.2 "host2.example.org." does not point back: nxdomain (192.0.2.10`, "times since 2000-01-01T00:")

		l.write("customers.map", hosts(1, 4))
		l.after(2 * time.Second)
		l.wantName("192.0.2.3", "generated young")
		l.after(15 * time.Second)
		l.wantName("192.0.2.3", host3)
		l.wantName("192.0.2.4", "generated young")

		l.set("host2.example.org.", "192.0.2.2")
		l.after(time.Hour + 10*time.Minute)
		l.wantName("192.0.2.2", host2)
		l.wantLog(`"host2.example.org." points back again`)
		serial := l.block.Snapshot().Serial

		l.restart(twoResolvers)
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", host2)
		l.wantName("192.0.2.3", host3)
		l.wantName("192.0.2.4", "generated young")
		if got := l.block.Snapshot().Serial; got != serial {
			t.Errorf("a restart moved the serial from %d to %d", serial, got)
		}
		l.boot(twoResolvers + "ttl 60")
		l.wantName("192.0.2.1", "host1.example.org. 60")
		l.wantName("192.0.2.4", "generated young")
		l.stop()
	})
}

// TestVanishedResolver: who cannot be asked proves nothing.
func TestVanishedResolver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 2))
		l.boot(twoResolvers)
		l.after(30 * time.Second)
		l.silence(true)
		l.after(72 * time.Hour)
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", host2)
		l.stop()
	})
}

// TestUnconfirmed states what new names get while they have not matched.
func TestUnconfirmed(t *testing.T) {
	for properties, want := range map[string][2]string{ // at the first start, and for a later mapping
		twoResolvers:                           {host1, "generated young"},
		twoResolvers + "unconfirmed serve":     {host1, host2},
		twoResolvers + "unconfirmed template":  {"generated young", "generated young"},
		"state memory\nmappings customers.map": {host1, host2},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLife(t)
			l.write("customers.map", hosts(1, 1))
			l.boot(properties)
			l.wantName("192.0.2.1", want[0])
			l.write("customers.map", hosts(1, 2))
			l.after(2 * time.Second)
			l.wantName("192.0.2.2", want[1])
			l.stop()
		})
	}
}

// TestObserve withdraws nothing.
func TestObserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.write("customers.map", hosts(1, 1))
		l.boot("confirm observe 192.0.2.101 192.0.2.102\nstate memory\nmappings customers.map")
		l.after(48 * time.Hour)
		l.wantName("192.0.2.1", host1)
		l.wantLog(`"host1.example.org." does not point back: nxdomain`, "it would be suspended, but confirmation only observes")
		l.stop()
	})
}

// TestOwnNames: what we generate and hold is settled without a question.
func TestOwnNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.write("customers.map", "192.0.2.1 www.host.example\n192.0.2.2 ip-192-0-2-2.host.example\n192.0.2.3 ip-192-0-2-4.host.example\n192.0.2.4 none.host.example\n")
		l.boot(twoResolvers + "record www.host.example A 192.0.2.1")
		l.after(2 * time.Hour)
		l.wantName("192.0.2.1", "www.host.example. 3600")
		l.wantName("192.0.2.2", "ip-192-0-2-2.host.example. 3600")
		l.wantName("192.0.2.3", "generated young")
		l.wantName("192.0.2.4", "generated young")
		for _, name := range []string{"www", "none", "ip-192-0-2-2", "ip-192-0-2-4"} {
			if n := l.times(name + ".host.example."); n > 0 {
				t.Errorf("%s was asked for %d times", name, n)
			}
		}
		l.stop()
	})
}

// TestLostState: a damaged log is set aside, and all names count as found for
// the first time.
func TestLostState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 2))
		l.boot(twoResolvers)
		l.after(2 * time.Hour)
		l.wantName("192.0.2.2", "generated young")
		l.stop()
		if err := os.WriteFile(filepath.Join(l.dir, "kept", "verdicts"), []byte("no such thing"), 0o600); err != nil {
			t.Fatal(err)
		}
		l.log.take()
		l.restart(twoResolvers)
		l.wantLog("error confirm: reading what is known of the names: ", "served until disproved")
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", host2)
		l.after(3 * time.Second)
		l.restart(twoResolvers)
		if log := l.log.take(); log == "" {
			t.Error("nothing was logged")
		}
		l.wantName("192.0.2.2", host2)
		l.after(2 * time.Hour)
		l.wantName("192.0.2.1", host1)
		l.wantName("192.0.2.2", "generated young")
		l.stop()
	})
}

// TestOwnerNamed: an owner line for addresses that had none takes no name away;
// another owner starts over.
func TestOwnerNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 1))
		l.boot(twoResolvers)
		l.after(time.Hour)
		l.silence(true)
		l.boot(twoResolvers + "owner acme 192.0.2.0/28")
		l.after(time.Minute)
		l.wantName("192.0.2.1", host1)
		l.restart(twoResolvers + "owner acme 192.0.2.0/28")
		l.wantName("192.0.2.1", host1)
		l.boot(twoResolvers + "owner beta 192.0.2.0/28")
		l.wantName("192.0.2.1", "generated young")
		l.silence(false)
		l.after(20 * time.Minute)
		l.wantName("192.0.2.1", host1)
		l.stop()
	})
}

// TestGone: a mapping that went away by mistake and comes back is as it was.
func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 2))
		l.boot(twoResolvers)
		l.after(time.Hour)
		l.silence(true)
		l.write("customers.map", hosts(2, 2))
		l.after(2 * time.Second)
		l.wantName("192.0.2.1", "generated")
		l.write("customers.map", hosts(1, 2))
		l.after(2 * time.Second)
		l.wantName("192.0.2.1", host1)
		l.stop()
	})
}

// TestBack: a name that waited hourly and is taken out and put back is asked for
// as a new one.
func TestBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.write("customers.map", "")
		l.boot(twoResolvers)
		l.write("customers.map", hosts(1, 1))
		l.after(3*time.Hour + 5*time.Minute)
		l.write("customers.map", "# none\n")
		l.after(5 * time.Second)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 1))
		l.after(20 * time.Second)
		l.wantName("192.0.2.1", host1)
		l.stop()
	})
}

// TestConfirmLineWrong: resolvers that cannot be are a fault with their place.
func TestConfirmLineWrong(t *testing.T) {
	l := newLab(t)
	l.resolvers = confirm.NewResolvers
	err := l.try("confirm 192.0.2.300 tls://192.0.2.1%\nstate memory")
	if err == nil {
		t.Fatal("no error")
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !strings.HasPrefix(line, "Corefile:6: confirm: resolver ") {
			t.Errorf("got %q", line)
		}
	}
}

// TestUnconfirmedLater: unconfirmed serve by a reload reaches names that wait.
func TestUnconfirmedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t)
		l.set("host1.example.org.", "192.0.2.1")
		l.write("customers.map", hosts(1, 1))
		l.boot(twoResolvers)
		l.after(time.Minute)
		l.write("customers.map", hosts(1, 2))
		l.after(time.Minute)
		l.wantName("192.0.2.2", "generated young")
		l.boot(twoResolvers + "unconfirmed serve")
		l.after(time.Minute)
		l.wantName("192.0.2.2", host2)
		l.stop()
	})
}
