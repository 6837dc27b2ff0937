package export

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/rdnsmgr/rdnsmgr/cmd/rdnsctl/internal/console"
)

// Hosts writes a line of ADDRESS NAME [TTL] for each item.
func Hosts(w io.Writer, items []Item) (Lost, error) {
	var lost Lost
	o := out{w: w}
	for i := range items {
		m := &items[i]
		lost.count(m, false)
		if m.TTL == 0 {
			o.printf("%s %s\n", m.Addr, m.Name)
		} else {
			o.printf("%s %s %d\n", m.Addr, m.Name, m.TTL)
		}
	}
	return lost, o.err
}

// CSV writes a table with the columns address, name, ttl and owner.
func CSV(w io.Writer, items []Item) (Lost, error) {
	var lost Lost
	c := csv.NewWriter(w)
	_ = c.Write([]string{"address", "name", "ttl", "owner"}) // Error has it
	for i := range items {
		m := &items[i]
		lost.count(m, true)
		ttl := ""
		if m.TTL != 0 {
			ttl = strconv.FormatUint(uint64(m.TTL), 10)
		}
		_ = c.Write([]string{m.Addr.String(), m.Name, ttl, m.Owner})
	}
	c.Flush()
	return lost, c.Error()
}

// A document is what JSON writes. It is documented in the manual.
type document struct {
	Version  int       `json:"version"`
	Mappings []mapping `json:"mappings"`
}

type mapping struct {
	Address   string `json:"address"`
	Name      string `json:"name"`
	TTL       uint32 `json:"ttl,omitempty"`
	Class     string `json:"class"`
	Owner     string `json:"owner,omitempty"`
	Source    string `json:"source,omitempty"` // file:line
	Served    bool   `json:"served"`
	Generated bool   `json:"generated"`
}

// JSON writes everything that is known of the items. It loses nothing.
func JSON(w io.Writer, items []Item) (Lost, error) {
	d := document{1, make([]mapping, 0, len(items))}
	for i := range items {
		m := &items[i]
		one := mapping{m.Addr.String(), m.Name, m.TTL, m.Class.String(), m.Owner, "", m.Served, m.Generated}
		if m.Pos.File != "" {
			one.Source = m.Pos.String()
		}
		d.Mappings = append(d.Mappings, one)
	}
	c := console.New(w, false)
	c.JSON(d)
	return Lost{}, c.Flush()
}
