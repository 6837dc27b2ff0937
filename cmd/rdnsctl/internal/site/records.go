package site

import (
	"os"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// Records returns the static records of the block, those of the Corefile first.
// What is wrong with one was a fault when the block was loaded.
func (b *Block) Records() []rdns.Record {
	var all []rdns.Record
	for _, r := range b.Config.Records {
		if record, err := source.ParseRecord(r.Fields, r.Pos); err == nil {
			all = append(all, record)
		}
	}
	return append(all, b.fileRecords...)
}

// readRecords reads the record files.
func (b *Block) readRecords(o Options) error {
	for _, f := range b.Config.RecordFiles {
		path := o.locate(f.Path)
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		records, _ := source.ParseRecords(data, path)
		b.fileRecords = append(b.fileRecords, records...)
	}
	return nil
}
