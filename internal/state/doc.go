// Package state keeps on disk what must survive a restart: the last good copy
// of every source, and the serial with what it stood for.
//
// A Dir is a directory of small files. Each is replaced as a whole: written
// beside, synced, renamed; so a reader sees the old one or the new one, and a
// crash leaves one of them. Each carries a checksum; a damaged file is set
// aside under another name with an error that says so, and counts as missing.
//
// A Dir holds no lock and starts nothing, so that two instances may look at
// one directory while one takes over from the other. Only a running manager
// writes.
package state
