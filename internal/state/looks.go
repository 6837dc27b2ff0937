package state

import (
	"bytes"
	"errors"
	"slices"
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
	i, ok := slices.BinarySearchFunc(l.Looks, Look{Key: key}, byKey)
	if !ok {
		return 0, false
	}
	return l.Looks[i].State, true
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
	l := &Looks{Rules: [rulesSize]byte(body), Checked: body[rulesSize] != 0, Looks: make([]Look, 0, len(body)/lookSize)}
	for rest := body[looksHead:]; len(rest) > 0; rest = rest[lookSize:] {
		l.Looks = append(l.Looks, Look{[keySize]byte(rest), rest[keySize]})
	}
	if !slices.IsSortedFunc(l.Looks, byKey) {
		return nil, errors.New("reading the kept looks: they are not in order")
	}
	return l, nil
}

// SaveLooks keeps the looks. It sorts them, and leaves one of each key.
func (d Dir) SaveLooks(l *Looks) error {
	slices.SortStableFunc(l.Looks, byKey)
	l.Looks = slices.CompactFunc(l.Looks, func(a, b Look) bool { return a.Key == b.Key })
	body := append(make([]byte, 0, looksHead+len(l.Looks)*lookSize), l.Rules[:]...)
	checked := byte(0)
	if l.Checked {
		checked = 1
	}
	body = append(body, checked)
	for i := range l.Looks {
		body = append(append(body, l.Looks[i].Key[:]...), l.Looks[i].State)
	}
	return d.write(looksFile, looksKind, body)
}
