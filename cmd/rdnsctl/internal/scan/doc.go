// Package scan audits the names that a server gives to addresses today: which
// have none, which do not point back, which look like somebody else's. It shows
// what there is to do before a network moves.
package scan
