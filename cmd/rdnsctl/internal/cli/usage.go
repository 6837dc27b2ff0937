package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// A usageError is about the command line itself, so that its help is of use.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func isUsage(err error) bool {
	_, ok := errors.AsType[usageError](err)
	return ok
}

// arguments takes from least to most arguments, which are called what.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usagef("%d arguments: want %s", len(args), what)
		case most >= 0 && len(args) > most:
			return usagef("argument %q is too many: want %s", args[most], what)
		}
		return nil
	}
}
