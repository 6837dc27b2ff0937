package confirm

// Counts tells how many Records there are of each kind. Gone is apart from the
// others; Adopted are not in Pending, and Held and Unknown are in those before.
type Counts struct {
	Pending, Adopted, Active, Suspended int
	Gone                                int
	Held                                int
	Unknown                             int // the last check brought no evidence
}

// Present returns the number of mappings that are there.
func (c Counts) Present() int { return c.Pending + c.Adopted + c.Active + c.Suspended }

// Served returns the number of mappings whose name may be served.
func (c Counts) Served() int { return c.Adopted + c.Active }

// add counts a Record in, or out with n = -1.
func (c *Counts) add(r Record, n int) {
	switch {
	case r.Gone != 0:
		c.Gone += n
		return
	case r.Status == Pending && r.Adopted:
		c.Adopted += n
	case r.Status == Pending:
		c.Pending += n
	case r.Status == Active:
		c.Active += n
	case r.Status == Suspended:
		c.Suspended += n
	}
	if r.Held {
		c.Held += n
	}
	if r.Errors > 0 {
		c.Unknown += n
	}
}
