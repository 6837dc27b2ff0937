package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// A Site is what a Corefile describes. Its slices are in the order of the file.
type Site struct {
	Path   string
	Blocks []*Block

	temporary string // a copy of the state directory, or ""
}

// A Block is one rdnsmgr block, loaded.
type Block struct {
	*manager.Block

	Snapshot *index.Snapshot
	records  []rdns.Record
}

// Options say how a Corefile is loaded.
type Options struct {
	// Root is the directory that relative paths in the Corefile are relative to;
	// "" means the working directory, as for the server.
	Root string
	// State has the state directory looked at: what the server knows of names,
	// and which content of a file it holds on to.
	State bool
	// Confirmed takes all names as pointing back, as they do once everything has
	// settled: nobody is asked, and the state is of no interest.
	Confirmed bool
}

// Read reads a Corefile, without the files that it names. The error holds each
// fault, those that concern several blocks as well.
func Read(path string) ([]*config.Block, error) {
	f, err := os.Open(path) //nolint:gosec // whoever runs the command names the file
	if err != nil {
		return nil, fmt.Errorf("reading the Corefile: %w", err)
	}
	defer f.Close()
	blocks, err := config.Read(path, f)
	if err != nil {
		return nil, err
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("%s:1: no server block has the directive rdnsmgr: is it the right file?", path)
	}
	return blocks, config.Check(blocks)
}

// Open reads a Corefile and the files that it names.
func Open(path string, o Options) (*Site, error) {
	blocks, err := Read(path)
	if err != nil {
		return nil, err
	}
	return Load(path, blocks, o)
}

// Load loads the blocks as a server does when it starts. The error holds every
// fault that the server would refuse to start with. With Options.State, call Close when
// done.
func Load(path string, blocks []*config.Block, o Options) (*Site, error) {
	s := &Site{Path: path}
	copies := make([]*config.Block, len(blocks))
	for i, b := range blocks {
		c := *b
		var err error
		if c.State, err = s.state(b.State, o); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if o.Confirmed {
			c.Confirm, c.Unconfirmed = nil, nil
		}
		copies[i] = &c
	}
	m := manager.New(silence{}, time.Now)
	for _, c := range copies {
		s.Blocks = append(s.Blocks, &Block{Block: m.Add(c, o.locate)})
	}
	err := m.Load()
	for i := 0; err == nil && i < len(blocks); i++ {
		b := s.Blocks[i]
		b.Snapshot = b.Block.Snapshot()
		err = b.readRecords(o)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// locate finds a file as the server does.
func (o Options) locate(path string) string {
	if filepath.IsAbs(path) || o.Root == "" {
		return filepath.Clean(path)
	}
	return filepath.Join(o.Root, path)
}

// silence is a log that nobody reads: what it would say is found in the data.
type silence struct{}

func (silence) Infof(string, ...any)    {}
func (silence) Warningf(string, ...any) {}
func (silence) Errorf(string, ...any)   {}
