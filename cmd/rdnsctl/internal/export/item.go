package export

import (
	"fmt"
	"io"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// An Item is a mapping to write.
type Item struct {
	rdns.Mapping

	Pos       rdns.Position // where it is written; zero for one that is not
	Served    bool          // DNS answers with it
	Generated bool          // it is made by a template
}

// Lost counts what a form could not carry, by what it is.
type Lost struct {
	Owners  int // mappings with an owner
	Classes int // mappings of the operator's class
	Outside int // mappings of addresses that are not in the zone
}

// Lines says for people what was lost; none is good.
func (l Lost) Lines() []string {
	var lines []string
	add := func(n int, format string) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, n))
		}
	}
	add(l.Owners, "not carried: the owner of %d mappings: use --to csv or --to json, or the property owner of the mappings line")
	add(l.Classes, "not carried: the class operator of %d mappings: use --to json, or the property class of the mappings line")
	add(l.Outside, "not carried: %d mappings of addresses that are not in the zone")
	return lines
}

// Answers tells whether DNS would answer with some of what was lost.
func (l Lost) Answers() bool { return l.Outside > 0 }

// count takes note of what is lost of the item in a form that carries owners or
// does not. No form but JSON carries classes.
func (l *Lost) count(i *Item, owners bool) {
	if i.Owner != "" && !owners {
		l.Owners++
	}
	if i.Class != rdns.Tenant {
		l.Classes++
	}
}

// An out writes lines and keeps the first error.
type out struct {
	w   io.Writer
	err error
}

func (o *out) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}
