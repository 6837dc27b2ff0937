// Package state keeps on disk what must survive a restart: the last good copy
// of every source, the serial with what it stood for, and the verdicts on names.
//
// A Dir is a directory of files. The small ones are replaced as a whole: written
// beside, synced, renamed; so a reader sees the old one or the new one, and a
// crash leaves one of them. Each carries a checksum; a damaged file is set
// aside under another name with an error that says so, and counts as missing.
//
// The Verdicts, of which there may be millions, are a log: a snapshot, then a
// record with a checksum for each commit. Compact writes a new snapshot when the
// log has grown. kill -9 at any moment costs what was not committed, no more.
//
// A Dir holds no lock and starts nothing, so that two instances may look at
// one directory while one takes over from the other. Only a running manager
// writes. It opens the Verdicts, shares them with the other instance of its
// process, and has them locked against other processes until both are done.
package state
