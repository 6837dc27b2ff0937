// Package test has the end-to-end tests: the real binary, real sockets, and
// scripts that a person could type.
//
// The scripts are testdata/*.txtar. Each holds a Corefile, commands, and the
// wanted output; command_test.go has the commands beside those of testscript.
// Begin with synth.txtar; confirm_new.txtar is the first about forward
// confirmation, for which scripts bring resolvers of their own (upstream_test.go)
// and what is known of names (record_command_test.go). After a change that is
// meant,
//
//	go test ./test -update
//
// writes the answers that come now into the scripts, for git diff to show.
//
// What a script cannot say is a Go test: load_test.go, documents_test.go,
// resolver_test.go, forwards_test.go, killed_test.go, mail_linux_test.go; and
// sockets_test.go is a benchmark.
package test
