// Package site loads what a Corefile describes: the blocks, their files, and the
// snapshots that the server would answer from. It is the code of the server that
// does it (config, source, manager, index), so that what the commands say is what
// the server does. Nothing is written: not to the files, nor to the state
// directory.
package site
