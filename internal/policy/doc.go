// Package policy judges whether a name that somebody wants for an address looks
// spoofed: whether a reader who sees only the name would be wrong about who the
// address belongs to, which address it is, or what kind of string it is.
//
// Forward confirmation proves that the requester controls the forward zone. It
// does not make goog1e.com, paypal.com.vps7.net or ip-198-51-100-7.cust.net
// honest: their owners confirm them happily. So every explicit name must pass
// this check as well, and a name that does not is not served.
//
// A Policy is a pure function from a Request to a Verdict. It does no I/O, asks
// no clock and resolves nothing; the lists that it ships are part of the program.
//
//	syntax    is it a host name at all?                           charset, a-label, ...
//	names     is it in a part of the name space that lies?        unknown-tld, own-zone, ...
//	address   does it spell an address, and another one?          embedded-address, ...
//	letters   does it mix letters that pass for each other?       mixed-script, ...
//	brands    does it pass for a name that others are known by?   confusable, typo, ...
//
// Catalogue lists the checks. Start with New, which makes the policy that a
// configuration describes, Policy.For, which tells it of the names and addresses
// of a server block, and Policy.Check; check.go has the order of things, each
// other file one idea.
package policy
