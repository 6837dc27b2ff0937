package config

import "github.com/rdnsmgr/rdnsmgr/internal/rdns"

// Check judges the blocks of a Corefile together: what holds for the whole
// process stands in one of them only.
func Check(blocks []*Block) error {
	var faults rdns.Faults
	var first *State
	for _, b := range blocks {
		switch {
		case b.State == nil:
		case first == nil:
			first = b.State
		default:
			faults.Addf(b.State.Pos, "state stands already in %s and holds for all server blocks: remove one", first.Pos)
		}
	}
	return faults.Err()
}
