package manager_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

func TestLines(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org 60\n192.0.2.2 not_a_host.example.org\n192.0.2.3 c.example.org\n198.51.100.1 far.example.org\n")
	l.start("mappings customers.map\nstate memory\nttl 1200")
	l.wantName("192.0.2.1", "a.example.org. 60")
	l.wantName("192.0.2.2", "generated")
	l.wantName("192.0.2.3", "c.example.org. 1200")
	l.wantLog("customers.map:2: ", `not_a_host`, "customers.map:4: 198.51.100.1 is in none of our zones", "3 mappings, 1 bad of 4 lines")
	if s := l.manager.Status(); s.Served != 2 || s.Outside != 1 || s.Bad != 1 || s.Fates[rdns.Shadowed] != 0 {
		t.Errorf("got status %+v", s)
	}
}

func TestChange(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org\n")
	l.start("mappings customers.map\nstate memory")
	before := l.block.Snapshot()
	l.change("customers.map", "192.0.2.1 b.example.org\n192.0.2.2 c.example.org\n")
	l.wantName("192.0.2.1", "b.example.org. 3600")
	l.wantName("192.0.2.2", "c.example.org. 3600")
	if now := l.block.Snapshot(); now.Serial <= before.Serial {
		t.Errorf("serial %d after %d", now.Serial, before.Serial)
	}
	after := l.block.Snapshot()
	l.change("customers.map", "192.0.2.1 b.example.org\n192.0.2.2 c.example.org\n")
	if l.block.Snapshot() != after {
		t.Error("the same content was published again")
	}
}

// TestHeld follows a change that looks like an accident through everything
// that must not release it.
func TestHeld(t *testing.T) {
	for _, where := range []string{"state memory", "state kept"} {
		t.Run(where, func(t *testing.T) {
			l := newLab(t)
			l.write("customers.map", hosts(1, 200))
			l.start("mappings customers.map\n" + where)
			l.log.take()

			l.change("customers.map", hosts(1, 100))
			l.wantName("192.0.2.150", "host150.example.org. 3600")
			logged := l.wantLog("held", "would remove 100 of 200 mapped addresses", "Corefile:")
			if held := l.manager.Status().Held; len(held) != 1 || held[0].Hash == "" {
				t.Errorf("got held %+v", held)
			}
			accept := regexp.MustCompile(`{ accept [0-9a-f]{16} }`).FindString(logged)
			if accept == "" {
				t.Fatalf("no way out in the log:\n%s", logged)
			}

			l.start("mappings customers.map\n" + where) // a reload
			l.wantName("192.0.2.150", "host150.example.org. 3600")
			l.wantLog("held")
			l.start("mappings customers.map { ttl 60 }\n" + where) // with other options
			if l.name("192.0.2.150") == "generated" {
				t.Error("other options released it")
			}
			l.start("mappings customers.map { accept 0123456789abcdef }\n" + where)
			l.wantName("192.0.2.150", "host150.example.org. 3600")

			l.start("mappings customers.map " + accept + "\n" + where)
			l.wantName("192.0.2.150", "generated")
			l.wantName("192.0.2.100", "host100.example.org. 3600")
			if held := l.manager.Status().Held; len(held) != 0 {
				t.Errorf("still held: %+v", held)
			}
		})
	}
}

func TestHeldOverRestart(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate kept")
	l.write("customers.map", hosts(1, 100)) // while nobody looks
	restart(l)
	l.start("mappings customers.map\nstate kept")
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	l.wantLog("held")

	if err := os.Remove(filepath.Join(l.dir, "customers.map")); err != nil {
		t.Fatal(err)
	}
	restart(l)
	l.start("mappings customers.map\nstate kept")
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	l.wantLog("held", "no such file")

	l.change("customers.map", hosts(1, 199))
	l.manager.Poll() // a file that comes back must settle
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	l.wantName("192.0.2.200", "generated")
	l.wantLog("no longer held")
}

func TestHeldThenMended(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate memory")
	l.change("customers.map", hosts(1, 20))
	l.change("customers.map", hosts(1, 200))
	l.wantLog("held", "no longer held")
	if held := l.manager.Status().Held; len(held) != 0 {
		t.Errorf("still held: %+v", held)
	}
}

func TestMissingAtFirstStart(t *testing.T) {
	l := newLab(t)
	err := l.try("mappings customers.map\nstate kept")
	if err == nil || !strings.HasPrefix(err.Error(), "Corefile:") || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("got %v", err)
	}
}

func TestVanish(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 3))
	l.start("mappings customers.map\nstate memory")
	l.log.take()
	if err := os.Remove(filepath.Join(l.dir, "customers.map")); err != nil {
		t.Fatal(err)
	}
	l.manager.Poll()
	l.wantName("192.0.2.2", "host2.example.org. 3600")
	l.wantLog("held", "no such file")
	l.manager.Poll()
	if again := l.log.take(); again != "" {
		t.Errorf("logged again: %s", again)
	}
	l.change("customers.map", hosts(1, 3))
	l.manager.Poll() // a file that comes back must settle
	l.wantLog("no longer held")
}

// restart ends the process as far as the manager can tell.
func restart(l *lab) {
	manager.EndProcess()
	l.log.take()
}

// TestStateAddedByReload makes sure that a state directory that appears with a
// reload knows what is good from then on.
func TestStateAddedByReload(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate memory")
	l.manager.Poll()
	l.start("mappings customers.map\nstate kept")
	restart(l)
	l.write("customers.map", "")
	l.start("mappings customers.map\nstate kept")
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	l.wantLog("held")
}

// TestOtherSpelling writes the path of a held file in another way.
func TestOtherSpelling(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate kept")
	l.write("customers.map", hosts(1, 100))
	restart(l)
	l.start("mappings ../" + filepath.Base(l.dir) + "/customers.map\nstate kept")
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	l.wantLog("held")
}

// TestStateUnwritable tries again when the directory takes nothing.
func TestStateUnwritable(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate kept")
	kept := filepath.Join(l.dir, "kept")
	if err := os.Rename(kept, kept+".away"); err != nil {
		t.Fatal(err)
	}
	l.change("customers.map", hosts(1, 190))
	l.wantName("192.0.2.195", "generated")
	l.wantLog("writing state")
	l.manager.Poll()
	if again := l.log.take(); again != "" {
		t.Errorf("logged again at once: %s", again)
	}
	if err := os.Rename(kept+".away", kept); err != nil {
		t.Fatal(err)
	}
	l.clock = l.clock.Add(2 * time.Minute)
	l.manager.Poll()
	restart(l)
	l.write("customers.map", hosts(1, 180)) // 10 of 190, but 20 of 200
	l.start("mappings customers.map\nstate kept")
	l.wantName("192.0.2.195", "generated")
}

// TestZoneFile moves a zone with other records here.
func TestZoneFile(t *testing.T) {
	l := newLab(t)
	l.write("2.0.192.zone", "$TTL 1h\n@ SOA a. b. 1 2 3 4 5\n@ NS a.\n1 PTR one.example.org.\n65 CNAME 65.64-26\n")
	l.start("mappings 2.0.192.zone { origin 2.0.192.in-addr.arpa }\nstate memory")
	l.wantName("192.0.2.1", "one.example.org. 3600")
	l.wantLog("skipped records that are no PTR: 1 CNAME")
}

// TestWrongForm is a first start with a file that is mostly wrong: there is
// nothing better to serve, but somebody must look.
func TestWrongForm(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", "192.0.2.1 a.example.org\nnonsense\nmore nonsense\n")
	l.start("mappings customers.map\nstate memory")
	l.wantName("192.0.2.1", "a.example.org. 3600")
	l.wantLog("error mappings", "2 of 3 lines are bad")
}

// TestFormatChanged: a slip in the Corefile that makes a good file unreadable
// is held like one in the file, over a restart too.
func TestFormatChanged(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate kept")
	for range 2 {
		l.start("mappings customers.map { format csv }\nstate kept")
		l.wantName("192.0.2.150", "host150.example.org. 3600")
		l.wantLog("held", "200 of 200 lines are bad")
		restart(l)
	}
	l.start("mappings customers.map\nstate kept")
	l.wantName("192.0.2.150", "host150.example.org. 3600")
	if held := l.manager.Status().Held; len(held) != 0 {
		t.Errorf("still held: %+v", held)
	}
}

// TestLogIsBounded swaps bad versions of a file again and again.
func TestLogIsBounded(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 200))
	l.start("mappings customers.map\nstate memory")
	l.log.take()
	for i := range 20 {
		l.write("customers.map", strings.Repeat("bad\n", 900+i))
		l.manager.Poll()
	}
	if n := strings.Count(l.log.take(), "\n"); n > 1100 {
		t.Errorf("%d lines in the log", n)
	}
	l.wantName("192.0.2.150", "host150.example.org. 3600")
}
