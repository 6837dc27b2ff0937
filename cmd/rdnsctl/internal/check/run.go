package check

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/policy"
)

// maxLine is the length of the longest line of input that is read. Longer ones
// hold no name; they stop the run.
const maxLine = 1 << 16

var verdicts = [...]string{policy.Accepted: "accept", policy.Warned: "warn", policy.Refused: "reject"}

// Word returns the word of an outcome in the output, which is stable.
func Word(o policy.Outcome) string { return verdicts[o] }

// Run judges each line of in and writes a line to out.
func Run(p *Rules, in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	for n := 1; lines.Scan(); n++ {
		name, text, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return errors.Join(fmt.Errorf("line %d: want a name, a tab and an address", n), w.Flush())
		}
		addr, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return errors.Join(fmt.Errorf("line %d: address %q: want an IPv4 or IPv6 address", n, text), w.Flush())
		}
		if err := write(w, p.Check(policy.Request{Addr: addr.Unmap(), Name: name})); err != nil {
			return err
		}
	}
	return errors.Join(lines.Err(), w.Flush())
}

// write writes a verdict.
func write(w io.Writer, v policy.Verdict) error {
	first := "-"
	if r := v.Reason(); r != nil {
		first = r.ID.String()
	}
	ids := make([]string, len(v.Findings))
	for i := range v.Findings {
		ids[i] = v.Findings[i].ID.String()
	}
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\n", verdicts[v.Outcome], first, strings.Join(ids, ","))
	return err
}
