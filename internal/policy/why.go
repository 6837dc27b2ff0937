package policy

import "strings"

// Why returns the finding that decided as one line for a log: the id, what was
// found, the ids of the other findings, and how to get a name that is served. It
// is printable ASCII of bounded length, "" if nothing was found.
//
//	typo: the protected domain "paypal.com" (also near-name). Choose a name that is your own, or ...
func (v Verdict) Why() string {
	r := v.Reason()
	if r == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(r.ID.String() + ": " + r.What)
	sep := " (also "
	for i := range v.Findings {
		if f := &v.Findings[i]; f != r {
			b.WriteString(sep + f.ID.String())
			sep = ", "
		}
	}
	if sep == ", " {
		b.WriteByte(')')
	}
	b.WriteString(". " + r.Remedy)
	return b.String()
}
