package manager_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/arpa"
	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// A lab is a directory of files with a manager that follows them.
type lab struct {
	t       *testing.T
	dir     string
	log     *record
	clock   time.Time
	zones   string
	manager *manager.Manager
	block   *manager.Block

	now       func() time.Time // nil for clock
	resolvers func([]string) ([]confirm.Resolver, error)
}

// A record keeps what was logged.
type record struct {
	mu    sync.Mutex
	lines []string
	heard func(line string) // called with each line, unless it is nil
}

func (r *record) add(level, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := level + " " + fmt.Sprintf(format, args...)
	r.lines = append(r.lines, line)
	if r.heard != nil {
		r.heard(line)
	}
}

func (r *record) Infof(format string, args ...any)    { r.add("info", format, args...) }
func (r *record) Warningf(format string, args ...any) { r.add("warning", format, args...) }
func (r *record) Errorf(format string, args ...any)   { r.add("error", format, args...) }

// take returns what was logged since it was last called.
func (r *record) take() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := strings.Join(r.lines, "\n")
	r.lines = nil
	return text
}

func newLab(t *testing.T) *lab {
	t.Helper()
	manager.EndProcess()
	t.Cleanup(manager.EndProcess)
	return &lab{t: t, dir: t.TempDir(), log: new(record), clock: time.Unix(1_800_000_000, 0), zones: "192.0.2.0/24 host.example"}
}

// write puts a file into place by renaming, so that one look is enough.
func (l *lab) write(name, content string) {
	l.t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.WriteFile(path+".new", []byte(content), 0o600); err != nil {
		l.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		l.t.Fatal(err)
	}
}

// try loads a configuration. The properties stand beside a pool, soa and ns.
func (l *lab) try(properties string) error {
	l.t.Helper()
	corefile := l.zones + ` {
	rdnsmgr {
		pool 192.0.2.0/24 ip-{ip}.host.example
		soa ns1.example.net hostmaster.example.net
		ns ns1.example.net
		` + properties + `
	}
}
`
	return l.tryCorefile(corefile)
}

// tryCorefile loads a whole configuration. The block of the lab is the first.
func (l *lab) tryCorefile(corefile string) error {
	l.t.Helper()
	blocks, err := config.Read("Corefile", strings.NewReader(corefile))
	if err != nil {
		l.t.Fatal(err)
	}
	if err := config.Check(blocks); err != nil {
		l.t.Fatal(err)
	}
	now := l.now
	if now == nil {
		now = func() time.Time { return l.clock }
	}
	l.manager = manager.New(l.log, now)
	if l.resolvers != nil {
		l.manager.SetResolvers(l.resolvers)
	}
	l.block = nil
	for _, b := range blocks {
		added := l.manager.Add(b, func(path string) string { return filepath.Join(l.dir, path) })
		if l.block == nil {
			l.block = added
		}
	}
	return l.manager.Load()
}

// start loads a configuration and begins to follow its files.
func (l *lab) start(properties string) {
	l.t.Helper()
	if err := l.try(properties); err != nil {
		l.t.Fatal(err)
	}
	l.manager.Begin()
}

// change writes a file and lets the manager look.
func (l *lab) change(name, content string) {
	l.t.Helper()
	l.write(name, content)
	l.clock = l.clock.Add(10 * time.Second)
	l.manager.Poll()
	for l.manager.Await() { // the machine is slow
		l.manager.Poll()
	}
}

// name returns what an address is called now.
func (l *lab) name(address string) string {
	l.t.Helper()
	addr := netip.MustParseAddr(address)
	a := l.block.Snapshot().Lookup(arpa.Name(netip.PrefixFrom(addr, addr.BitLen())))
	if a.Kind != index.Explicit {
		kind := a.Kind.String()
		if a.Young {
			kind += " young"
		}
		return kind
	}
	var names []string
	for n, attr, rest, ok := a.Names.Next(); ok; n, attr, rest, ok = rest.Next() {
		names = append(names, fmt.Sprintf("%s %d", n, attr.TTL))
	}
	return strings.Join(names, " ")
}

func (l *lab) wantName(address, want string) {
	l.t.Helper()
	if got := l.name(address); got != want {
		l.t.Errorf("%s: got %q, want %q", address, got, want)
	}
}

// wantLog makes sure that each text was logged since the last look.
func (l *lab) wantLog(texts ...string) string {
	l.t.Helper()
	logged := l.log.take()
	for _, text := range texts {
		if !strings.Contains(logged, text) {
			l.t.Errorf("the log lacks %q:\n%s", text, logged)
		}
	}
	return logged
}

// hosts returns a mapping file for the last octets from first to last.
func hosts(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		fmt.Fprintf(&b, "192.0.2.%d host%d.example.org\n", i, i)
	}
	return b.String()
}
