package manager_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestLooksRest: what takes long to write is not written again at once.
func TestLooksRest(t *testing.T) {
	l := newLab(t)
	var slow time.Duration // passes whenever somebody asks for the time
	l.now = func() time.Time {
		l.clock = l.clock.Add(slow)
		return l.clock
	}
	kept := func() string {
		looks, err := os.ReadFile(filepath.Join(l.dir, "kept", "looks"))
		if err != nil {
			t.Fatal(err)
		}
		return string(looks)
	}
	l.write("customers.map", hosts(1, 40))
	l.write("brands.txt", "contoso-bank.com\n")
	l.start(looked)
	first := kept()

	slow = time.Second
	l.change("customers.map", hosts(1, 41))
	slow = 0
	second := kept()
	if second == first {
		t.Error("the first change was not kept at once")
	}
	l.write("customers.map", hosts(1, 42))
	l.clock = l.clock.Add(time.Second)
	l.manager.Poll()
	l.wantName("192.0.2.42", "host42.example.org. 3600")
	if kept() != second {
		t.Error("the looks were written again after a second, want a rest of ten")
	}
	l.clock = l.clock.Add(10 * time.Second)
	l.manager.Poll()
	if kept() == second {
		t.Error("the looks were not written after the rest")
	}
}
