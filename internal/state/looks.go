package state

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// Looks are what the look check came to, but for the names it accepted.
type Looks struct {
	Rules [32]byte          // the fingerprint of the rules that judged
	Looks map[[16]byte]byte // by the key of the mapping
}

const (
	looksFile = "looks"
	looksKind = "looks 1"

	rulesSize = 32
	lookSize  = keySize + 1
)

// Looks returns the kept looks; the zero Looks when there are none.
func (d Dir) Looks() (Looks, error) {
	body, err := d.read(looksFile, looksKind)
	if err != nil || body == nil {
		return Looks{}, err
	}
	return parseLooks(body)
}

func parseLooks(body []byte) (Looks, error) {
	if len(body) < rulesSize || (len(body)-rulesSize)%lookSize != 0 {
		return Looks{}, errors.New("reading the kept looks: the file has an odd length")
	}
	l := Looks{Rules: [rulesSize]byte(body), Looks: make(map[[keySize]byte]byte, len(body)/lookSize)}
	for rest := body[rulesSize:]; len(rest) > 0; rest = rest[lookSize:] {
		l.Looks[[keySize]byte(rest)] = rest[keySize]
	}
	return l, nil
}

// SaveLooks keeps the looks.
func (d Dir) SaveLooks(l Looks) error {
	body := append(make([]byte, 0, rulesSize+len(l.Looks)*lookSize), l.Rules[:]...)
	keys := slices.SortedFunc(maps.Keys(l.Looks), func(a, b [keySize]byte) int { return cmp.Compare(string(a[:]), string(b[:])) })
	for _, key := range keys {
		body = append(append(body, key[:]...), l.Looks[key])
	}
	return d.write(looksFile, looksKind, body)
}
