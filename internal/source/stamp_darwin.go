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
		s.dev, s.inode = uint64(stat.Dev), stat.Ino // only compared
		s.ctime = stat.Ctimespec.Nano()
	}
	return s
}
