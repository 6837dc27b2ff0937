// Package index holds the immutable snapshot that queries read.
//
// A Frame is what the configuration says: zones, pools, exceptions, static
// records. A Snapshot is a Frame with the explicit mappings of one moment and
// a serial. Lookup tells what a name is (an apex, an address with an explicit
// name, a generated name, an empty non-terminal, nothing ...); the caller
// turns that into an answer for the type that was asked. The package knows no
// DNS message and no DNS library.
//
// Everything that Lookup reads is written before a Snapshot is published and
// never after, so any number of goroutines may call it. It takes no lock and
// allocates nothing.
//
// Start with lookup.go; frame.go builds what it reads, table4.go and table6.go
// keep the mappings.
package index
