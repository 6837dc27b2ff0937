// Package ask asks one name server for what the commands look at: the names of
// an address, the addresses of a name, the servers of a zone. The server may be
// authoritative or a resolver. It is asked politely: at a bounded rate, by few
// at a time, and again only when nothing came.
package ask
