package cli

import (
	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
)

func checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check [flags] < names.tsv",
		Short: "Judge whether names look spoofed",
		Long: `check judges each line of its input, a name, a tab and an address, and writes a
line for it: the verdict (accept, warn or reject), the id of the check that
decided, and the ids of all that found something. It asks no network.

Exit codes: 0 all lines were judged, 2 they were not.`,
		Example:            `  printf 'mail.example.org\t192.0.2.25\n' | rdnsctl check`,
		DisableFlagParsing: true, // the package has flags of its own
		RunE: func(cmd *cobra.Command, args []string) error {
			return check.Main(args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
}
