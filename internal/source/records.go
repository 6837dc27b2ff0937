package source

import (
	"fmt"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// ParseRecords reads a file of static records in the form of a master file
// (RFC 1035, 5) with $ORIGIN, $TTL and parentheses. A name without a final dot
// is relative to $ORIGIN, and absolute as long as there is none. A record
// without a TTL has that of $TTL, else the one stated last, else 0, which
// means the default.
//
// file is for the positions of records and faults. Records that are wrong are
// left out; the caller decides whether the others are of use.
func ParseRecords(text, file string) ([]rdns.Record, []*rdns.Fault) {
	var records []rdns.Record
	var faults []*rdns.Fault
	bad := 0
	m := newMaster(newLines(trimBOM(text)))
	m.origin = "."
	for st, ok := m.next(); ok; st, ok = m.next() {
		r, err := m.recordStatement(st)
		r.Pos = rdns.Position{File: file, Line: st.number}
		switch {
		case err == nil && r.Name != "":
			records = append(records, r)
		case err != nil:
			if bad++; bad <= maxFaults {
				faults = append(faults, &rdns.Fault{Pos: r.Pos, Err: err})
			}
		}
	}
	if bad > maxFaults {
		more := fmt.Errorf("and %d more bad lines in this file", bad-maxFaults)
		faults = append(faults, &rdns.Fault{Pos: rdns.Position{File: file, Line: m.in.number}, Err: more})
	}
	return records, faults
}

// recordStatement reads one statement; a directive makes no record.
func (m *master) recordStatement(st statement) (rdns.Record, error) {
	if st.err != nil {
		return rdns.Record{}, st.err
	}
	if st.isDirective() {
		return rdns.Record{}, m.directive(st)
	}
	h, err := m.head(st)
	if err != nil {
		return rdns.Record{}, fmt.Errorf("record %s: %w", quote(st.text), err)
	}
	return m.record(h)
}
