package cli

import (
	"context"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
)

// Streams are what the program reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Main runs the command line and returns the code of exit.
func Main(ctx context.Context, args []string, s Streams) int {
	root := New(s)
	root.SetArgs(longFlags(args))
	ran, err := root.ExecuteContextC(ctx)
	n, silent := code(err)
	if err == nil || silent {
		return n
	}
	w := console.New(s.Err, false)
	w.Linef("%s: %v", ran.CommandPath(), err)
	if isUsage(err) {
		w.Linef("Run \"%s --help\" to see what it takes.", ran.CommandPath())
	}
	_ = w.Flush() // nobody is left to be told
	return n
}

// longFlags gives the flags of check the second hyphen that they once did
// without, and that scripts may leave out.
func longFlags(args []string) []string {
	if len(args) == 0 || args[0] != "check" {
		return args
	}
	out := slices.Clone(args)
	for i, word := range out {
		if len(word) > 2 && word[0] == '-' && word[1] != '-' {
			out[i] = "-" + word
		}
	}
	return out
}

// New returns the root command, which documentation is made from as well.
func New(s Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "rdnsctl",
		Short: "Look at reverse DNS before it goes live",
		Long: `rdnsctl helps people who run rdnsmgr. It reads what the server reads, with the
code of the server, and says what the server would do, without one that runs; or
it asks one that runs. Whatever is not printable ASCII is shown escaped: names come from strangers.

Exit codes: 0 all is well, 1 there is something to look at, 2 it could not work;
check has further ones.`,
		Version:                    version(),
		SilenceErrors:              true,
		SilenceUsage:               true,
		DisableAutoGenTag:          true,
		SuggestionsMinimumDistance: 2,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:                       unknownCommand,
	}
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	offline, running := &cobra.Group{ID: "offline", Title: "From files and the network:"}, &cobra.Group{ID: "online", Title: "Of a server that runs:"}
	root.AddGroup(offline, running)
	addTo(root, offline, checkCommand(), diffCommand(), explainCommand(), exportCommand(), importCommand(), lintCommand(), scanCommand(), templateCommand())
	addTo(root, running, acceptCommand(), heldCommand(), mappingsCommand(), recheckCommand(), releaseCommand(), statusCommand())
	return root
}

// version is what the build knows of where it comes from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

func addTo(root *cobra.Command, group *cobra.Group, commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.GroupID = group.ID
		root.AddCommand(cmd)
	}
}

// unknownCommand refuses words that are no command, and guesses what was meant.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("unknown command %q: did you mean %s?", args[0], strings.Join(near, " or "))
	}
	return usagef("unknown command %q", args[0])
}
