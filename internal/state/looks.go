package state

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"math/bits"
	"slices"
	"unsafe"
)

// Looks are what the look check came to, and what became of the names.
type Looks struct {
	Rules   [32]byte // the fingerprint of the rules that judged; zero when nothing was
	Checked bool     // names were confirmed
	Looks   []Look   // ascending by key, no two the same
}

// A Look is the state of one mapping, in one byte that this package does not read.
type Look struct {
	Key   [keySize]byte
	State byte
}

const (
	looksFile = "looks"
	looksKind = "looks 2"

	rulesSize = 32
	looksHead = rulesSize + 1
	lookSize  = keySize + 1
)

func byKey(a, b Look) int { return bytes.Compare(a.Key[:], b.Key[:]) }

// Find returns the state of the mapping with the key.
func (l *Looks) Find(key [16]byte) (state byte, ok bool) {
	want := Look{Key: key}
	first, last := l.around(&want)
	i, ok := slices.BinarySearchFunc(l.Looks[first:last], want, byKey)
	if !ok {
		return 0, false
	}
	return l.Looks[first+i].State, true
}

// around returns a part of the looks that holds the one with the key, if there
// is one. Keys are hashes, so that each tells about where it stands: a few steps
// from there, the part is small.
func (l *Looks) around(want *Look) (first, last int) {
	n := len(l.Looks)
	at, _ := bits.Mul64(prefix(want), uint64(n))
	for range 3 {
		if at >= uint64(n) {
			break
		}
		at = min(toward(at, prefix(want), prefix(&l.Looks[at]), uint64(n)), uint64(n)-1)
	}
	first, last = int(at), int(at) //nolint:gosec // at most n
	for step := 1; first > 0 && byKey(l.Looks[first], *want) > 0; step *= 2 {
		first = max(first-step, 0)
	}
	for step := 1; last < n && byKey(l.Looks[last], *want) <= 0; step *= 2 {
		last = min(last+step, n)
	}
	return first, last
}

// prefix is the part of the key that it is looked for by.
func prefix(l *Look) uint64 { return binary.BigEndian.Uint64(l.Key[:]) }

// toward returns where want should stand among n, when here stands at.
func toward(at, want, here, n uint64) uint64 {
	if want >= here {
		step, _ := bits.Mul64(want-here, n)
		return at + step
	}
	step, _ := bits.Mul64(here-want, n)
	return at - min(step, at)
}

// Looks returns the kept looks, nil when there are none.
func (d Dir) Looks() (*Looks, error) {
	body, err := d.read(looksFile, looksKind)
	if err != nil || body == nil {
		return nil, err
	}
	return parseLooks(body)
}

func parseLooks(body []byte) (*Looks, error) {
	if len(body) < looksHead || (len(body)-looksHead)%lookSize != 0 {
		return nil, errors.New("reading the kept looks: the file has an odd length")
	}
	l := &Looks{Rules: [rulesSize]byte(body), Checked: body[rulesSize] != 0, Looks: looksIn(body[looksHead:])}
	if !slices.IsSortedFunc(l.Looks, byKey) {
		return nil, errors.New("reading the kept looks: they are not in order")
	}
	return l, nil
}

// looksIn returns the looks that stand one behind the other, where they are: they are
// many, and nobody changes them.
func looksIn(body []byte) []Look {
	return unsafe.Slice((*Look)(unsafe.Pointer(unsafe.SliceData(body))), len(body)/lookSize)
}

// A Look is in memory what it is in the file.
var _ [lookSize]byte = [unsafe.Sizeof(Look{})]byte{}

// SaveLooks keeps looks, the first one of each key. Those of l are none of them: all
// yields them, about n in any order, and it is gone through several times.
func (d Dir) SaveLooks(l *Looks, n int, all iter.Seq[Look]) error {
	return d.writeFrom(func(w io.Writer) ([sha256.Size]byte, error) {
		hash := sha256.New()
		out := bufio.NewWriterSize(io.MultiWriter(w, hash), 1<<16)
		_, _ = out.Write(l.Rules[:]) // Flush returns the error of all
		checked := byte(0)
		if l.Checked {
			checked = 1
		}
		_ = out.WriteByte(checked)
		record := make([]byte, 0, lookSize)
		for look := range inOrder(n, all) {
			record = append(append(record[:0], look.Key[:]...), look.State)
			_, _ = out.Write(record)
		}
		err := out.Flush()
		return [sha256.Size]byte(hash.Sum(nil)), err
	}, looksFile, looksKind)
}
