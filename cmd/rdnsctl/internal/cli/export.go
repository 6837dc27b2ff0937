package cli

import (
	"bufio"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/export"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
)

func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export COREFILE",
		Short: "Write the mappings of a configuration in another form",
		Long: `export writes the mappings of a Corefile and its files: all that somebody wants,
or with --served what DNS answers once all names have been found to point back,
or with --generated what it answers with the names that templates make (of IPv4
pools; IPv6 has too many addresses).

A zone file holds only what is served, with SOA, NS and static records. What
a form cannot carry is listed on the standard error.

Exit codes: 0 all names were carried over, 1 some were not, 2 the Corefile cannot
be loaded.`,
		Example: `  rdnsctl export Corefile --to csv > customers.csv
  rdnsctl export Corefile --to zone --zone 2.0.192.in-addr.arpa --generated > 2.0.192.zone`,
		Args: arguments(1, 1, "COREFILE"),
	}
	to := choiceOf("hosts", "csv", "zone", "json")
	to.addTo(cmd, "to", "form of the output")
	zone := cmd.Flags().String("zone", "", "only this zone; needed for --to zone when there are several")
	served := cmd.Flags().Bool("served", false, "only what DNS answers, not what others shadow")
	generated := cmd.Flags().Bool("generated", false, "add the names that templates make; implies --served")
	o := siteFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.Confirmed = true
		s, err := site.Open(args[0], *o)
		if err != nil {
			return err
		}
		e := export.Export{Site: s, Served: *served || *generated || to.word == "zone", Generated: *generated}
		return runExport(cmd, &e, to.word, *zone)
	}
	return cmd
}

func runExport(cmd *cobra.Command, e *export.Export, form, zone string) error {
	z, err := e.Zone(zone, form == "zone")
	if err != nil {
		return err
	}
	items, notCarried, err := e.Items(z)
	if err != nil {
		return err
	}
	var lost export.Lost
	if form == "zone" {
		out := bufio.NewWriter(cmd.OutOrStdout())
		if lost, err = z.Write(out, items); err == nil {
			err = out.Flush()
		}
	} else {
		lost, err = writeItems(cmd, form, items)
	}
	if err != nil {
		return err
	}
	w := notes(cmd)
	for _, line := range append(notCarried, lost.Lines()...) {
		w.Line(console.Cell{Text: line, Style: console.Doubtful})
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return foundIf(len(notCarried) > 0 || lost.Answers())
}
