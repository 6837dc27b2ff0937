package manager

import (
	"sync/atomic"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// A Block is the data of one rdnsmgr block.
type Block struct {
	Config *config.Block

	manager  *Manager
	locate   func(string) string
	keys     []string // of its zones' serials
	inline   []rdns.Record
	mappings []*mappingFile
	records  []*recordFile
	frame    *index.Frame    // of the good records
	policy   *policy.Policy  // for the names of this block; nil when the look check is off
	aside    *index.Snapshot // mappings of addresses in none of our zones: what lies there may change
	attrs    [2]int          // of the snapshot and of aside when they were built
	past     past            // of the last publication
	judged   *index.Frame    // that the looks of the last publication are for
	unserved setHash         // mappings of the last publication that are not served

	snapshot atomic.Pointer[index.Snapshot] // written by publish only
	status   atomic.Pointer[Status]         // written by publish only
}

// Snapshot returns the data to answer from. It is nil before Load. Called on
// the query path.
func (b *Block) Snapshot() *index.Snapshot { return b.snapshot.Load() }

func newBlock(m *Manager, c *config.Block, locate func(string) string) *Block {
	b := &Block{Config: c, manager: m, locate: locate, keys: m.serialKeys(c)}
	for _, f := range c.Files {
		b.mappings = append(b.mappings, newMappingFile(b, f, locate(f.Path)))
	}
	for _, f := range c.RecordFiles {
		b.records = append(b.records, newRecordFile(m, f, locate(f.Path)))
	}
	return b
}

// load reads the block's files and builds its frame.
func (b *Block) load() error {
	var faults rdns.Faults
	for _, r := range b.Config.Records {
		record, err := source.ParseRecord(r.Fields, r.Pos)
		faults.Add(err)
		b.inline = append(b.inline, record)
	}
	for _, f := range b.mappings {
		faults.Add(f.load())
	}
	for _, f := range b.records {
		faults.Add(f.load())
	}
	if err := faults.Err(); err != nil {
		return err
	}
	if err := b.loadFrame(); err != nil {
		return err
	}
	for _, m := range b.Config.Mappings {
		if cut, ok := b.frame.Serves(m.Addr); !ok {
			faults.Addf(m.Pos, "ptr %s: the address is delegated away by the record %s NS, so nobody would ask here: remove one of them", m.Addr, cut)
		}
	}
	return faults.Err()
}

// setPolicy makes the policy for the names of this block as it is now.
func (b *Block) setPolicy() {
	if p := b.manager.rules.policy; p != nil {
		b.policy = p.For(b.site())
	}
}

// loadFrame builds the first frame, of the record files as they are, or else
// as they last were good.
func (b *Block) loadFrame() error {
	err := b.tryRecords()
	if err == nil {
		return nil
	}
	for _, f := range b.records {
		if f.good == nil {
			return err
		}
	}
	if len(b.records) == 0 {
		return err
	}
	b.refuseRecords(err)
	for _, f := range b.records {
		f.latest = f.good
	}
	return b.tryRecords()
}

// refuseRecords says of each file that is not as it was last good why it is
// not served.
func (b *Block) refuseRecords(err error) {
	for _, f := range b.records {
		if f.latest.hash != f.good.hash {
			f.refuse(err)
		}
	}
}

// tryRecords builds a frame of the latest records. When it is sound they are
// the good ones from now on.
func (b *Block) tryRecords() error {
	records := b.inline
	for _, f := range b.records {
		records = append(records[:len(records):len(records)], f.latest.records...)
	}
	frame, err := index.NewFrame(index.Spec{
		Zones: b.Config.Zones, Pools: b.Config.Pools, Except: b.Config.Except, Records: records, TTL: b.Config.TTL,
		Delegations: b.Config.Delegations, Glue: b.Config.Glue,
		Elsewhere: b.manager.zonesBeside(b),
	})
	if err != nil {
		return err
	}
	b.frame = frame
	for _, f := range b.records {
		f.good = f.latest
	}
	return nil
}

// poll looks at the block's files and reports whether there is something new
// to publish.
func (b *Block) poll() bool {
	changed, tried := false, false
	for _, f := range b.mappings {
		changed = f.poll() || changed
	}
	for _, f := range b.records {
		tried = f.poll() || tried
	}
	if !tried {
		return changed
	}
	if err := b.tryRecords(); err != nil {
		b.refuseRecords(err)
		return changed
	}
	return true
}

func (b *Block) save() {
	for _, f := range b.mappings {
		f.save()
	}
	for _, f := range b.records {
		f.save()
	}
}
