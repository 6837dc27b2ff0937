package manager

import (
	"os"
	"path/filepath"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// Inspect finds the faults of a block that config cannot see: data of records
// that is wrong, and files that cannot be read. It is for a block that is
// refused anyway, so that everything is said in one go.
func Inspect(c *config.Block, locate func(path string) string) error {
	var faults rdns.Faults
	for _, r := range c.Records {
		_, err := source.ParseRecord(r.Fields, r.Pos)
		faults.Add(err)
	}
	for _, f := range c.Files {
		faults.Add(readable(f.Pos, locate(f.Path)))
	}
	for _, f := range c.RecordFiles {
		faults.Add(readable(f.Pos, locate(f.Path)))
	}
	return faults.Err()
}

func readable(pos rdns.Position, path string) error {
	f, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return unreadable(pos, err)
	}
	return f.Close()
}

// unreadable words the fault of a file without which there is nothing to serve.
func unreadable(pos rdns.Position, err error) error {
	return pos.Errorf("%w: check the path and the mode of the file", err)
}

// absolute returns one spelling of a path, whatever the Corefile has.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}
