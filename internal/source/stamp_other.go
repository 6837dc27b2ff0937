//go:build !linux && !darwin

package source

import "io/fs"

// nonblock keeps a pipe that took the place of a file from blocking open, where
// the system can.
const nonblock = 0

// stampOf knows size and time only. A file that takes the place of another is
// then taken for one written in place, which costs it one more look.
func stampOf(info fs.FileInfo) Stamp {
	return Stamp{size: info.Size(), mtime: info.ModTime().UnixNano()}
}
