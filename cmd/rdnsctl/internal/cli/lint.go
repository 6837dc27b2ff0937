package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
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
rule in brackets. With --resolve a resolver is asked whether the name servers have
addresses and whether the zones are delegated to them; otherwise no network is.

Exit codes: 0 clean (notes do not count), 1 warnings, 2 the server would not
start, or the Corefile cannot be read.`,
		Example: `  rdnsctl lint Corefile
  rdnsctl lint Corefile --resolve --resolver 192.0.2.53
  rdnsctl lint /etc/coredns/Corefile --root /etc/coredns --output json`,
		Args: arguments(1, 1, "COREFILE"),
	}
	output := outputFlag(cmd, "table", "json")
	resolve := cmd.Flags().Bool("resolve", false, "ask the network about name servers and delegations")
	resolver := cmd.Flags().String("resolver", "resolv.conf", "address of the resolver to ask")
	o := siteFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		report, s, err := lint.Check(args[0], *o)
		if err != nil {
			return err
		}
		if *resolve && s != nil {
			if err := resolveSite(cmd.Context(), report, s, *resolver); err != nil {
				return err
			}
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

// resolveRate is how many questions a second lint asks.
const resolveRate = 50

func resolveSite(ctx context.Context, r *lint.Report, s *site.Site, resolver string) error {
	limiter, err := ask.NewLimiter(resolveRate)
	if err != nil {
		return err
	}
	client, err := ask.NewResolver(resolver, limiter)
	if err != nil {
		return err
	}
	return r.Resolve(ctx, s, client)
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
