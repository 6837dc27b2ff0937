//go:build !unix

package source_test

import "testing"

// pipe returns a directory, which is no regular file either.
func pipe(_ *testing.T, dir string) string { return dir }
