package source

import (
	"io/fs"
	"syscall"
)

// nonblock keeps a pipe that took the place of a file from blocking open.
const nonblock = syscall.O_NONBLOCK

func stampOf(info fs.FileInfo) Stamp {
	s := Stamp{size: info.Size(), mtime: info.ModTime().UnixNano()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		s.dev, s.inode = uint64(stat.Dev), stat.Ino //nolint:unconvert // Dev has 32 bits on some architectures
		s.ctime = stat.Ctim.Nano()
	}
	return s
}
