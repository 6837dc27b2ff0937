package source

// A Stamp tells one state of a file from another without reading it. Stamps are
// compared with ==. The zero Stamp is that of no file.
type Stamp struct {
	dev, inode   uint64 // which file it is; 0 where the system does not say
	size         int64
	mtime, ctime int64 // nanoseconds since 1970; ctime is 0 where the system does not say
}

// sameFile tells whether s and t are of one file, written in place, and not of
// two, one of which took the place of the other.
func (s Stamp) sameFile(t Stamp) bool {
	return s.dev == t.dev && s.inode == t.inode
}
