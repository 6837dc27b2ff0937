// Package rdnsmgr is the CoreDNS face of reverse DNS management: it reads the
// rdnsmgr blocks of a Corefile, follows CoreDNS's life cycle, and turns what
// the index knows about a name into the reply to a query.
//
// Start with rdnsmgr.go for the way of a query, with instance.go for start,
// reload and stop. What is answered is decided in internal/index; which names
// are explicit, in internal/manager.
package rdnsmgr
