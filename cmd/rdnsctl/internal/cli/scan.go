package cli

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/check"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/scan"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// scanWorkers is how many addresses are asked for at a time. The rate bounds the
// load; workers only have to cover the time that answers take.
const scanWorkers = 64

// scanFlags say whom to ask, for what, and how to tell.
type scanFlags struct {
	output    *choice
	server    string
	resolvers []string
	list      string
	rate      int
	all       bool
	config    string
	site      *site.Options
}

func scanCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scan PREFIX...",
		Short: "Audit the names that a server gives to addresses today",
		Long: `scan asks a server for the names of every address of IPv4 prefixes up to a /16,
and of the addresses of a list, which is the way for IPv6. It checks that each
name points back, and what it looks like, by default or by the policy of a
Corefile. The resolvers are asked for the addresses of names; without any, the
server itself.

The findings: match, mismatch (the name has other addresses), nodata and nxdomain
(it has none), hole (the address has no name), alias (a CNAME out of the server's
zones), delegated (others are to be asked), illegal (no host name), disputed and
unanswered. Without --all only what is not fine is shown.

Exit codes: 0 every name points back and looks like nobody else's, 1 some do not,
2 the server does not answer or the scan was interrupted.`,
		Example: `  rdnsctl scan 192.0.2.0/24 --server 192.0.2.53
  rdnsctl scan --list customers.map --server 192.0.2.53 --resolver 9.9.9.9 --output csv > audit.csv`,
		Args: arguments(0, -1, "PREFIX..."),
	}
	f := scanFlags{output: outputFlag(cmd, "table", "json", "csv")}
	cmd.Flags().StringVar(&f.server, "server", "", "the server to audit, an address with or without a port")
	cmd.Flags().StringArrayVar(&f.resolvers, "resolver", nil, "resolver to ask whether names point back, or resolv.conf; may be repeated")
	cmd.Flags().StringVar(&f.list, "list", "", "file of addresses, one at the beginning of each line; - is the standard input")
	cmd.Flags().IntVar(&f.rate, "rate", 100, "questions a second to the server")
	cmd.Flags().BoolVar(&f.all, "all", false, "show what is fine as well")
	cmd.Flags().StringVar(&f.config, "config", "", "Corefile by whose policy, owners, pools and zones names are judged")
	_ = cmd.MarkFlagFilename("config") // the flag is there
	f.site = siteFlags(cmd)
	cmd.RunE = f.run
	return cmd
}

func (f *scanFlags) run(cmd *cobra.Command, args []string) error {
	addrs, err := f.scope(cmd, args)
	if err != nil {
		return err
	}
	s, err := f.prepare()
	if err != nil {
		return err
	}
	progress := console.NewProgress(cmd.ErrOrStderr(), len(addrs))
	s.Each = progress.Step
	records, failure := s.Run(cmd.Context(), addrs)
	progress.End()
	report := scan.NewReport(s.Server.String(), records, f.all)
	report.Whole = failure == nil
	if failure == nil || len(records) > 0 {
		if err := f.print(cmd, report); err != nil {
			return err
		}
	}
	if failure != nil {
		return fmt.Errorf("after %d of %d addresses: %w", report.Summary.Addresses, len(addrs), failure)
	}
	return foundIf(report.Found())
}

// scope reads the prefixes and the list.
func (f *scanFlags) scope(cmd *cobra.Command, args []string) ([]netip.Addr, error) {
	prefixes, err := parsePrefixes(args)
	if err != nil {
		return nil, err
	}
	var list []byte
	if f.list != "" {
		if list, err = readFile(cmd, f.list); err != nil {
			return nil, err
		}
	}
	addrs, err := scan.Scope(prefixes, string(list), f.list)
	if err == nil && len(addrs) == 0 {
		err = usagef("no address: want PREFIX... or --list FILE")
	}
	return addrs, err
}

// prepare makes what asks and what judges.
func (f *scanFlags) prepare() (*scan.Scan, error) {
	if f.server == "" {
		return nil, usagef("--server is missing: write the address of the server to audit")
	}
	limiter, err := ask.NewLimiter(f.rate)
	if err != nil {
		return nil, err
	}
	server, err := ask.New(f.server, limiter)
	if err != nil {
		return nil, err
	}
	resolvers := []confirm.Resolver{server}
	if f.resolvers != nil {
		if resolvers, err = confirm.NewResolvers(f.resolvers); err != nil {
			return nil, err
		}
	}
	rules, err := check.OfCorefile(f.config, f.site.Root).Rules()
	return &scan.Scan{Server: server, Resolvers: resolvers, Rules: rules, Workers: scanWorkers}, err
}

func (f *scanFlags) print(cmd *cobra.Command, r *scan.Report) error {
	if f.output.word == "csv" {
		return printScanCSV(cmd.OutOrStdout(), r)
	}
	w := writer(cmd)
	if f.output.word == "json" {
		w.JSON(r)
	} else {
		printScan(w, r)
	}
	return w.Flush()
}

func printScan(w *console.Writer, r *scan.Report) {
	var rows [][]console.Cell
	for i := range r.Records {
		one := &r.Records[i]
		detail := cmp.Or(one.Detail, strings.Join(one.Found, " "))
		row := console.Cells(one.Address, cmp.Or(one.Name, "-"), one.Finding, cmp.Or(one.Look, "-"), cmp.Or(strings.Join(one.Checks, ","), "-"), detail)
		row[2].Style, row[3].Style = findingStyle(one.Finding), lookStyles[one.Look]
		rows = append(rows, row)
	}
	if rows != nil {
		w.Table([]string{"ADDRESS", "NAME", "FINDING", "LOOK", "CHECKS", "DETAIL"}, rows)
	}
	s := &r.Summary
	w.Linef("%d addresses, %d names, %d fine; findings: %s; looks: %s", s.Addresses, s.Names, s.Fine, counts(s.Findings), counts(s.Looks))
}

var lookStyles = map[string]console.Style{
	policy.Accepted.String(): console.Good, policy.Warned.String(): console.Doubtful, policy.Refused.String(): console.Bad,
}

func findingStyle(finding string) console.Style {
	switch finding {
	case scan.Match:
		return console.Good
	case scan.Hole, scan.Aliased, scan.Delegated, scan.Unanswered:
		return console.Doubtful
	}
	return console.Bad
}

// counts words a table of counts.
func counts(of map[string]int) string {
	var words []string
	for _, word := range slices.Sorted(maps.Keys(of)) {
		words = append(words, fmt.Sprintf("%s %d", word, of[word]))
	}
	return cmp.Or(strings.Join(words, ", "), "none")
}

// printScanCSV writes the records as a table for programs. What comes from
// outside is escaped in it, too.
func printScanCSV(out io.Writer, r *scan.Report) error {
	w := csv.NewWriter(out)
	header := w.Write([]string{"address", "name", "ttl", "finding", "found", "detail", "look", "checks"})
	for i := range r.Records {
		one := &r.Records[i]
		_ = w.Write([]string{ // Error has it
			one.Address, console.Clean(one.Name), strconv.FormatUint(uint64(one.TTL), 10), one.Finding,
			strings.Join(one.Found, " "), console.Clean(one.Detail), one.Look, strings.Join(one.Checks, " "),
		})
	}
	w.Flush()
	return errors.Join(header, w.Error())
}
