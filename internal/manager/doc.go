// Package manager is the one writer: it loads the sources, decides which
// mapping an address gets, and publishes snapshots for queries to read.
//
// A Manager serves all rdnsmgr blocks of one CoreDNS instance. Load builds the
// first snapshots before the server listens; it starts nothing, so that an
// instance whose start fails is plain garbage. Run then watches the files until
// its context ends. During a reload the old manager runs until the new one has
// loaded; what the old one knows is passed on in memory, see heritage.go.
//
// Start with manager.go. A publication, in the order of things:
//
//	mapping_file.go  follows one file, and mapping_load.go finds it at a start;
//	                 record_file.go and list_file.go likewise
//	feed.go          claims by address: of files that were read, of what is published
//	draft.go         merges the feeds; only what changed is decided again. parts.go
//	                 has all processors do that at a start
//	resolve.go       decides between the claims of one address
//	look.go          judges names; past.go tells what was served before
//	publish.go       makes the snapshot that queries read
//
// Beside it, confirmer.go drives forward confirmation, settle.go publishes what
// that finds out, own.go answers its questions from our own data, and ledger.go
// and looks.go keep on disk what is known. inquiry.go, explain.go and consent.go
// are for the operator at the socket.
package manager
