package manager

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/index"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// ReleaseFile consents to the held content of a mapping file, which the digits
// of its hash name, as an accept line of the configuration does. The file is
// looked at again within a second.
func (m *Manager) ReleaseFile(ctx context.Context, path, hash string) error {
	err := fmt.Errorf("no change of %q with the hash %q is held: see what is", path, hash)
	if stopped := m.do(ctx, func() {
		for _, b := range m.blocks {
			for _, f := range b.mappings {
				if f.path == path && f.held != nil && f.held.Hash != "" && len(hash) >= minConsent && strings.HasPrefix(f.held.Hash, hash) {
					f.consent = f.held.Hash
					f.follow.forget()
					err = nil
				}
			}
		}
	}); stopped != nil {
		return stopped
	}
	return err
}

// Excuse accepts the flagged name of an address: it stays served and is not
// reported any more, until it is removed.
func (m *Manager) Excuse(ctx context.Context, a netip.Addr, name string) error {
	err := fmt.Errorf("%s %q is not flagged: only names that are served against a rule need to be accepted", a, name)
	if stopped := m.do(ctx, func() {
		for _, b := range m.blocks {
			if b.excuse(a, name) {
				m.log.Warningf("mappings: %s %q is accepted by hand", a, name)
				err = nil
			}
		}
	}); stopped != nil {
		return stopped
	}
	return err
}

func (b *Block) excuse(a netip.Addr, name string) (found bool) {
	var mappings []index.Mapping
	for d := range b.Snapshot().At(a) {
		if d.Name == name && d.State.Look() == rdns.Flagged {
			d.State, found = rdns.NewState(rdns.Excused, d.State.Fate()), true
		}
		mappings = append(mappings, d)
	}
	if found {
		b.replace([]index.Change{{Addr: a, Mappings: mappings}})
		b.manager.looksChanged, b.manager.looksRetry = true, time.Time{} // a person waits
	}
	return found
}
