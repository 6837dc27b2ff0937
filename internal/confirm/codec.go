package confirm

import (
	"encoding/binary"
	"errors"
)

// The form of a Record on disk, which later releases must read:
//
//	flags     1 byte    the status in two bits, then adopted, matched, held
//	outcome   1 byte    Outcome in the upper half, Finding in the lower
//	present   1 byte    one bit for each of the times that is not 0, in the order
//	                    of Record.times; the highest for the two counters
//	counters  2 bytes   failures, errors; if present
//	times     n * 4     Unix seconds, big endian; those present
const (
	statusMask  = 1<<2 - 1
	adoptedFlag = 1 << 2
	matchedFlag = 1 << 3
	heldFlag    = 1 << 4
	knownFlags  = statusMask | adoptedFlag | matchedFlag | heldFlag

	countersPresent = 1 << 7

	recordHead = 3
)

var errRecord = errors.New("confirmation record: not in the form of this release")

// times returns the times of the Record in the order of its form on disk.
func (r *Record) times() [7]*uint32 {
	return [7]*uint32{&r.Since, &r.FirstFailure, &r.LastFailure, &r.LastMatch, &r.Until, &r.Due, &r.Gone}
}

// Append appends the Record as it is kept on disk: at most 33 bytes.
func (r Record) Append(dst []byte) []byte {
	flags := byte(r.Status) | flag(r.Adopted, adoptedFlag) | flag(r.Matched, matchedFlag) | flag(r.Held, heldFlag)
	at := len(dst)
	dst = append(dst, flags, byte(r.Outcome)<<4|byte(r.Last), 0)
	if r.Failures|r.Errors != 0 {
		dst[at+2] |= countersPresent
		dst = append(dst, r.Failures, r.Errors)
	}
	for i, t := range r.times() {
		if *t != 0 {
			dst[at+2] |= 1 << i
			dst = binary.BigEndian.AppendUint32(dst, *t)
		}
	}
	return dst
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

// ParseRecord reads what Append wrote. The zero Record is an error: there is
// nothing to keep of it.
func ParseRecord(b []byte) (Record, error) {
	if len(b) < recordHead || b[0]&^knownFlags != 0 || b[0]&statusMask == 0 {
		return Record{}, errRecord
	}
	r := Record{
		Status: Status(b[0] & statusMask), Outcome: Outcome(b[1] >> 4), Last: Finding(b[1] & 0xf),
		Adopted: b[0]&adoptedFlag != 0, Matched: b[0]&matchedFlag != 0, Held: b[0]&heldFlag != 0,
	}
	present, rest := b[2], b[recordHead:]
	if r.Outcome > LongChain || r.Last >= findings {
		return Record{}, errRecord
	}
	if present&countersPresent != 0 {
		if len(rest) < 2 {
			return Record{}, errRecord
		}
		r.Failures, r.Errors, rest = rest[0], rest[1], rest[2:]
	}
	for i, t := range r.times() {
		if present&(1<<i) == 0 {
			continue
		}
		if len(rest) < 4 {
			return Record{}, errRecord
		}
		*t, rest = binary.BigEndian.Uint32(rest), rest[4:]
	}
	if len(rest) > 0 {
		return Record{}, errRecord
	}
	return r, nil
}
