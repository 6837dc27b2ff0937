package config

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

const dsForm = "ds TAG ALGORITHM TYPE DIGEST"

// digestSizes holds the octets of a digest by its type: SHA-1, SHA-256 and
// SHA-384 (RFC 8624, 3.3; the others have never been in use).
var digestSizes = map[uint64]int{1: 20, 2: 32, 4: 48}

// addDS reads TAG ALGORITHM TYPE DIGEST. Tools print the digest in several
// words.
func (p *parser) addDS(d *rdns.Delegation, pos rdns.Position, words []word) {
	if len(words) < 4 {
		p.faults.add(pos, "ds: wrong number of words: write %s, as in 12345 13 2 and 64 hexadecimal digits", dsForm)
		return
	}
	tag, tagOK := p.uintUpTo(words[0], "ds: key tag", 0, 65535)
	algorithm, algorithmOK := p.uintUpTo(words[1], "ds: algorithm", 1, 253)
	kind, kindOK := p.uintUpTo(words[2], "ds: digest type", 1, 4)
	if !tagOK || !algorithmOK || !kindOK {
		return
	}
	text := strings.Join(texts(words[3:]), "")
	digest, err := hex.DecodeString(text)
	switch size := digestSizes[kind]; {
	case size == 0:
		p.faults.add(words[2].pos, "ds: digest type %d: want 2 (SHA-256), 4 (SHA-384) or 1 (SHA-1)", kind)
	case err != nil || len(digest) != size:
		p.faults.add(words[3].pos, "ds: digest %.140q has %d characters: want the %d hexadecimal digits of type %d", text, len(text), 2*size, kind)
	default:
		data := binary.BigEndian.AppendUint16(nil, uint16(tag))                           //nolint:gosec // uintUpTo has looked
		d.DS = append(d.DS, append(append(data, byte(algorithm), byte(kind)), digest...)) //nolint:gosec // the same
	}
}

// uintUpTo reads a number.
func (p *parser) uintUpTo(w word, what string, lo, hi uint64) (uint64, bool) {
	n, err := strconv.ParseUint(w.text, 10, 64)
	if err != nil || n < lo || n > hi {
		p.faults.add(w.pos, "%s %q: want a number from %d to %d", what, w.text, lo, hi)
		return 0, false
	}
	return n, true
}
