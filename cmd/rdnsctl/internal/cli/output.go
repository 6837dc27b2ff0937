package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
)

// A choice is the value of a flag that takes one of a few words. The first is
// the default.
type choice struct {
	word  string
	words []string
}

func choiceOf(words ...string) *choice { return &choice{words[0], words} }

func (c *choice) String() string { return c.word }
func (c *choice) Type() string   { return strings.Join(c.words, "|") }
func (c *choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return usagef("want %s", strings.Join(c.words, ", "))
	}
	c.word = word
	return nil
}

// addTo adds the flag to a command, with its words as completions.
func (c *choice) addTo(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(c, name, usage)
	complete := cobra.FixedCompletions(slices.Clone(c.words), cobra.ShellCompDirectiveNoFileComp)
	_ = cmd.RegisterFlagCompletionFunc(name, complete) // the flag is there
}

// outputFlag adds --output. The words are its formats; the first is for people.
func outputFlag(cmd *cobra.Command, words ...string) *choice {
	c := choiceOf(words...)
	c.addTo(cmd, "output", "form of the output")
	return c
}

// writer returns what the command prints to.
func writer(cmd *cobra.Command) *console.Writer {
	out := cmd.OutOrStdout()
	return console.New(out, console.Colour(out))
}

// notes returns what the command tells people beside its output.
func notes(cmd *cobra.Command) *console.Writer {
	out := cmd.ErrOrStderr()
	return console.New(out, console.Colour(out))
}

// yes returns a cell that says yes, or no.
func verdict(good bool, yes, no string) console.Cell {
	if good {
		return console.Cell{Text: yes, Style: console.Good}
	}
	return console.Cell{Text: no, Style: console.Bad}
}
