package control

import (
	"net/http"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
)

// Held tells what waits for a person.
type Held struct {
	Files       []HeldFile  `json:"files"`
	Withdrawals Withdrawals `json:"withdrawals"`
}

// A HeldFile is a change of a file that looks like an accident. Without a hash
// there is nothing to release: the file has to be mended.
type HeldFile struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
	Hash   string `json:"hash,omitempty"`
}

// Withdrawals are names that do not point back, and are served because too many
// were withdrawn in a day. Names are some of them.
type Withdrawals struct {
	Held  int    `json:"held"`
	Names []Pair `json:"names"`
}

// A Pair is an address with a name.
type Pair struct {
	Address string `json:"address"`
	Name    string `json:"name"`
}

func (s *server) held(*http.Request) (any, error) {
	answer := Held{Files: []HeldFile{}, Withdrawals: Withdrawals{Names: []Pair{}}}
	for _, h := range s.manager.Status().Held {
		answer.Files = append(answer.Files, HeldFile{h.Path, h.Reason, h.Hash})
	}
	if stats, ok := s.manager.Confirmation(); ok {
		answer.Withdrawals.Held = stats.Counts.Held
	}
	for _, m := range s.manager.HeldWithdrawals(defaultLimit) {
		answer.Withdrawals.Names = append(answer.Withdrawals.Names, pair(m))
	}
	return answer, nil
}

func pair(m confirm.Mapping) Pair { return Pair{m.Addr.String(), m.Name} }

// release consents to a held change, or lets held names go.
func (s *server) release(r *http.Request) (any, error) {
	var what struct {
		Withdrawals bool   `json:"withdrawals"`
		File        string `json:"file"`
		Hash        string `json:"hash"`
	}
	if err := read(r, &what); err != nil {
		return nil, err
	}
	if what.Withdrawals == (what.File != "") {
		return nil, wrongf("want the withdrawals, or a file with its hash, and not both")
	}
	if what.Withdrawals {
		return map[string]int{"released": s.manager.ReleaseWithdrawals()}, nil
	}
	if err := s.manager.ReleaseFile(r.Context(), what.File, what.Hash); err != nil {
		return nil, err
	}
	return map[string]int{"released": 1}, nil
}
