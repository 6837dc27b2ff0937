package manager_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// TestConfirmationOfMany: however many mappings of both families there are, each gets
// its state and its Record once, at the first start and when all of them are new.
func TestConfirmationOfMany(t *testing.T) {
	const n = 1 << 15 // of a family; a multiple of what is read at a time
	many := func(word string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "10.0.%d.%d %s%d.example.org\n2001:db8::%x:%x %s%d.example.net\n", i>>8, i&255, word, i, i>>8, i&255, word, i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, properties string
		want             rdns.Fate
	}{
		{"waits", "unconfirmed template\n", rdns.Waiting},
		{"served", "unconfirmed serve\n", rdns.Served},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			l.zones = "10.0.0.0/8 2001:db8::/32 192.0.2.0/24 host.example"
			l.write("customers.map", many("old"))
			l.start("mappings customers.map\nstate kept\nconfirm 127.0.0.1:9 127.0.0.2:9\n" + c.properties)
			mustKnow(t, l, 2*n, "old", c.want)
			l.change("customers.map", many("new"))
			mustKnow(t, l, 2*n, "new", c.want)
			if got := l.manager.Records(); got != 2*n {
				t.Errorf("%d Records of what is there, want %d", got, 2*n)
			}
		})
	}
}

// mustKnow makes sure that so many mappings have a name that begins with the word, the
// fate, and a Record.
func mustKnow(t *testing.T, l *lab, want int, word string, fate rdns.Fate) {
	t.Helper()
	got, last := 0, netip.Addr{}
	for m := range l.block.Snapshot().After(netip.Addr{}) {
		r, known := l.manager.Record(&m)
		if !known || r.Status != confirm.Pending || m.State.Fate() != fate || !strings.HasPrefix(m.Name, word) || !last.Less(m.Addr) {
			t.Fatalf("%+v behind %s has %+v, want %v and a Record", m, last, r, fate)
		}
		got, last = got+1, m.Addr
	}
	if got != want {
		t.Errorf("%d mappings, want %d", got, want)
	}
}
