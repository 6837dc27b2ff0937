// Package diff compares what two sides answer for the reverse names of addresses:
// files, the configuration of a server, or servers that run. It is how to prove
// that moving a network changes nothing.
package diff
