package manager_test

import (
	"testing"
	"time"
)

// TestSerial follows the serial through restarts and reloads: the same while
// nothing changed, else always forward, whatever the clock says.
func TestSerial(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 3))
	serial := func() uint32 { return l.block.Snapshot().Serial }
	l.start("mappings customers.map\nstate kept")
	last := serial()
	same := func(what string) {
		t.Helper()
		if got := serial(); got != last {
			t.Errorf("%s: serial %d after %d", what, got, last)
		}
	}
	forward := func(what string) {
		t.Helper()
		if got := serial(); int32(got-last) <= 0 {
			t.Errorf("%s: serial %d after %d", what, got, last)
		}
		last = serial()
	}

	l.start("mappings customers.map\nstate kept")
	same("reload")
	restart(l)
	l.clock = l.clock.Add(time.Hour)
	l.start("mappings customers.map\nstate kept")
	same("restart")
	l.start("mappings customers.map\nstate kept\nttl 60")
	forward("reload with another ttl")
	l.clock = l.clock.Add(-48 * time.Hour)
	l.change("customers.map", hosts(1, 4))
	forward("change with the clock set back")
	restart(l)
	l.write("customers.map", hosts(1, 5))
	l.start("mappings customers.map\nstate kept\nttl 60")
	forward("restart with a changed file")
	l.start("mappings customers.map\nstate kept\nttl 60\nptr 192.0.2.77 x.example.net")
	forward("reload with another mapping")
}

// TestOverlap is a reload during which the old instance publishes once more.
func TestOverlap(t *testing.T) {
	l := newLab(t)
	l.write("customers.map", hosts(1, 3))
	l.start("mappings customers.map\nstate memory")
	old, oldBlock := l.manager, l.block
	if err := l.try("mappings customers.map\nstate memory\nttl 60"); err != nil {
		t.Fatal(err)
	}
	l.write("customers.map", hosts(1, 4))
	for range 3 { // three changes within one second
		old.Poll()
	}
	published := oldBlock.Snapshot().Serial
	l.manager.Begin()
	if got := l.block.Snapshot().Serial; int32(got-published) <= 0 {
		t.Errorf("serial %d after %d", got, published)
	}
	l.manager.Poll()
	l.wantName("192.0.2.4", "host4.example.org. 60")
}

// TestZoneAdded: a zone more does not take the others' serial back.
func TestZoneAdded(t *testing.T) {
	l := newLab(t)
	l.clock = l.clock.Add(1000 * time.Hour)
	l.start("state kept")
	before := l.block.Snapshot().Serial
	restart(l)
	l.clock = l.clock.Add(-1000 * time.Hour)
	l.zones = "198.51.100.0/24 192.0.2.0/24 host.example"
	l.start("state kept")
	if got := l.block.Snapshot().Serial; int32(got-before) <= 0 {
		t.Errorf("serial %d after %d", got, before)
	}
}

// TestSerialDuplicates: the same line in two files moves the serial as one does.
func TestSerialDuplicates(t *testing.T) {
	l := newLab(t)
	l.write("one.map", "192.0.2.1 www.contoso-bank.com\n")
	l.write("two.map", "192.0.2.1 www.contoso-bank.com\n")
	l.write("brands.txt", "contoso-bank.com\n")
	l.start("state kept\nmappings one.map\nmappings two.map\npolicy default {\nprotect_list brands.txt\n}\n")
	l.wantName("192.0.2.1", "generated")
	serial := l.block.Snapshot().Serial
	l.change("brands.txt", "fabrikam.com\n")
	l.wantName("192.0.2.1", "www.contoso-bank.com. 3600")
	if l.block.Snapshot().Serial == serial {
		t.Error("the answer changed, the serial did not")
	}
}
