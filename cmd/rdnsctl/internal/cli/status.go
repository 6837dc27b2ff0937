package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/online"
	"github.com/rdnsmgr/rdnsmgr/internal/control"
)

func statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "Tell what a server serves, holds and confirms",
		Long:    `status tells how many names a server serves, what became of the others, and how confirmation is getting on. It exits with 1 if something waits for a person.`,
		Example: `  rdnsctl status --output json`,
		Args:    arguments(0, 0, "nothing"),
	}
	output := outputFlag(cmd, "table", "json")
	return onlineCommand(cmd, func(cmd *cobra.Command, c *online.Client, _ []string) error {
		s, err := c.Status(cmd.Context())
		if err != nil {
			return err
		}
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(s)
		} else {
			printStatus(w, &s)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return foundIf(s.Held > 0 || s.Confirmation != nil && s.Confirmation.Held > 0)
	})
}

func printStatus(w *console.Writer, s *control.Status) {
	row := func(what, format string, args ...any) []console.Cell {
		return console.Cells(what, fmt.Sprintf(format, args...))
	}
	rows := [][]console.Cell{
		row("served", "%d addresses with a name of their own, since %s", s.Served, s.Published.UTC().Format(time.RFC3339)),
		row("mappings", "%s", counts(s.Mappings)),
		row("looks", "%s", counts(s.Looks)),
		row("left out", "%d outside of the zones, %d bad lines", s.Outside, s.BadLines),
		row("held", "%d changes of files", s.Held),
	}
	if s.Held > 0 {
		rows[4][1].Style = console.Bad
	}
	if c := s.Confirmation; c == nil {
		rows = append(rows, row("confirmation", "off"))
	} else {
		rows = append(rows, row("confirmation", "%s", counts(c.Mappings)),
			row("withdrawals", "%d in 24 hours, %d are allowed, %d are held", c.Withdrawn, c.Allowed, c.Held),
			row("checks", "%d are due, the oldest for %.0f s", c.Waiting, c.OldestDue))
		if c.Paused != "" {
			rows = append(rows, []console.Cell{{Text: "paused"}, {Text: c.Paused, Style: console.Bad}})
		}
	}
	w.Table([]string{"WHAT", "HOW IT IS"}, rows)
}

// The words of --state, by what they are about.
var (
	fates         = []string{"served", "waiting", "withdrawn", "rejected", "displaced", "shadowed"}
	looks         = []string{"accepted", "warned", "excused", "flagged", "unmatched", "refused"}
	confirmations = []string{"pending", "adopted", "active", "suspended"}
)

func mappingsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mappings",
		Short: "List the mappings of a server by what became of them",
		Long: `mappings lists what somebody wants, by ascending address. The states are what
becomes of a mapping (` + strings.Join(fates, ", ") + `),
what the look check says (` + strings.Join(looks, ", ") + `)
and what confirmation says (` + strings.Join(confirmations, ", ") + `). It exits with 1 if
there are more than it lists.`,
		Example: `  rdnsctl mappings --state suspended
  rdnsctl mappings --state flagged --output json`,
		Args: arguments(0, 0, "nothing"),
	}
	output := outputFlag(cmd, "table", "json")
	words := slices.Concat([]string{"any"}, fates, looks, confirmations)
	state := choiceOf(words...)
	state.addTo(cmd, "state", "only mappings in this state")
	most := cmd.Flags().Int("limit", 1000, "how many to list at most")
	return onlineCommand(cmd, func(cmd *cobra.Command, c *online.Client, _ []string) error {
		if *most < 1 || *most > maxListed {
			return usagef("--limit %d: want a number from 1 to %d", *most, maxListed)
		}
		list, more, err := c.Mappings(cmd.Context(), filterOf(state.word), *most)
		if err != nil {
			return err
		}
		w := writer(cmd)
		if output.word == "json" {
			w.JSON(mappingList{1, append([]control.Mapping{}, list...), more})
		} else {
			printMappings(w, list, more)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return foundIf(more)
	})
}

// maxListed bounds what is kept of a server's mappings.
const maxListed = 1_000_000

// A mappingList is documented in the manual.
type mappingList struct {
	Version  int               `json:"version"`
	Mappings []control.Mapping `json:"mappings"`
	More     bool              `json:"more"`
}

func filterOf(word string) (f online.Filter) {
	switch {
	case slices.Contains(fates, word):
		f.Fate = word
	case slices.Contains(looks, word):
		f.Look = word
	case slices.Contains(confirmations, word):
		f.Confirmation = word
	}
	return f
}

func printMappings(w *console.Writer, list []control.Mapping, more bool) {
	var rows [][]console.Cell
	for i := range list {
		m := &list[i]
		state, last := "-", "-"
		if m.Confirmation != nil {
			state, last = m.Confirmation.State, m.Confirmation.Last
		}
		row := console.Cells(m.Address, m.Name, m.Fate, m.Look, state, last, cmp.Or(m.Owner, "-"))
		row[2].Style = fateStyles[m.Fate]
		rows = append(rows, row)
	}
	if rows != nil {
		w.Table([]string{"ADDRESS", "NAME", "FATE", "LOOK", "CONFIRMED", "LAST CHECK", "OWNER"}, rows)
	}
	if more {
		w.Linef("%d listed, and there are more: see --limit", len(list))
	} else {
		w.Linef("%d listed", len(list))
	}
}
