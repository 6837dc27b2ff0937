package manager_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rdnsmgr/rdnsmgr/internal/manager"
)

// TestDamagedCopy: a start that needs no last good copy, as the file is what it
// was, mends a damaged one all the same, for the start that will need it.
func TestDamagedCopy(t *testing.T) {
	for _, damage := range []struct {
		name string
		do   func([]byte) []byte
		says string
	}{
		{"cut off", func(b []byte) []byte { return b[:len(b)-20] }, "going on without it"},
		{"other text", func(b []byte) []byte { b[len(b)-3] ^= 1; return b }, "is damaged: it is written anew"},
	} {
		t.Run(damage.name, func(t *testing.T) {
			const properties = "mappings customers.map\nstate kept"
			l := newLab(t)
			l.write("customers.map", hosts(1, 100))
			l.start(properties)
			copies, err := filepath.Glob(filepath.Join(l.dir, "kept", "source-*"))
			if err != nil || len(copies) != 1 {
				t.Fatal(copies, err)
			}
			text, err := os.ReadFile(copies[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(copies[0], damage.do(text), 0o600); err != nil {
				t.Fatal(err)
			}
			l.log.take()
			manager.EndProcess()
			l.start(properties)
			l.wantLog(damage.says)
			if err := os.Remove(filepath.Join(l.dir, "customers.map")); err != nil {
				t.Fatal(err)
			}
			manager.EndProcess()
			l.start(properties)
			l.wantName("192.0.2.50", "host50.example.org. 3600")
		})
	}
}
