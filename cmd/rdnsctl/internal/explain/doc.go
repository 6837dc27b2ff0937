// Package explain tells what is answered for an address or a name, and why: the
// zone, the pool, every mapping with its place, its look and what is known of its
// confirmation. All of it comes from the server's own code; this package only
// puts it into words.
package explain
