// Package rdns holds the nouns of reverse DNS that the other packages share:
// what somebody wants (Mapping), what is generated when nobody wants anything
// (Pool), what is served beside both (Zone, Record), and where a thing was
// written (Position).
//
// The package does no I/O, asks no clock and starts nothing. Addresses are
// netip values, an IPv4 address never in its IPv4-mapped IPv6 form; names are
// lower-case, absolute and end in a dot.
package rdns
