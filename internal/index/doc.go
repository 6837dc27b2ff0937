// Package index holds the immutable snapshot that queries read.
//
// A Frame is what the configuration says: zones, pools, exceptions, static
// records, delegated blocks. A Snapshot is a Frame with the desired mappings of
// one moment, each with its state, and a serial. Lookup tells what a name is (an
// apex, an address with an explicit name, a generated name, an empty
// non-terminal, nothing ...); the caller turns that into an answer for the type
// that was asked. What Lookup finds is the effective data: of the mappings, those
// that are served. At and After show all of them. The package knows no DNS message
// and no DNS library.
//
// Everything that Lookup reads is written before a Snapshot is published and
// never after, so any number of goroutines may call it. It takes no lock and
// allocates nothing. With makes the successor of a Snapshot, which shares all
// that did not change.
//
// Start with lookup.go; frame.go builds what it reads, snapshot.go and with.go
// the Snapshot. The mappings of an address are packed as entry.go says, those of
// neighbouring addresses into a block, and table4.go and table6.go lead to the
// blocks. delegation.go and classless.go have what others serve, and what we
// serve for others; expand.go writes a zone out.
package index
