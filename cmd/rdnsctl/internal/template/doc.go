// Package template shows what a template makes of a prefix, before it stands in
// a configuration: names of some addresses, whether each name leads back to one
// address, how long names get, and what mail receivers make of them.
package template
