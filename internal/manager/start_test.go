package manager_test

import (
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// manyHosts returns so many lines, most of them for 10.0.0.0/14.
func manyHosts(n int) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("10.%d.%d.%d host%06x.customer-of-a-hoster-%d.example.net\n", i>>16, i>>8&255, i&255, i, i%977)
		switch i % 1000 {
		case 1:
			lines[i] += fmt.Sprintf("2001:db8:%x::%x v6-%x.example.net\n", i>>16, i&0xffff, i)
		case 2:
			lines[i] = fmt.Sprintf("11.0.%d.%d outside%x.example.net\n", i>>8&255, i&255, i)
		case 3:
			lines[i] = fmt.Sprintf("10.%d.%d.%d www.paypa1.com\n", i>>16, i>>8&255, i&255)
		case 4:
			lines[i] = "no line\n"
		}
	}
	return lines
}

// TestStartTogether: how many processors start a server makes no difference to what
// it serves and says.
func TestStartTogether(t *testing.T) {
	more := strings.Join(manyHosts(9_000), "")
	for _, c := range []struct {
		name       string
		lines      int
		properties string
	}{
		{"many", 120_000, "owner acme 10.0.0.0/16\nowner beta 10.1.0.0/16\n"},
		{"judged", 70_000, "policy default\nptr 10.0.0.9 corefile.example.org\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := manyHosts(c.lines)
			slices.SortStableFunc(lines[:5000], strings.Compare) // out of their order
			start := func(processors int) (said string, l *lab) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
				l = newLab(t)
				l.zones = "10.0.0.0/8 192.0.2.0/24 2001:db8::/32 host.example"
				l.write("customers.map", strings.Join(lines, ""))
				l.write("more.map", more)
				l.start("mappings customers.map\nmappings more.map { class operator }\n" + c.properties)
				return strings.ReplaceAll(l.log.take(), l.dir, ""), l
			}
			wantSaid, want := start(1)
			said, got := start(4)
			if diff := cmp.Diff(wantSaid, said); diff != "" {
				t.Errorf("four processors say (-one +four):\n%s", diff)
			}
			mustServe(t, want, got)
		})
	}
}

// mustServe compares all that two managers hold.
func mustServe(t *testing.T, want, got *lab) {
	t.Helper()
	all := func(l *lab) any { return slices.Collect(l.block.Snapshot().After(netip.Addr{})) }
	if diff := cmp.Diff(all(want), all(got), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Fatalf("mappings (-want +got):\n%s", diff)
	}
	when := cmpopts.IgnoreFields(manager.Status{}, "Build", "At")
	if diff := cmp.Diff(want.block.Status(), got.block.Status(), when); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if w, g := want.block.Snapshot().Serial, got.block.Snapshot().Serial; w != g {
		t.Errorf("serial %d, want %d", g, w)
	}
}

// TestRestartOfList: a list that is parsed while it is read is kept, recalled and
// held like any other.
func TestRestartOfList(t *testing.T) {
	const properties = "mappings customers.map\nstate kept\n"
	l := newLab(t)
	l.zones = "10.0.0.0/8 2001:db8::/32 " + l.zones
	lines := manyHosts(100_000)
	restart := func() {
		t.Helper()
		manager.EndProcess()
		l.write("customers.map", strings.Join(lines, ""))
		l.start(properties)
	}
	restart()
	l.wantLog("100000 mappings, 100 bad of 100100 lines")
	restart()
	l.wantLog("100000 mappings, 100 bad of 100100 lines")
	l.wantName("10.1.0.0", "host010000.customer-of-a-hoster-77.example.net. 3600")

	lines[0x10000] = "10.1.0.0 changed.example.net\n"
	restart()
	l.wantName("10.1.0.0", "changed.example.net. 3600")
	l.change("customers.map", strings.Join(lines[:90_000], "")+strings.Join(lines[89_000:], ""))
	l.wantName("10.1.0.0", "changed.example.net. 3600")

	lines = manyHosts(100_000)[20_000:]
	restart()
	l.wantLog("change held", "would remove")
	l.wantName("10.0.0.0", "host000000.customer-of-a-hoster-0.example.net. 3600")
	l.wantName("10.1.0.0", "changed.example.net. 3600")
}
