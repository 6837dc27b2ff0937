package site

import (
	"os"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
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
	return append(all, b.records...)
}

// readRecords reads the record files.
func (b *Block) readRecords(o Options) error {
	for _, f := range b.Config.RecordFiles {
		path := o.locate(f.Path)
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		records, _ := source.ParseRecords(string(data), path)
		b.records = append(b.records, records...)
	}
	return nil
}

// typeNS is a type of records (RFC 1035, 3.2.2).
const typeNS = 2

// Servers returns the name servers that an answer refers to.
func (b *Block) Servers(a index.Answer) []string {
	set := a.Node.RRset(typeNS)
	if set == nil {
		return nil
	}
	var names []string
	for _, data := range set.Data {
		names = append(names, nameOf(data))
	}
	return names
}

// nameOf reads a name in wire format without compression. All names of ours are
// host names, which need no escapes.
func nameOf(wire []byte) string {
	var name strings.Builder
	for len(wire) > 0 && wire[0] > 0 && int(wire[0]) < len(wire) {
		end := 1 + int(wire[0])
		name.Write(wire[1:end])
		name.WriteByte('.')
		wire = wire[end:]
	}
	return name.String()
}
