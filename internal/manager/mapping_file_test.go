package manager_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	if s := l.manager.Status(); s.Served != 2 || s.Outside != 1 || s.Bad != 1 || s.Shadowed != 0 {
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
