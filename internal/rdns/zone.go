package rdns

// A SOA is the data of a zone's start of authority (RFC 1035, 3.3.13) but for
// its serial, which the manager counts. All times are seconds.
type SOA struct {
	MName, RName           string
	Refresh, Retry, Expire uint32
	TTL                    uint32 // of the SOA record itself
	Minimum                uint32 // RFC 2308: the time a negative answer may be kept
}

// A Zone is an apex that we are authoritative for.
type Zone struct {
	Origin string // lower-case, with the final dot
	SOA    SOA
	NS     []string // the apex NS RRset, in the order written
	NSTTL  uint32
	Pos    Position // of the ns line
}

// A Record is static data at a name of one of our zones. The RDATA is in wire
// format without compression, so that what serves records needs no DNS library.
type Record struct {
	Name string // the owner, lower-case, with the final dot
	Type uint16
	TTL  uint32 // seconds; 0 means the default
	Data []byte
	Pos  Position
}
