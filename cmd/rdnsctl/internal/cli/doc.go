// Package cli is the command line of rdnsctl: one file for each command, which
// reads its flags, calls the package that does the work, and prints what that
// found. Start with main.go; exit.go has the codes.
package cli
