package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
)

// maxState bounds what is copied of a state directory.
const maxState = int64(8) << 30

// state returns the state line to load with: none, or that of a copy of the
// directory. The server writes there while we look, sets damaged files aside and
// probes whether it may write; none of this is for us to do.
func (s *Site) state(line *config.State, o Options) (*config.State, error) {
	if line == nil || line.Dir == "" || !o.State {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "rdnsctl-state-")
	if err != nil {
		return nil, fmt.Errorf("copying the state: %w", err)
	}
	s.temporary = dir
	if err := copyState(dir, o.locate(line.Dir)); err != nil {
		return nil, line.Pos.Errorf("copying the state: %w: run it as the user of the server, or with --state=false", err)
	}
	return &config.State{Dir: dir, Pos: line.Pos}, nil
}

// copyState copies the files of a state directory; one that does not exist yet
// has none.
func copyState(to, from string) error {
	list, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	left := maxState
	for _, one := range list {
		if !one.Type().IsRegular() {
			continue
		}
		n, err := copyFile(filepath.Join(to, one.Name()), filepath.Join(from, one.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // the server has replaced it meanwhile
		}
		if err != nil {
			return err
		}
		if left -= n; left < 0 {
			return fmt.Errorf("the files of %q are larger than %d bytes", from, maxState)
		}
	}
	return nil
}

func copyFile(to, from string) (int64, error) {
	in, err := os.Open(from) //nolint:gosec // of the state directory
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // in a directory of our own
	if err != nil {
		return 0, err
	}
	n, err := out.ReadFrom(in)
	return n, errors.Join(err, out.Close())
}

// Close removes what Load has written for itself.
func (s *Site) Close() error {
	if s.temporary == "" {
		return nil
	}
	return os.RemoveAll(s.temporary)
}
