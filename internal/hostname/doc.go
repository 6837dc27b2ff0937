// Package hostname knows what a host name may look like (Check, Normalize) and
// how names are generated from addresses and read back.
//
// A Template is text such as
//
//	ip-{ip}.host.example
//
// and a Pattern is a template bound to the prefix of a pool. Binding proves that
// every address of the prefix gets a legal name, so that nothing has to be
// checked, and nothing can fail, when a query is answered:
//
//	           Append
//	192.0.2.1 --------> ip-192-0-2-1.host.example.
//	          <--------
//	           Decode
//
// The way back is strict. An address has exactly one spelling, but for the case
// of its letters, and Decode accepts a name only if Append gives it again.
//
// Spellings are a contract: what a placeholder prints never changes from one
// release to the next, because the names stand in other people's
// configurations. The files in testdata freeze them.
//
// Start with ParseTemplate, Template.Bind and Pattern.
package hostname
