package control

import "time"

// The bounds of the package. Who may open the socket may manage the server, but
// a program that hangs must not cost more than its own connection.
const (
	// maxConns is how many connections are served at a time; others wait.
	maxConns = 16

	// readTime bounds reading a request, writeTime answering it, and idleTime the
	// wait for the next one. A list of a million mappings takes a second.
	readTime  = 5 * time.Second
	writeTime = 30 * time.Second
	idleTime  = time.Minute

	// maxHeader and maxBody bound a request in bytes.
	maxHeader = 16 << 10
	maxBody   = 16 << 10

	// defaultLimit and maxLimit are how many mappings an answer lists.
	defaultLimit = 100
	maxLimit     = 10_000

	// maxAddresses is how many addresses with one name are explained, or asked
	// about again, by one request.
	maxAddresses = 64

	// maxPath is the longest path of a socket in bytes, where all systems agree.
	maxPath = 104
)
