// Package config reads the rdnsmgr directive of a Corefile into checked values.
// It knows caddy's tokens but not CoreDNS, so that a command line tool and the
// plugin read the same file in the same way.
//
// Reading has three steps, so that everything wrong with a file is reported in
// one go, each fault as "file:line: text":
//
//  1. tree.go puts the tokens into lines of words with blocks below them. The
//     usual helpers of caddy's dispenser take the brace of a one-line block for
//     an argument, and a property without a block for the owner of its
//     successors; a tree cannot.
//  2. One short method per property turns a line into values (property.go has
//     the table, the methods stand in the files named after the properties).
//  3. The values are judged together: do the pools lie in the zones, are their
//     names unique, do the name servers have addresses (cover.go, forward.go,
//     overlap.go, collide.go, glue.go). Check judges all blocks of a file.
//
// The package does no I/O but what caddy's import does, and but for reading a file
// with faults again, to name the environment variables that are not set. Paths are
// left as they are written.
//
// Start with Parse, or with Read for a whole Corefile.
package config
