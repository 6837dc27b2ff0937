package cli

import "errors"

// Codes of exit. Each command says in its help what it means by Found.
const (
	exitFine     = 0
	exitFound    = 1 // it did its work, and there is something to look at
	exitTrouble  = 2 // it could not do its work
	exitRejected = 3 // check: the name is rejected
	exitUnsure   = 4 // check: resolvers gave no answer
)

// An exit ends a command with a code. What there is to say was said.
type exit int

func (exit) Error() string { return "exit" }

// code returns the code of exit for the error of a command, and whether the
// error has something to say.
func code(err error) (n int, silent bool) {
	if e, ok := errors.AsType[exit](err); ok {
		return int(e), true
	}
	if err != nil {
		return exitTrouble, false
	}
	return exitFine, false
}

// foundIf returns exitFound as an error if there is something to look at.
func foundIf(found bool) error {
	if found {
		return exit(exitFound)
	}
	return nil
}
