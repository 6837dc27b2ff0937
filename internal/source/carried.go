package source

// What is carried from the lines of a content to those behind them, beside the owner of
// the record before: no section begins with a line that needs that. The zero value is
// what a list carries.
type carried struct {
	// of a master file (RFC 1035, 5.1)
	origin    string // lower case, with the final dot; "" while unknown
	ttl       uint32 // of $TTL, else the one stated last; 0 when none was
	fixed     bool   // by $TTL (RFC 2308, 4)
	generated int    // records that $GENERATE has made

	// of a table
	headed  bool   // the header was read
	heading string // that is it; "" when we do not understand it
}

// same reports whether both are.
func (c *carried) same(o *carried) bool { return c == o || c != nil && o != nil && *c == *o }

// start returns what is carried to the beginning of a content.
func (b *builder) start() carried { return carried{origin: b.set.Options.Origin} }

// parse reads lines in another form than that of hosts, to which something is carried.
// It returns what is carried on. ok is false when something goes on behind the last line.
func (b *builder) parse(form Format, in lines, from carried) (to carried, ok bool) {
	if form == Zone {
		return parseZone(b, in, from)
	}
	return parseCSV(b, in, from), true
}

// statesOwner reports whether a line is a record of a master file that states its owner.
// Some others are, too.
func statesOwner(line string) bool {
	c := lower(line[0])
	return isDigit(c) || 'a' <= c && c <= 'z'
}
