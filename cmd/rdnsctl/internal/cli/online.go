package cli

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/online"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// defaultSocket is where servers are asked unless somebody says otherwise.
const defaultSocket = "/run/rdnsmgr.sock"

const exitCodesOnline = `

The server has the line "control PATH" in its Corefile; its user and root may ask.

Exit codes: 0 done, 1 there is something to look at, 2 the server does not answer
or refuses.`

// socketFlag adds --socket.
func socketFlag(cmd *cobra.Command) *string {
	path := cmd.Flags().String("socket", defaultSocket, "control socket of the server")
	_ = cmd.MarkFlagFilename("socket") // the flag is there
	return path
}

// onlineCommand completes a command that asks a server.
func onlineCommand(cmd *cobra.Command, f func(cmd *cobra.Command, c *online.Client, args []string) error) *cobra.Command {
	cmd.Long += exitCodesOnline
	socket := socketFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c := online.New(*socket)
		defer c.Close()
		return f(cmd, c, args)
	}
	return cmd
}

// addressOrName tells which of the two a word is.
func addressOrName(word string) (address, name string, err error) {
	if a, err := netip.ParseAddr(word); err == nil {
		return a.Unmap().String(), "", nil
	}
	name, err = hostname.Normalize(word)
	if err != nil {
		err = fmt.Errorf("want an address or a name: %w", err)
	}
	return "", name, err
}

func recheckCommand() *cobra.Command {
	return onlineCommand(&cobra.Command{
		Use:     "recheck ADDRESS|NAME",
		Short:   "Have a server ask soon whether names point back",
		Long:    `recheck puts the mappings of an address, or those to a name, in front of the line.`,
		Example: `  rdnsctl recheck 192.0.2.25`,
		Args:    arguments(1, 1, "ADDRESS or NAME"),
	}, func(cmd *cobra.Command, c *online.Client, args []string) error {
		address, name, err := addressOrName(args[0])
		if err != nil {
			return err
		}
		n, err := c.Recheck(cmd.Context(), address, name)
		if err != nil {
			return err
		}
		return say(cmd, "%d mappings are asked about as soon as it is their turn", n)
	})
}

func acceptCommand() *cobra.Command {
	return onlineCommand(&cobra.Command{
		Use:     "accept ADDRESS NAME",
		Short:   "Accept a flagged name, which a rule would refuse today",
		Long:    `accept excuses a name that was served before a rule came that objects to it.`,
		Example: `  rdnsctl accept 192.0.2.25 mail.example.net`,
		Args:    arguments(2, 2, "ADDRESS NAME"),
	}, func(cmd *cobra.Command, c *online.Client, args []string) error {
		a, err := netip.ParseAddr(args[0])
		if err != nil {
			return fmt.Errorf("address %.80q: want one such as 192.0.2.25 or 2001:db8::25", args[0])
		}
		name, err := hostname.Normalize(args[1])
		if err != nil {
			return err
		}
		if err := c.Accept(cmd.Context(), a.Unmap().String(), name); err != nil {
			return err
		}
		return say(cmd, "%s %s is accepted", a.Unmap(), name)
	})
}

func releaseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "release FILE HASH | release --withdrawals",
		Short: "Consent to a held change of a file, or to held withdrawals",
		Long: `release lets a change of a mapping file take effect that looks like an accident:
the one with the hash that rdnsctl held shows. With --withdrawals it lets those
names go that do not point back and are served only because too many went in a
day.`,
		Example: `  rdnsctl release /etc/coredns/customers.map 3f2a9c0b77e1d402
  rdnsctl release --withdrawals`,
		Args: arguments(0, 2, "FILE HASH, or --withdrawals alone"),
	}
	withdrawals := cmd.Flags().Bool("withdrawals", false, "release the held withdrawals")
	return onlineCommand(cmd, func(cmd *cobra.Command, c *online.Client, args []string) error {
		switch {
		case *withdrawals && len(args) == 0:
			n, err := c.ReleaseWithdrawals(cmd.Context())
			if err != nil {
				return err
			}
			return say(cmd, "%d withdrawals are released: each goes after one more check that finds the same", n)
		case *withdrawals || len(args) != 2:
			return usagef("want FILE HASH, or --withdrawals alone")
		}
		if err := c.ReleaseFile(cmd.Context(), args[0], args[1]); err != nil {
			return err
		}
		return say(cmd, "%s: the change with the hash %s takes effect within a second", args[0], args[1])
	})
}

func heldCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "held",
		Short:   "List the changes and withdrawals that wait for a person",
		Long:    `held lists changes of files that look like an accident, and names that do not point back but were kept because too many went in a day. It exits with 1 if there are any.`,
		Example: `  rdnsctl held`,
		Args:    arguments(0, 0, "nothing"),
	}
	output := outputFlag(cmd, "table", "json")
	return onlineCommand(cmd, func(cmd *cobra.Command, c *online.Client, _ []string) error {
		h, err := c.Held(cmd.Context())
		if err != nil {
			return err
		}
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(h)
		} else {
			for _, f := range h.Files {
				release := "mend the file"
				if f.Hash != "" {
					release = fmt.Sprintf("if it is meant: rdnsctl release %s %.16s", f.File, f.Hash)
				}
				w.Line(console.Cell{Text: f.File + ":", Style: console.Doubtful}, console.Cell{Text: f.Reason + "; " + release})
			}
			for _, p := range h.Withdrawals.Names {
				w.Line(console.Cell{Text: p.Address + " " + p.Name, Style: console.Doubtful}, console.Cell{Text: "does not point back"})
			}
			w.Linef("%d changes of files and %d withdrawals are held", len(h.Files), h.Withdrawals.Held)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return foundIf(len(h.Files)+h.Withdrawals.Held > 0)
	})
}

// say prints one line.
func say(cmd *cobra.Command, format string, args ...any) error {
	w := writer(cmd)
	w.Linef(strings.TrimSuffix(format, "\n"), args...)
	return w.Flush()
}
