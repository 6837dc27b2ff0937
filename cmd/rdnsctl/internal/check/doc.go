// Package check judges the look of names in bulk, with the same policy that the
// server uses: that of a Corefile, or one that flags describe.
//
// Each line of input is a name and an address, separated by a tab:
//
//	mail.example.org	192.0.2.25
//
// and gives a line of output, in the same order: the verdict, the id of the
// check that decided, and the ids of all that found something.
//
//	reject	typo	typo,bare-brand
package check
