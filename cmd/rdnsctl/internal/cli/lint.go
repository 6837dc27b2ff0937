package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/lint"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
)

func lintCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lint COREFILE",
		Short: "Find what is wrong with a configuration and its files",
		Long: `lint reports what the server would refuse (error), what it would not serve or not
as it seems (warning), and what is good to know (note): faults of the Corefile
and of each line of the mapping files, mappings that another one shadows or that
lie outside of the zones, duplicates, generated names that nobody resolves, and
templates that mail receivers take for dynamic.

Each line begins with file:line:, which editors understand, and ends with the
rule in brackets.

Exit codes: 0 clean (notes do not count), 1 warnings, 2 the server would not
start, or the Corefile cannot be read.`,
		Example: `  rdnsctl lint Corefile
  rdnsctl lint /etc/coredns/Corefile --root /etc/coredns --output json`,
		Args: arguments(1, 1, "COREFILE"),
	}
	output := outputFlag(cmd, "table", "json")
	o := siteFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		report, _, err := lint.Check(args[0], *o)
		if err != nil {
			return err
		}
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(report)
		} else {
			printLint(w, report)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if !report.Usable {
			return exit(exitTrouble)
		}
		return foundIf(report.Count(lint.Warning)+report.More > 0)
	}
	return cmd
}

// siteFlags adds the flags that say how a Corefile is loaded.
func siteFlags(cmd *cobra.Command) *site.Options {
	o := new(site.Options)
	cmd.Flags().StringVar(&o.Root, "root", "", "directory of relative paths in the Corefile (default: the working directory)")
	_ = cmd.MarkFlagDirname("root") // the flag is there
	return o
}

var levelStyles = map[lint.Level]console.Style{lint.Error: console.Bad, lint.Warning: console.Doubtful, lint.Note: console.Faint}

func printLint(w *console.Writer, r *lint.Report) {
	for _, f := range r.Findings {
		w.Line(
			console.Cell{Text: fmt.Sprintf("%s:%d:", f.File, f.Line)},
			console.Cell{Text: string(f.Level) + ":", Style: levelStyles[f.Level]},
			console.Cell{Text: f.Text},
			console.Cell{Text: "[" + f.Rule + "]", Style: console.Faint},
		)
	}
	if r.More > 0 {
		w.Linef("and %d more", r.More)
	}
	if len(r.Findings) == 0 {
		w.Line(verdict(true, "clean", ""))
	}
}
