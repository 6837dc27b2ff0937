package state

import (
	"encoding/json"
	"fmt"
)

// A Serial is the serial of a block's zones with a fingerprint of the data it
// was published for.
type Serial struct {
	Number      uint32 `json:"serial"`
	Fingerprint string `json:"fingerprint"`
}

const (
	serialFile = "serials"
	serialKind = "serials 1"
)

// Serials returns the kept serials by the key of their block.
func (d Dir) Serials() (map[string]Serial, error) {
	serials := make(map[string]Serial)
	body, err := d.read(serialFile, serialKind)
	if err != nil || body == nil {
		return serials, err
	}
	if err := json.Unmarshal(body, &serials); err != nil {
		return serials, fmt.Errorf("reading the kept serials: %w", err)
	}
	return serials, nil
}

// SaveSerials keeps all serials.
func (d Dir) SaveSerials(serials map[string]Serial) error {
	body, err := json.MarshalIndent(serials, "", "\t")
	if err != nil {
		return fmt.Errorf("encoding the serials: %w", err)
	}
	return d.write(serialFile, serialKind, body)
}

// Next returns the serial behind last: the time in Unix seconds, or one more
// than last when the clock is not ahead of it in the arithmetic of RFC 1982. It
// is never 0, which some programs take for "none".
func Next(last Serial, unix int64) uint32 {
	now := uint32(unix) //nolint:gosec // serials wrap by design
	if last.Fingerprint != "" && int32(now-last.Number) <= 0 {
		now = last.Number + 1
	}
	return max(now, 1)
}
