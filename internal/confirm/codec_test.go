package confirm

import (
	"bytes"
	"testing"
)

func TestRecordOnDisk(t *testing.T) {
	records := map[string]Record{
		"new":     {Status: Pending, Since: 1_800_000_000, Due: 1_800_000_010},
		"adopted": {Status: Pending, Adopted: true, Since: 1, Due: 2},
		"active":  {Status: Active, Matched: true, Last: Match, Outcome: Addresses, Since: 1, LastMatch: 2, Due: 3},
		"full": {
			Status: Suspended, Adopted: true, Matched: true, Held: true, Failures: 255, Errors: 1, Last: Unanswered, Outcome: LongChain,
			Since: 1, FirstFailure: 2, LastFailure: 3, LastMatch: 4, Until: 5, Due: 6, Gone: 1<<32 - 1,
		},
	}
	for name, want := range records {
		b := want.Append(nil)
		got, err := ParseRecord(b)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, want)
		}
		for n := range b {
			if cut, err := ParseRecord(b[:n]); err == nil {
				t.Errorf("%s: the first %d of %d bytes are %+v, want an error", name, n, len(b), cut)
			}
		}
		if _, err := ParseRecord(append(b, 0)); err == nil {
			t.Errorf("%s: want an error for a byte too much", name)
		}
	}
}

// The state of a server that runs today must be read by every release to come.
func TestRecordOnDiskIsFrozen(t *testing.T) {
	r := Record{Status: Active, Matched: true, Failures: 2, Last: Mismatch, Outcome: Addresses, Since: 0x01020304, LastMatch: 5, Due: 6}
	want := []byte{0x0a, 0x12, 0xa9, 2, 0, 1, 2, 3, 4, 0, 0, 0, 5, 0, 0, 0, 6}
	if got := r.Append(nil); !bytes.Equal(got, want) {
		t.Errorf("got %#x, want %#x", got, want)
	}
}

func FuzzParseRecord(f *testing.F) {
	f.Add(Record{Status: Active, Since: 1, Due: 2}.Append(nil))
	f.Add([]byte{0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ParseRecord(b)
		if err != nil {
			return
		}
		if again, err := ParseRecord(r.Append(nil)); err != nil || again != r {
			t.Errorf("%+v became %+v, %v", r, again, err)
		}
	})
}
