package scan

// A Summary counts records. Its JSON is documented in the manual.
type Summary struct {
	Addresses int            `json:"addresses"`
	Names     int            `json:"names"`
	Fine      int            `json:"fine"`     // names that point back and look like nobody else's
	Findings  map[string]int `json:"findings"` // records by their finding
	Looks     map[string]int `json:"looks"`    // names by their look
}

// A Report is what was found. Its JSON is documented in the manual.
type Report struct {
	Version int      `json:"version"`
	Server  string   `json:"server"`
	Whole   bool     `json:"whole"` // every address was asked for
	Summary Summary  `json:"summary"`
	Records []Record `json:"records"`

	found bool
}

// NewReport counts the records and keeps those that somebody should look at, or
// all.
func NewReport(server string, records []Record, all bool) *Report {
	r := &Report{
		Version: 1, Server: server, Whole: true, Records: []Record{},
		Summary: Summary{Findings: map[string]int{}, Looks: map[string]int{}},
	}
	last := ""
	for i := range records {
		one := &records[i]
		r.Summary.count(one)
		if one.Address != last {
			r.Summary.Addresses++
			last = one.Address
		}
		r.found = r.found || !one.Fine()
		if all || !one.Fine() {
			r.Records = append(r.Records, *one)
		}
	}
	return r
}

// Found tells whether there is something to look at. An address without a name
// is: many mail receivers refuse it.
func (r *Report) Found() bool { return r.found }

func (s *Summary) count(r *Record) {
	s.Findings[r.Finding]++
	if r.Name == "" {
		return
	}
	s.Names++
	s.Looks[r.Look]++
	if r.Fine() {
		s.Fine++
	}
}
