// Package claims says whose an address is, and which names several owners want.
//
// Two customers of one network can write the same name for their addresses, and
// only one of them is right. An address belongs to an owner by the owner lines of
// the configuration: Owners. A name that mappings of more than one owner want is
// contested until one of them is confirmed: Book.
//
// Nearly every name has one owner. So a Book is made in two passes over all
// mappings: the first finds the names with several owners in a table of a few
// bytes a mapping, which is dropped afterwards; the second collects who wants
// them. Names of one owner cost nothing then.
//
// Nothing here starts a goroutine, does I/O or asks a clock. Start with owners.go
// and book.go.
package claims
