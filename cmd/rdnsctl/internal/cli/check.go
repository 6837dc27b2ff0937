package cli

import (
	"context"
	"flag"
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// checkFlags say by which rules names are judged.
type checkFlags struct {
	check.Flags

	output    *choice
	confirm   bool
	resolvers []string
	owner     string
}

func checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [ADDRESS NAME]",
		Short: "Judge whether names look spoofed, and whether they point back",
		Long: `check judges one name for one address, in either order, and gives every reason.
With --confirm it also asks resolvers whether the name points back; otherwise no
network is asked.

Without arguments it judges each line of its input, a name, a tab and an address,
and writes a line for it: the verdict (accept, warn or reject), the id of the
check that decided, and the ids of all that found something.

With --config the policy, the owners, the pools and the zones are those of a
Corefile; if that has no policy line, the level is default. Its mapping files are
not read.

Exit codes: 0 the name is accepted, perhaps with a warning, or all lines were
judged; 2 it could not be judged; 3 the name is rejected, or does not point back;
4 resolvers gave no clear answer.`,
		Example: `  rdnsctl check 192.0.2.25 mail.example.org --config Corefile --confirm
  printf 'mail.example.org\t192.0.2.25\n' | rdnsctl check`,
		Args: arguments(0, 2, "ADDRESS NAME, or nothing"),
	}
	f := checkFlags{output: outputFlag(cmd, "table", "json")}
	set := flag.NewFlagSet("check", flag.ContinueOnError)
	f.Register(set)
	cmd.Flags().AddGoFlagSet(set)
	_ = cmd.MarkFlagFilename("config") // the flags are there
	_ = cmd.MarkFlagDirname("root")
	cmd.Flags().BoolVar(&f.confirm, "confirm", false, "ask whether the name points back")
	cmd.Flags().StringArrayVar(&f.resolvers, "resolver", nil, "resolver to ask, may be repeated (default: those of the Corefile, else resolv.conf)")
	cmd.Flags().StringVar(&f.owner, "owner", "", "who wants the name")
	cmd.RunE = f.run
	return cmd
}

// run judges the input, or one pair.
func (f *checkFlags) run(cmd *cobra.Command, args []string) error {
	rules, err := f.Rules()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		if f.confirm || f.output.word != "table" || f.owner != "" {
			return usagef("--confirm, --owner and --output are for one ADDRESS and NAME")
		}
		return check.Run(rules, cmd.InOrStdin(), cmd.OutOrStdout())
	}
	pair, err := readPair(args)
	if err != nil {
		return err
	}
	pair.Owner = f.owner
	r, err := f.pair(cmd.Context(), rules, pair)
	if err != nil {
		return err
	}
	w := writer(cmd)
	if f.output.word == "json" {
		w.JSON(r)
	} else {
		printCheck(w, r)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	switch r.Verdict {
	case check.Word(policy.Refused):
		return exit(exitRejected)
	case check.Unknown:
		return exit(exitUnsure)
	}
	return nil
}

func (f *checkFlags) pair(ctx context.Context, rules *check.Rules, p check.Pair) (*check.Result, error) {
	if !f.confirm || rules.Generated(p.Addr, p.Name) {
		return check.Look(rules, p), nil
	}
	words := []string{"resolv.conf"}
	switch {
	case f.resolvers != nil:
		words = f.resolvers
	case rules.Resolvers() != nil:
		words = rules.Resolvers()
	}
	resolvers, err := confirm.NewResolvers(words)
	if err != nil {
		return nil, err
	}
	return check.Confirm(ctx, rules, p, resolvers), nil
}

// readPair reads an address and a name, in either order. The name may be any
// text: what is wrong with it is a finding.
func readPair(args []string) (check.Pair, error) {
	if len(args) != 2 {
		return check.Pair{}, usagef("%d arguments: want ADDRESS NAME, or nothing", len(args))
	}
	for i, word := range args {
		a, err := netip.ParseAddr(word)
		if err != nil || a.Zone() != "" {
			continue
		}
		name := args[1-i]
		if normal, err := hostname.Normalize(name); err == nil {
			name = normal
		}
		return check.Pair{Addr: a.Unmap(), Name: name}, nil
	}
	return check.Pair{}, fmt.Errorf("neither %.80q nor %.80q is an address: want one such as 192.0.2.25 or 2001:db8::25, and a name", args[0], args[1])
}

var verdictStyles = map[string]console.Style{"accept": console.Good, "warn": console.Doubtful, "reject": console.Bad, check.Unknown: console.Doubtful}

func printCheck(w *console.Writer, r *check.Result) {
	w.Line(console.Cell{Text: r.Address + " " + r.Name + ":"}, console.Cell{Text: r.Verdict, Style: verdictStyles[r.Verdict]})
	for _, f := range r.Findings {
		w.Linef("  %s (%s): %s. %s %s", f.ID, f.Severity, f.What, f.Explain, f.Remedy)
	}
	c := r.Confirmation
	if c == nil {
		return
	}
	text := c.Finding
	if len(c.Found) > 0 {
		text += ", it has " + strings.Join(c.Found, " ")
	}
	w.Linef("  points back: %s (%s)", text, c.Reason)
}
