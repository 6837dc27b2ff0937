package cli

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/explain"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/online"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/site"
	"github.com/rdnsmgr/rdnsmgr/internal/hostname"
)

func explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain ADDRESS|NAME",
		Short: "Tell what is answered for an address or a name, and why",
		Long: `explain loads a Corefile, its files and the state directory as the server would
if it started now, and tells step by step what is answered for an address or a
name: the zone, the pool, every mapping with its place, class and owner, what the
look check says of it, what is known of its confirmation, and changes of files
that wait for a person. It writes nothing, and asks no network.

With --online it asks the server that runs, at its control socket, which knows
what it has found out since. A name then stands for the addresses that want it.

Exit codes: 0 it is in one of our zones or a mapping has it, 1 it is unknown here,
2 the Corefile cannot be loaded.`,
		Example: `  rdnsctl explain 192.0.2.25 --config /etc/coredns/Corefile
  rdnsctl explain mail.example.net --output json
  rdnsctl explain 192.0.2.25 --online`,
		Args: arguments(1, 1, "ADDRESS or NAME"),
	}
	output := outputFlag(cmd, "table", "json")
	config := cmd.Flags().String("config", "Corefile", "the Corefile")
	_ = cmd.MarkFlagFilename("config") // the flag is there
	o := siteFlags(cmd)
	cmd.Flags().BoolVar(&o.State, "state", true, "look at the state directory; --state=false takes all names as new")
	ask := cmd.Flags().Bool("online", false, "ask the server that runs")
	socket := socketFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		var d *explain.Document
		if *ask {
			d, err = explainOnline(cmd.Context(), *socket, args[0])
		} else {
			d, err = explainOffline(*config, *o, args[0])
		}
		if err != nil {
			return err
		}
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(d)
		}
		unknown := true
		for i, r := range d.Reports {
			unknown = unknown && r.Zone == "" && len(r.Mappings) == 0
			if output.word == "json" {
				continue
			}
			if i > 0 {
				w.Linef("")
			}
			printExplain(w, r)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return foundIf(unknown)
	}
	return cmd
}

func explainOffline(config string, o site.Options, query string) (*explain.Document, error) {
	addr, name, err := parseQuery(query)
	if err != nil {
		return nil, err
	}
	s, err := site.Open(config, o)
	if err != nil {
		return nil, err
	}
	return explain.NewDocument(explainQuery(s, addr, name)), s.Close()
}

func explainOnline(ctx context.Context, socket, query string) (*explain.Document, error) {
	address, name, err := addressOrName(query)
	if err != nil {
		return nil, err
	}
	c := online.New(socket)
	defer c.Close()
	stories, err := c.Explain(ctx, address, name)
	return explain.Online(stories), err
}

// parseQuery reads an address or a name.
func parseQuery(word string) (a netip.Addr, name string, err error) {
	if a, err := netip.ParseAddr(word); err == nil {
		return a.Unmap().WithZone(""), "", nil
	}
	name = strings.ToLower(strings.TrimSuffix(word, ".")) + "."
	if len(name) > maxName {
		return a, "", fmt.Errorf("name %.40q...: it has more than %d characters", word, maxName)
	}
	if strings.HasSuffix(name, ".arpa.") {
		return a, name, nil
	}
	if err := hostname.Check(name); err != nil {
		return a, "", fmt.Errorf("want an address or a name: %w", err)
	}
	return a, name, nil
}

// maxName is the longest name in presentation form, without escapes.
const maxName = 254

func explainQuery(s *site.Site, a netip.Addr, name string) *explain.Report {
	if a.IsValid() {
		return explain.Address(s, a)
	}
	return explain.Name(s, name)
}

var fateStyles = map[string]console.Style{
	"served": console.Good, "waiting": console.Doubtful, "withdrawn": console.Bad, "rejected": console.Bad,
	"displaced": console.Bad, "shadowed": console.Faint, "outside": console.Bad, "delegated": console.Bad,
}

func printExplain(w *console.Writer, r *explain.Report) {
	step := func(what, format string, args ...any) {
		w.Line(console.Cell{Text: fmt.Sprintf("%-13s", what), Style: console.Faint}, console.Cell{Text: fmt.Sprintf(format, args...)})
	}
	step("name", "%s", r.Name)
	if r.Zone != "" {
		step("zone", "%s of the block at %s", r.Zone, r.Block)
	}
	if p := r.Pool; p != nil && p.Name != "" {
		step("pool", "%s at %s: the template %s makes %s", p.Prefix, p.Source, p.Template, p.Name)
	} else if p != nil {
		step("pool", "%s at %s: the template %s", p.Prefix, p.Source, p.Template)
	}
	for i := range r.Mappings {
		printMapping(w, step, &r.Mappings[i])
	}
	for _, h := range r.Holds {
		step("held", "a change of %s: %s", h.Path, h.Reason)
	}
	for _, note := range r.Notes {
		step("note", "%s", note)
	}
	answer := strings.Join(r.Answer.Records, ", ")
	switch {
	case answer == "":
		step("answer", "none (%s)", r.Kind)
	case r.Answer.TTL == 0:
		step("answer", "%s (%s)", answer, r.Kind)
	default:
		step("answer", "%s, TTL %d (%s)", answer, r.Answer.TTL, r.Kind)
	}
}

func printMapping(w *console.Writer, step func(string, string, ...any), m *explain.Mapping) {
	owner := "nobody's"
	if m.Owner != "" {
		owner = fmt.Sprintf("owner %q", m.Owner)
	}
	w.Line(
		console.Cell{Text: fmt.Sprintf("%-13s", "mapping"), Style: console.Faint},
		console.Cell{Text: m.Address + " " + m.Name + ":"}, console.Cell{Text: m.Fate, Style: fateStyles[m.Fate]},
	)
	step("  written", "%s, class %s, %s, TTL %d", m.Source, m.Class, owner, m.TTL)
	if m.Look != "" {
		step("  look", "%s", m.Look)
	}
	for _, c := range m.Checks {
		step("  check", "%s (%s): %s. %s %s", c.ID, c.Severity, c.What, c.Explain, c.Remedy)
	}
	for _, rival := range m.Rivals {
		step("  claim", "%s: owner %q wants the name, too, for %s", m.Claim, rival.Owner, rival.Address)
	}
	if m.Confirmation != nil {
		step("  confirmed", "%s", confirmationText(m.Confirmation))
	}
}

// confirmationText says in one line what is known.
func confirmationText(c *explain.Confirmation) string {
	text := c.Status
	add := func(given bool, format string, args ...any) {
		if given {
			text += fmt.Sprintf(format, args...)
		}
	}
	add(c.Status == "adopted", " (found at the first start, served until disproved)")
	add(c.Since != "", " since %s", c.Since)
	add(c.Last == "unasked", ", nobody has asked yet")
	add(c.Last != "unasked", "; last check: %s", c.Last)
	add(len(c.Found) > 0, ", the name has %s", strings.Join(c.Found, " "))
	add(c.Reason != "", " (%s)", c.Reason)
	add(c.LastMatch != "", "; matched at %s", c.LastMatch)
	add(c.Failures > 0, "; %d failures since %s", c.Failures, c.FirstFailure)
	add(c.Errors > 0, "; %d checks without an answer since", c.Errors)
	add(c.Held, "; held from withdrawal until a person releases it")
	add(c.Next != "", "; next check at %s", c.Next)
	return text
}
