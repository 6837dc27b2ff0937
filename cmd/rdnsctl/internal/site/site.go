package site

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A Site is what a Corefile describes. Its slices are in the order of the file.
type Site struct {
	Path   string
	Blocks []*Block
}

// A Block is one rdnsmgr block, loaded.
type Block struct {
	Config   *config.Block
	Snapshot *index.Snapshot
	Status   *manager.Status
	Sources  []Source

	fileRecords []rdns.Record
}

// A Source is one of the mapping files of a block, as it is now. The server may
// answer from an older content, if it holds this one back.
type Source struct {
	Config config.MappingFile
	Set    *source.Set
}

// Options say how a Corefile is loaded.
type Options struct {
	// Root is the directory that relative paths in the Corefile are relative to;
	// "" means the working directory, as for the server.
	Root string
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

// Load loads the blocks as a server does when it starts, but for its state: each
// file counts as it is now. The error holds every fault that the server would
// refuse to start with.
func Load(path string, blocks []*config.Block, o Options) (*Site, error) {
	m := manager.New(silence{}, time.Now)
	loaded := make([]*manager.Block, len(blocks))
	for i, b := range blocks {
		stateless := *b
		stateless.State = nil
		loaded[i] = m.Add(&stateless, o.locate)
	}
	if err := m.Load(); err != nil {
		return nil, err
	}
	s := &Site{Path: path}
	for i, b := range blocks {
		block := &Block{Config: b, Snapshot: loaded[i].Snapshot(), Status: loaded[i].Status()}
		if err := block.readSources(o); err != nil {
			return nil, err
		}
		if err := block.readRecords(o); err != nil {
			return nil, err
		}
		s.Blocks = append(s.Blocks, block)
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
