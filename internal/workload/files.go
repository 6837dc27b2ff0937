package workload

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Mappings is how many a benchmark loads. Few has the same questions answered in a
// moment, for those who only want to see that they are.
const (
	Mappings = 1_000_000
	Few      = 1 << 16
)

// Write writes the files that the Corefiles name: so many mappings in the form of
// hosts files, and zones that hold them and the generated names of the /16.
func Write(dir string, mappings int) error {
	return errors.Join(
		write(filepath.Join(dir, "hosts"), func(t text) { t.hosts(mappings) }),
		write(filepath.Join(dir, "reverse.zone"), func(t text) { t.reverse(mappings) }),
		write(filepath.Join(dir, "forward.zone"), text.forward),
	)
}

func write(path string, fill func(text)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	t := text{bufio.NewWriterSize(f, 1<<20)}
	fill(t)
	return errors.Join(t.Flush(), f.Close())
}

// A text is a file that is being written. Its first error comes out of Flush.
type text struct {
	*bufio.Writer
}

func (t text) line(format string, args ...any) { _, _ = fmt.Fprintf(t, format+"\n", args...) }

func (t text) hosts(mappings int) {
	for i := range mappings {
		t.line("%s %s", address(i), customer(i))
	}
}

func (t text) apex(zone string) {
	t.line("$ORIGIN %s\n$TTL 3600\n@ SOA %s\n@ NS ns1.example.net.", zone, soa)
}

func (t text) reverse(mappings int) {
	t.apex("10.in-addr.arpa.")
	for i := range mappings {
		t.line("%d.%d.%d PTR %s", i&255, i>>8&255, i>>16&255, customer(i))
	}
	for i := range 1 << 16 {
		t.line("%d.%d.240 PTR ip-10-240-%d-%d.host.example.", i&255, i>>8, i>>8, i&255)
	}
}

func (t text) forward() {
	t.apex("host.example.")
	for i := range 1 << 16 {
		t.line("ip-10-240-%d-%d A 10.240.%d.%d", i>>8, i&255, i>>8, i&255)
	}
}
