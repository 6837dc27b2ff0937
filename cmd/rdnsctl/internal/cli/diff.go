package cli

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/ask"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/diff"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/source"
)

// diffFlags say how the sides are read and what counts.
type diffFlags struct {
	output   *choice
	from     *choice
	origin   func() (string, error)
	prefixes *[]string
	rate     int
	options  diff.Options
	site     *site.Options
	unread   []string // what the sides hold beside PTR records
}

func diffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare what two sides answer for the names of addresses",
		Long: `diff compares the PTR records of two sides for every address that either side
names, and every address of the pools. A side is a zone file, hosts file or CSV,
or a Corefile: then it counts what a server with it would answer once all names
have been found to point back; or @ADDRESS, a server that runs.

IPv6 pools, and IPv4 pools larger than a /12, have too many addresses: of those
only what is listed is compared, and the output says so.

Exit codes: 0 the answers are the same, 1 they are not, or a line of a file could
not be compared, 2 a side cannot be read.`,
		Example: `  rdnsctl diff --origin 2.0.192.in-addr.arpa old.zone Corefile
  rdnsctl diff old.zone Corefile --fill --ignore-ttl --prefix 192.0.2.0/24
  rdnsctl diff @192.0.2.53 @127.0.0.1:1053 --prefix 192.0.2.0/24`,
		Args: arguments(2, 2, "OLD NEW"),
	}
	f := diffFlags{output: outputFlag(cmd, "table", "json"), from: choiceOf("auto", "zone", "hosts", "csv")}
	f.from.addTo(cmd, "from", "form of the files that are no Corefile")
	f.origin = originFlag(cmd)
	f.prefixes = cmd.Flags().StringArray("prefix", nil, "compare only this prefix, and all of it; may be repeated")
	cmd.Flags().BoolVar(&f.options.IgnoreTTL, "ignore-ttl", false, "compare names only")
	cmd.Flags().BoolVar(&f.options.Fill, "fill", false, "a generated name where there was none is no difference")
	cmd.Flags().IntVar(&f.rate, "rate", 100, "questions a second to servers")
	f.site = siteFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0], args[1]) }
	return cmd
}

func (f *diffFlags) run(cmd *cobra.Command, oldPath, newPath string) error {
	prefixes, err := parsePrefixes(*f.prefixes)
	if err != nil {
		return err
	}
	old, err := f.side(cmd, oldPath)
	if err != nil {
		return err
	}
	next, err := f.side(cmd, newPath)
	if err != nil {
		return err
	}
	addrs, left, err := diff.Scope(old, next, prefixes)
	if err != nil {
		return err
	}
	if len(addrs)+len(f.unread) == 0 {
		return usagef("no address to compare: write --prefix PREFIX")
	}
	progress := console.NewProgress(cmd.ErrOrStderr(), len(addrs))
	f.options.Workers, f.options.Each = scanWorkers, progress.Step
	r := diff.Compare(cmd.Context(), old, next, addrs, f.options)
	progress.End()
	for _, p := range left {
		r.NotCompared = append(r.NotCompared, p.String())
	}
	r.Unread = append(r.Unread, f.unread...)
	w := writer(cmd)
	if f.output.word == "json" {
		w.JSON(r)
	} else {
		printDiff(w, r)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return foundIf(!r.Same())
}

// isCorefile finds the directive as it stands in a server block.
var isCorefile = regexp.MustCompile(`(?m)^[ \t]*rdnsmgr\b[^\n]*\{`)

// side finds a server, or reads a file. What its bad lines were meant to say is not compared.
func (f *diffFlags) side(cmd *cobra.Command, path string) (diff.Side, error) {
	if server, ok := strings.CutPrefix(path, "@"); ok {
		limiter, err := ask.NewLimiter(f.rate)
		if err != nil {
			return nil, err
		}
		client, err := ask.New(server, limiter)
		return diff.Server(client), err
	}
	data, err := readFile(cmd, path)
	if err != nil {
		return nil, err
	}
	if isCorefile.Match(data) {
		f.site.Confirmed = true
		s, err := site.Open(path, *f.site)
		if err != nil {
			return nil, err
		}
		return diff.Site(s), nil
	}
	origin, err := f.origin()
	if err != nil {
		return nil, fmt.Errorf("--origin: %w", err)
	}
	set := source.Parse(source.NewContent(string(data)), source.Options{Path: path, Format: sourceFormats[f.from.word], Origin: origin}, hooks)
	for _, fault := range set.Faults {
		f.unread = append(f.unread, fault.Error())
	}
	if n := set.Unreported(); n > 0 {
		f.unread = append(f.unread, fmt.Sprintf("%s: and %d more bad lines or duplicates", path, n))
	}
	if skipped := set.Skipped(); skipped != "" {
		f.unread = append(f.unread, fmt.Sprintf("%s: records that are no PTR: %s", path, skipped))
	}
	return diff.File(set.All()), nil
}

func parsePrefixes(words []string) ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, word := range words {
		p, err := netip.ParsePrefix(word)
		if err != nil || p != p.Masked() || p.Addr().Is4In6() {
			return nil, fmt.Errorf("prefix %q: want the first address and a length, such as 192.0.2.0/24", word)
		}
		prefixes = append(prefixes, p)
	}
	return prefixes, nil
}

var kindStyles = map[string]console.Style{diff.OnlyOld: console.Bad, diff.Names: console.Doubtful, diff.OnlyNew: console.Good, diff.Unknown: console.Bad}

func printDiff(w *console.Writer, r *diff.Report) {
	var rows [][]console.Cell
	for _, d := range r.Differences {
		row := console.Cells(d.Address, d.Kind, strings.Join(d.Old, " "), strings.Join(d.New, " "))
		row[1].Style = kindStyles[d.Kind]
		switch d.Kind {
		case diff.TTL:
			row[2].Text, row[3].Text = fmt.Sprintf("ttl %d", d.OldTTL), fmt.Sprintf("ttl %d", d.NewTTL)
		case diff.Unknown:
			row[2].Text = d.Error
		}
		for i := 2; i < 4; i++ {
			if row[i].Text == "" {
				row[i].Text = "-"
			}
		}
		rows = append(rows, row)
	}
	if rows != nil {
		w.Table([]string{"ADDRESS", "KIND", "OLD", "NEW"}, rows)
	}
	for _, text := range r.Unread {
		w.Line(console.Cell{Text: "unread:", Style: console.Bad}, console.Cell{Text: text})
	}
	w.Linef("%d addresses compared, %d equal, %d filled by a template, %d different", r.Compared, r.Equal, r.Filled, len(r.Differences))
	for _, p := range r.NotCompared {
		w.Line(console.Cell{Text: "not compared: " + p + " but for what is listed: it has too many addresses", Style: console.Doubtful})
	}
}
