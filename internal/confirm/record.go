package confirm

import (
	"math"
	"time"
)

// A Status is the state of a mapping.
type Status uint8

const (
	// NoStatus is the status of a mapping that nobody knows.
	NoStatus Status = iota
	// Pending mappings have not matched yet. Those that were adopted are served.
	Pending
	// Active mappings matched and have not been disproved since.
	Active
	// Suspended mappings were disproved.
	Suspended
)

// String returns the word for the status in logs and metrics.
func (s Status) String() string {
	switch s {
	case Pending:
		return "pending"
	case Active:
		return "active"
	case Suspended:
		return "suspended"
	case NoStatus:
	}
	return "unknown"
}

// A Record is what is known of a mapping. It holds no pointer, and what is not
// in it is not remembered. All times are Unix seconds, 0 for never.
type Record struct {
	Status   Status
	Adopted  bool    // found at the first start; served until disproved
	Matched  bool    // it has pointed back at least once
	Held     bool    // disproved, but kept from withdrawal until a person releases it
	Failures uint8   // definite failures since the last match; stops at 255
	Errors   uint8   // checks without evidence since the last with some; stops at 255
	Last     Finding // of the last check
	Outcome  Outcome // that stood behind it

	Since        uint32 // the status began
	FirstFailure uint32 // of Failures
	LastFailure  uint32 // may be older than the last match
	LastMatch    uint32
	Until        uint32 // a further failure before is the same evidence from some cache
	Due          uint32 // the next check
	Gone         uint32 // the mapping went away; it may come back
}

// NewRecord returns the Record of a mapping that appears now: it waits for its
// first match.
func NewRecord(now uint32) Record {
	return Record{Status: Pending, Since: now, Due: after(now, firstTry)}
}

// AdoptedRecord returns the Record of a mapping that was found at the first
// start, or after the state was lost. It is served at once; its first check is
// due then.
func AdoptedRecord(now uint32, first time.Duration) Record {
	return Record{Status: Pending, Adopted: true, Since: now, Due: after(now, first)}
}

// Served reports whether the mapping's name may be served.
func (r Record) Served() bool {
	return r.Status == Active || r.Status == Pending && r.Adopted
}

// Healthy reports whether there is nothing to find out in a hurry: the cursor
// looks after the mapping, and no memory but this Record is spent on it.
func (r Record) Healthy() bool {
	return r.Served() && r.Failures == 0 && r.Errors == 0 && !r.Held
}

// returned is the Record of a mapping that went away and came back. What was
// served stays so; what waits is asked for quickly, as if it were new.
func (r Record) returned(now uint32) Record {
	r.Gone = 0
	if !r.Served() {
		r.Since, r.Due, r.Errors = now, after(now, firstTry), 0
	}
	return r
}

// neglected reports whether nobody asked about a new mapping when it was due:
// the instance that made the Record never ran.
func (r Record) neglected(now uint32) bool {
	return r.Status == Pending && !r.Adopted && r.Last == Unasked && r.Errors == 0 && until(r.Due, now) > quickTries[len(quickTries)-1]
}

// after returns the second that is d after now, rounded up.
func after(now uint32, d time.Duration) uint32 {
	s := (d + time.Second - 1) / time.Second
	return uint32(min(int64(now)+int64(s), math.MaxUint32)) //nolint:gosec // clamped
}

// more counts one up and stops at the end.
func more(n uint8) uint8 {
	if n == math.MaxUint8 {
		return n
	}
	return n + 1
}
