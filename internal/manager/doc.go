// Package manager is the one writer: it loads the sources, decides which
// mapping an address gets, and publishes snapshots for queries to read.
//
// A Manager serves all rdnsmgr blocks of one CoreDNS instance. Load builds the
// first snapshots before the server listens; it starts nothing, so that an
// instance whose start fails is plain garbage. Run then watches the files until
// its context ends. During a reload the old manager runs until the new one has
// loaded; what the old one knows is passed on in memory, see heritage.go.
//
// Start with manager.go; block.go builds snapshots; mapping_file.go
// and record_file.go follow one file; resolve.go decides between several
// mappings of one address.
package manager
