package manager

import (
	"crypto/sha256"
	"fmt"
	"os"
	"time"
)

// A keeper keeps the last good content of one file in the state directory.
type keeper struct {
	manager *Manager
	path    string
	key     string            // of the copy
	kept    [sha256.Size]byte // of the copy, when it is known
	retry   time.Time         // after a failure
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

// recall returns the kept content, or nil.
func (k *keeper) recall() []byte {
	data, err := k.manager.dir.Source(k.key)
	if err != nil {
		k.manager.log.Errorf("%v", err)
	}
	if data != nil {
		k.kept = sha256.Sum256(data)
	}
	return data
}

// keep makes sure that the content with the hash is kept. data may be nil: then
// it is read from the file, as long as that still holds it.
func (k *keeper) keep(hash [sha256.Size]byte, data []byte) (done bool) {
	switch {
	case k.manager.dir.Memory() || k.kept == hash:
		return true
	case k.manager.now().Before(k.retry):
		return false
	case data == nil && k.manager.dir.HasSource(k.key, hash):
		k.kept = hash
		return true
	}
	err := k.save(hash, data)
	if err != nil {
		k.retry = k.manager.now().Add(retryEvery)
		k.manager.log.Errorf("%v: until this is mended, a restart may not know the last good content of %q", err, k.path)
		return false
	}
	k.kept = hash
	return true
}

func (k *keeper) save(hash [sha256.Size]byte, data []byte) error {
	if data == nil {
		var err error
		if data, err = os.ReadFile(k.path); err != nil {
			return err
		}
		if sha256.Sum256(data) != hash {
			return fmt.Errorf("keeping %q: it holds another content than the one that is served", k.path)
		}
	}
	return k.manager.dir.SaveSource(k.key, data)
}
