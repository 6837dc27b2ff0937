package state

import (
	"encoding/binary"
	"hash/crc32"
)

// An Entry is a small value that is kept under a key. An empty Value deletes
// the key.
type Entry struct {
	Key   [16]byte
	Value []byte // at most MaxValue bytes
}

// A record is what one commit adds to the log. All numbers are little-endian.
//
//	+----------+----------+----------+--------------------------------+
//	| length 4 | number 4 | CRC-32 4 | key 16, size 1, value; key ... |
//	+----------+----------+----------+--------------------------------+
//
// The length is that of the entries behind the head. The records of a file are
// numbered from 1. The checksum, with the polynomial of Castagnoli, covers all
// but itself.
const (
	headSize = 12
	keySize  = 16
	minEntry = keySize + 1
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendEntry adds the entry to a record that began as headSize bytes.
func appendEntry(record []byte, e Entry) []byte {
	record = append(record, e.Key[:]...)
	record = append(record, byte(len(e.Value)))
	return append(record, e.Value...)
}

// seal fills in the head.
func seal(record []byte, number uint32) {
	binary.LittleEndian.PutUint32(record, uint32(len(record)-headSize))
	binary.LittleEndian.PutUint32(record[4:], number)
	binary.LittleEndian.PutUint32(record[8:], checksum(record))
}

func checksum(record []byte) uint32 {
	return crc32.Update(crc32.Checksum(record[:8], castagnoli), castagnoli, record[headSize:])
}

// recordSize returns the length of the record with this head, or 0 when there
// is no such record.
func recordSize(head []byte) int {
	if len(head) < headSize {
		return 0
	}
	body := binary.LittleEndian.Uint32(head)
	if body < minEntry || body > recordBytes {
		return 0
	}
	return headSize + int(body)
}

func recordNumber(head []byte) uint32 { return binary.LittleEndian.Uint32(head[4:]) }

// whole reports whether data begins with a record that nothing happened to.
func whole(data []byte) bool {
	size := recordSize(data)
	return size > 0 && size <= len(data) &&
		checksum(data[:size]) == binary.LittleEndian.Uint32(data[8:])
}

// entries calls put, unless it is nil, with each entry of the record, and
// reports whether there was nothing else in it. The values stand in the record.
func entries(record []byte, put func(Entry)) bool {
	body := record[headSize:]
	for len(body) >= minEntry {
		size := int(body[keySize])
		if size > MaxValue || len(body) < minEntry+size {
			return false
		}
		if put != nil {
			put(Entry{Key: [keySize]byte(body), Value: body[minEntry : minEntry+size : minEntry+size]})
		}
		body = body[minEntry+size:]
	}
	return len(body) == 0
}
