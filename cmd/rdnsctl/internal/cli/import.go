package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/export"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/importer"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// importFlags say what import reads, and with which templates it compares.
type importFlags struct {
	from   *choice
	to     *choice
	origin func() (string, error)
	pools  []string
	config string
}

func importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Turn a zone file, hosts file or CSV into mappings",
		Long: `import reads PTR records of zone files (with $ORIGIN, $TTL, $GENERATE and
parentheses), hosts lines or CSV and writes the mappings. Names that a template
would make anyway are left out; so moving a network from another server takes a
pool line in the Corefile, and what import writes. "-" is the standard input.

What the files hold and mappings cannot carry is listed on the standard error.
rdnsctl diff proves that the answers stay the same.

Exit codes: 0 all names were carried over, 1 some were not, 2 a file cannot be
read.`,
		Example: `  rdnsctl import --from zone --origin 2.0.192.in-addr.arpa --config Corefile 2.0.192.zone > customers.map
  rdnsctl import --pool '192.0.2.0/24=ip-{ip}.host.example' old.zone
  dig @old-server 2.0.192.in-addr.arpa AXFR | rdnsctl import --config Corefile -`,
		Args: arguments(1, -1, "FILE..."),
	}
	f := importFlags{from: choiceOf("auto", "zone", "hosts", "csv"), to: choiceOf("hosts", "csv", "json")}
	f.from.addTo(cmd, "from", "form of the files")
	f.to.addTo(cmd, "to", "form of the mappings")
	f.origin = originFlag(cmd)
	cmd.Flags().StringArrayVar(&f.pools, "pool", nil, "PREFIX=TEMPLATE whose names to leave out; may be repeated")
	cmd.Flags().StringVar(&f.config, "config", "", "Corefile whose pools' names to leave out")
	_ = cmd.MarkFlagFilename("config") // the flag is there
	cmd.RunE = f.run
	return cmd
}

func (f *importFlags) run(cmd *cobra.Command, args []string) error {
	pools, err := f.readPools()
	if err != nil {
		return err
	}
	origin, err := f.origin()
	if err != nil {
		return fmt.Errorf("--origin: %w", err)
	}
	var sets []*source.Set
	var beside []string
	for _, path := range args {
		data, err := readFile(cmd, path)
		if err != nil {
			return err
		}
		format := sourceFormats[f.from.word]
		sets = append(sets, source.Parse(source.NewContent(string(data)), source.Options{Path: path, Format: format, Origin: origin}, hooks))
		beside = append(beside, importer.Beside(data, path, format)...)
	}
	r := importer.Read(sets, pools)
	lost, err := writeItems(cmd, f.to.word, r.Items)
	if err != nil {
		return err
	}
	w := notes(cmd)
	for _, fault := range r.Faults {
		w.Linef("%v", fault)
	}
	for _, lines := range [][]string{r.Notes, beside, lost.Lines()} {
		for _, line := range lines {
			w.Line(console.Cell{Text: line, Style: console.Doubtful})
		}
	}
	w.Linef("%d mappings read, %d that a template makes left out, %d written", r.Read, r.Made, len(r.Items))
	if err := w.Flush(); err != nil {
		return err
	}
	return foundIf(r.Lost || lost.Answers())
}

func (f *importFlags) readPools() (*importer.Pools, error) {
	switch {
	case f.config != "" && f.pools != nil:
		return nil, usagef("--config and --pool: want one of them")
	case f.config == "":
		return importer.ParsePools(f.pools)
	}
	blocks, err := site.Read(f.config)
	if err != nil {
		return nil, err
	}
	return importer.ConfiguredPools(blocks)
}

// writeItems writes mappings to the output.
func writeItems(cmd *cobra.Command, form string, items []export.Item) (export.Lost, error) {
	switch form {
	case "csv":
		return export.CSV(cmd.OutOrStdout(), items)
	case "json":
		return export.JSON(cmd.OutOrStdout(), items)
	}
	return export.Hosts(cmd.OutOrStdout(), items)
}
