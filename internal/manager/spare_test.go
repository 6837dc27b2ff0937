package manager_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

const listProperties = "mappings customers.map\nstate kept\n"

// newListLab returns a lab for the lines of manyHosts.
func newListLab(t *testing.T) *lab {
	t.Helper()
	l := newLab(t)
	l.zones = "10.0.0.0/8 2001:db8::/32 " + l.zones
	return l
}

// otherHosts is manyHosts with other names and mostly the same addresses.
func otherHosts(n int) string {
	return strings.ReplaceAll(strings.Join(manyHosts(n), ""), "customer", "patron")
}

// kept returns what the state directory keeps of the file, "" for nothing.
func (l *lab) kept(name string) string {
	l.t.Helper()
	d, err := state.Open(filepath.Join(l.dir, "kept"))
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := d.Source(filepath.Join(l.dir, name))
	if err != nil {
		l.t.Fatal(err)
	}
	return string(text)
}

// wantKept makes sure that the state directory has the text, and nothing that is not
// needed.
func (l *lab) wantKept(name, text string) {
	l.t.Helper()
	if got := l.kept(name); got != text {
		l.t.Errorf("%d bytes are kept, want the %d of the file", len(got), len(text))
	}
	if left, err := filepath.Glob(filepath.Join(l.dir, "kept", ".*")); err != nil || len(left) > 0 {
		l.t.Errorf("left: %v, %v", left, err)
	}
}

// TestFirstStartOfList: a list that is parsed while it is read, with and without a
// state directory, is served like one that is not, and kept as it was.
func TestFirstStartOfList(t *testing.T) {
	text := strings.Join(manyHosts(100_000), "")
	start := func(properties string) (said string, l *lab) {
		l = newListLab(t)
		l.write("customers.map", text)
		l.start(properties)
		return strings.ReplaceAll(l.log.take(), l.dir, ""), l
	}
	wantSaid, want := start("mappings customers.map\n")
	said, l := start(listProperties)
	if said != wantSaid {
		t.Errorf("with a state directory it says:\n%s\nwithout:\n%s", said, wantSaid)
	}
	mustServe(t, want, l)
	l.wantKept("customers.map", text)

	name := filepath.Join(l.dir, "kept", "source-*")
	before := modTime(t, name)
	l.start(listProperties)
	if after := modTime(t, name); after != before {
		t.Error("the same content is written again")
	}
}

// modTime tells when the only file with such a name was written.
func modTime(t *testing.T, pattern string) time.Time {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	info, err := os.Stat(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

// TestFileChangesBeforeItIsKept: what is served is kept even if the file has changed
// since it was read.
func TestFileChangesBeforeItIsKept(t *testing.T) {
	text := strings.Join(manyHosts(100_000), "")
	l := newListLab(t)
	l.write("customers.map", text)
	if err := l.try(listProperties); err != nil {
		t.Fatal(err)
	}
	l.write("customers.map", "10.0.0.1 nothing-else.example.net\n")
	l.manager.Begin()
	l.wantKept("customers.map", text)
	l.manager.Poll()
	l.wantLog("change held", "would remove")
	l.wantKept("customers.map", text)
}

// forms turn the lines of a list into those of the other forms of files.
var forms = map[string]func(lines string) string{
	"hosts": func(lines string) string { return lines },
	"csv":   func(lines string) string { return "address,name\n" + strings.ReplaceAll(lines, " ", ",") },
	"zone": func(lines string) string {
		var zone strings.Builder
		zone.WriteString("@ SOA ns1.host.example. hostmaster.host.example. ( 1 ; a serial\n 2 3 4 5 )\n")
		for line := range strings.Lines(lines) {
			addr, name, _ := strings.Cut(strings.TrimSpace(line), " ")
			if a, err := netip.ParseAddr(addr); err == nil {
				addr, name = arpa.Name(netip.PrefixFrom(a, a.BitLen())), "IN PTR "+name+"."
			}
			zone.WriteString(addr + " " + name + "\n")
		}
		return zone.String()
	},
}

// TestListThatIsNew: a list with other names is parsed while it is read, served and
// kept, in whatever form it is. One that looks like an accident is neither.
func TestListThatIsNew(t *testing.T) {
	want := newListLab(t)
	want.write("customers.map", otherHosts(100_000))
	want.start("mappings customers.map\n")
	for name, in := range forms {
		t.Run(name, func(t *testing.T) {
			first, other := in(strings.Join(manyHosts(100_000), "")), in(otherHosts(100_000))
			l := newListLab(t)
			l.write("customers.map", first)
			l.start(listProperties)
			serial := l.block.Snapshot().Serial
			l.wantKept("customers.map", first)
			l.change("customers.map", other)
			l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
			l.wantKept("customers.map", other)
			if now := l.block.Snapshot().Serial; now == serial {
				t.Error("the serial is that of other names")
			}
			l.change("customers.map", in(strings.Join(manyHosts(100_000)[15_000:], "")))
			l.wantLog("change held", "would remove 15,000")
			l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
			l.wantKept("customers.map", other)

			l.start(listProperties)
			l.wantLog("change held", "would remove 15,000")
			mustHave(t, want, l)
			l.change("customers.map", other)
			l.wantLog("no longer held")
			mustHave(t, want, l)
		})
	}
}

// mustHave is mustServe, whatever was served before.
func mustHave(t *testing.T, want, got *lab) {
	t.Helper()
	all := func(l *lab) (all []string) {
		for m := range l.block.Snapshot().After(netip.Addr{}) {
			all = append(all, fmt.Sprint(m.Addr, " ", m.Name, " ", m.TTL, " ", m.State))
		}
		return all
	}
	if w, g := strings.Join(all(want), "\n"), strings.Join(all(got), "\n"); w != g {
		t.Error("it does not serve what a start would")
	}
}

// TestListThatCannotBeKept: without room for a copy a list is served nevertheless, and
// kept as soon as there is.
func TestListThatCannotBeKept(t *testing.T) {
	l := newListLab(t)
	l.write("customers.map", strings.Join(manyHosts(100_000), ""))
	l.start(listProperties)
	if err := os.RemoveAll(filepath.Join(l.dir, "kept")); err != nil {
		t.Fatal(err)
	}
	l.log.take()
	l.change("customers.map", otherHosts(100_000))
	l.wantLog("a restart may not know the last good content")
	l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
	if err := os.Mkdir(filepath.Join(l.dir, "kept"), 0o700); err != nil {
		t.Fatal(err)
	}
	l.clock = l.clock.Add(10 * time.Second)
	l.manager.Poll()
	if l.kept("customers.map") != "" {
		t.Error("it is tried again and again")
	}
	l.clock = l.clock.Add(time.Minute)
	l.manager.Poll()
	l.wantKept("customers.map", otherHosts(100_000))
}

// TestListWaitsToBeKept: what could not be kept is kept later, even if the file holds
// something else by then.
func TestListWaitsToBeKept(t *testing.T) {
	l := newListLab(t)
	text := strings.Join(manyHosts(100_000), "")
	l.write("customers.map", text)
	if err := l.try(listProperties); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(filepath.Join(l.dir, "customers.map")))
	inTheWay := filepath.Join(l.dir, "kept", "source-"+hex.EncodeToString(sum[:8]))
	if err := os.Mkdir(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	l.manager.Begin()
	l.wantLog("a restart may not know the last good content")
	l.change("customers.map", "10.0.0.1 nothing-else.example.net\n")
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	l.clock = l.clock.Add(time.Minute)
	l.manager.Poll()
	l.wantKept("customers.map", text)
}

// TestNextListIsKept: that one content cannot be kept any more, because the instance
// before has read on during a reload, does not delay the next one.
func TestNextListIsKept(t *testing.T) {
	l := newListLab(t)
	l.write("customers.map", strings.Join(manyHosts(100_000), ""))
	l.start(listProperties)
	before := l.manager
	if err := l.try(listProperties); err != nil {
		t.Fatal(err)
	}
	l.write("customers.map", otherHosts(100_000))
	l.clock = l.clock.Add(10 * time.Second)
	before.Poll()
	l.wantKept("customers.map", otherHosts(100_000))
	l.manager.Begin()
	l.manager.Poll()
	next := strings.ReplaceAll(otherHosts(100_000), "patron", "client")
	l.change("customers.map", next)
	l.wantName("10.1.0.0", "host010000.client-of-a-hoster-77.example.net. 3600")
	l.wantKept("customers.map", next)
}

// TestListLeavesNothing: what was published before a large list that is new is not kept
// for the look that has found it.
func TestListLeavesNothing(t *testing.T) {
	inUse := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	l := newListLab(t)
	l.write("customers.map", strings.Join(manyHosts(largeList), ""))
	l.start("mappings customers.map\nstate memory\n")
	l.manager.Poll()
	before := inUse()
	l.change("customers.map", otherHosts(largeList))
	l.wantName("10.1.0.0", "host010000.patron-of-a-hoster-77.example.net. 3600")
	if after := inUse(); after > before+before/4 {
		t.Errorf("%d bytes are in use, and were %d before", after, before)
	}
	runtime.KeepAlive(l)
}
