package cli

import (
	"fmt"
	"math/rand/v2"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/template"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

// maxSamples is how many random addresses template shows at most.
const maxSamples = 1000

func templateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "template TEMPLATE PREFIX",
		Short: "Show and prove the names that a template makes of a prefix",
		Long: `template shows the names of the first, the last and some random addresses of a
prefix. It proves that each name leads back to one address, or names two that
share one; it measures the longest name; and it names the rules by which mail
receivers would take a host with such a name for one of a dial-up customer.

Exit codes: 0 the template may stand in a pool line, 1 it may not, 2 the template
or the prefix cannot be read.`,
		Example: `  rdnsctl template 'ip-{ip}.host.example' 192.0.2.0/24
  rdnsctl template 'c{net:56}.host.example' 2001:db8::/32 --output json`,
		Args: arguments(2, 2, "TEMPLATE PREFIX"),
	}
	output := outputFlag(cmd, "table", "json")
	count := cmd.Flags().Int("count", 3, "how many random addresses to show")
	seed := cmd.Flags().Uint64("seed", 0, "choose the same random addresses again (default: others each time)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *count < 0 || *count > maxSamples {
			return usagef("--count %d: want a number from 0 to %d", *count, maxSamples)
		}
		t, prefix, err := readTemplate(args[0], args[1])
		if err != nil {
			return err
		}
		report := template.Examine(t, prefix, *count, randomFrom(*seed))
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(report)
		} else {
			printTemplate(w, report)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return foundIf(!report.Sound())
	}
	return cmd
}

func readTemplate(text, prefix string) (*hostname.Template, netip.Prefix, error) {
	t, err := hostname.ParseTemplate(text)
	if err != nil {
		return nil, netip.Prefix{}, err
	}
	p, err := netip.ParsePrefix(prefix)
	switch {
	case err != nil:
		return nil, netip.Prefix{}, fmt.Errorf("prefix %q: want an address and a length, such as 192.0.2.0/24 or 2001:db8::/32", prefix)
	case p.Addr().Is4In6():
		return nil, netip.Prefix{}, fmt.Errorf("prefix %q is IPv4-mapped: write the IPv4 prefix", prefix)
	case p != p.Masked():
		return nil, netip.Prefix{}, fmt.Errorf("prefix %q has bits set behind its length: write %s", prefix, p.Masked())
	}
	return t, p, nil
}

// randomFrom returns a source of numbers, a new one for the seed 0.
func randomFrom(seed uint64) *rand.Rand {
	if seed == 0 {
		seed = rand.Uint64() //nolint:gosec // they only choose what is shown
	}
	return rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // as above
}

func printTemplate(w *console.Writer, r *template.Report) {
	if r.Fault != "" {
		w.Line(verdict(false, "", "unusable:"), console.Cell{Text: r.Fault})
		return
	}
	var rows [][]console.Cell
	for _, n := range r.Names {
		rows = append(rows, console.Cells(n.Which, n.Address, n.Name))
	}
	w.Table([]string{"WHICH", "ADDRESS", "NAME"}, rows)
	w.Linef("")
	way := "each name leads back to one address"
	if !r.Inverse.Proven {
		way = r.Inverse.Reason + "; or write forward off in the block of the pool"
	}
	w.Line(console.Cell{Text: "inverse:"}, verdict(r.Inverse.Proven, "proven,", "refuted,"), console.Cell{Text: way})
	w.Linef("longest: a name of %d octets (255 are allowed), a label of %d (63)", r.Longest.Name, r.Longest.Label)
	if len(r.Traps) == 0 {
		w.Line(console.Cell{Text: "mail:   "}, verdict(true, "none", ""), console.Cell{Text: "of the known rules takes these names for those of dial-up customers"})
	}
	for _, t := range r.Traps {
		w.Line(console.Cell{Text: "mail:   "}, console.Cell{Text: t.Family, Style: console.Doubtful}, console.Cell{Text: fmt.Sprintf("takes %s for dynamic: %s", t.Example, t.Why)})
	}
	if len(r.Traps) > 0 {
		w.Linef("         That is right for customers who send no mail; give mail servers names of their own.")
	}
}
