// Package console writes what the commands found: tables for people, JSON for
// programs. Names come from zones of strangers, so nothing is written that could
// move a cursor, colour a line or turn the direction of text: each character
// beyond printable ASCII is escaped, in both forms.
package console
