//go:build race

package test

// raceEnabled has the server built with the race detector as well.
const raceEnabled = true
