package manager

import (
	"crypto/sha256"
	"io"
	"strings"
	"time"

	"github.com/rdnsmgr/rdnsmgr/internal/source"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// A keeper keeps the last good content of one file in the state directory.
type keeper struct {
	manager *Manager
	path    string
	key     string            // of the copy
	kept    [sha256.Size]byte // of the copy, when it is known
	failed  [sha256.Size]byte // of what could not be kept
	retry   time.Time         // when to try that again
	unsure  bool              // what is kept was not read, and may be damaged
}

// copyKey names the copy of a file: by its absolute path, so that another
// spelling in the Corefile finds it. A file that several blocks read has a copy
// for each, because one may hold what another accepts.
func (m *Manager) copyKey(path string) string {
	key := absolute(path)
	for m.copies[key] {
		key += " again"
	}
	m.copies[key] = true
	return key
}

// recall returns the kept content. ok is false when there is none.
func (k *keeper) recall() (c source.Content, ok bool) {
	k.kept = [sha256.Size]byte{}
	data, err := k.manager.dir.Source(k.key)
	if err != nil {
		k.manager.log.Errorf("%v", err)
	}
	if data == nil {
		return c, false
	}
	c = source.NewContent(string(data))
	k.kept = c.Sum
	return c, true
}

// recallSet is recall for a large content in the form that is configured. It is nil for
// everything else, of which recall may know more.
func (k *keeper) recallSet(r source.Reading) *source.Set {
	kept := k.manager.dir.OpenSource(k.key)
	defer kept.Close()
	if kept == nil {
		return nil
	}
	set, err := r.Parse(kept, kept.Size)
	if err != nil || set == nil || set.Hash != kept.Sum || source.Accident(new(source.Summary), nobody, set) != "" {
		return nil
	}
	k.kept = set.Hash
	return set
}

// head returns what the copy tells of itself, or nil when there is none that does.
func (k *keeper) head() *state.KeptSource {
	kept := k.manager.dir.OpenSource(k.key)
	kept.Close()
	return kept
}

// trust notes that the content with the hash seems to be kept. Whether it is sound is
// found out later, by keep.
func (k *keeper) trust(hash [sha256.Size]byte) {
	k.unsure = k.manager.dir.HasSource(k.key, hash)
}

// sound reports whether the content with the hash is kept.
func (k *keeper) sound(hash [sha256.Size]byte) bool {
	if !k.unsure {
		return k.manager.dir.HasSource(k.key, hash)
	}
	k.unsure = false
	if !k.manager.dir.SoundSource(k.key, hash) {
		k.manager.log.Errorf("the last good copy of %q in the state directory is damaged: it is written anew", k.path)
		return false
	}
	return true
}

// An unkept is a content that may have to be kept. The zero value is one that only
// the file may have.
type unkept struct {
	text  string
	spare *state.Spare // what was read without holding the text; nil when there is none
}

// drop lets go of it.
func (u *unkept) drop() {
	u.spare.Close()
	*u = unkept{}
}

// keep makes sure that the content with the hash is kept.
func (k *keeper) keep(hash [sha256.Size]byte, u *unkept) (done bool) {
	switch {
	case k.manager.dir.Memory() || k.kept == hash:
		return true
	case k.failed == hash && k.manager.now().Before(k.retry):
		return false
	case u.text == "" && k.sound(hash):
		k.kept = hash
		return true
	}
	if err := k.save(hash, u); err != nil {
		k.failed, k.retry = hash, k.manager.now().Add(retryEvery)
		k.manager.log.Errorf("%v: until this is mended, a restart may not know the last good content of %q", err, k.path)
		return false
	}
	k.kept = hash
	return true
}

// save keeps a content. What is no text and has no sound spare is read from the
// file, as long as that still holds it.
func (k *keeper) save(hash [sha256.Size]byte, u *unkept) error {
	write := func(content io.Reader) error { return k.manager.dir.SaveSource(k.key, content, hash) }
	switch {
	case u.text != "":
		return write(strings.NewReader(u.text))
	case u.spare == nil:
		return source.CopyFile(k.path, write)
	}
	content, err := u.spare.Reader()
	if err == nil {
		err = write(content)
	}
	if err == nil || u.spare.Sound() && !state.IsFull(err) {
		return err
	}
	u.drop() // there may be room on the disk for one of both
	if source.CopyFile(k.path, write) != nil {
		return err
	}
	return nil
}
