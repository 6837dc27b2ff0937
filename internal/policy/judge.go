package policy

import "strconv"

// A judge collects the findings of one request.
type judge struct {
	p         *Policy
	s         subject
	elsewhere bool // the name lies below our own zones, and others serve it
	trusted   bool // the operator's own name: held to the syntax only
	allowed   bool // an allow entry covers the name
	resolved  bool // allowed is known
	known     bool // the domain that is being compared is on the known list
	owner     string
	read6     [4]span // where the name was read as an IPv6 address
	reads     int     // the number of these
	verdict   Verdict
}

// A span is a part of the name, in bytes.
type span struct{ from, to int }

// severity returns what a finding of the check does to this name.
func (j *judge) severity(id ID) Severity {
	sev := j.p.severity[id]
	if sev == Off {
		return Off
	}
	e := &catalogue[id]
	if e.Known && j.known {
		return Off
	}
	if e.Allowed && j.allow() {
		return Off
	}
	if j.trusted && sev == Reject && id > ULabel {
		return Warn
	}
	return sev
}

// found adds a finding. what is printed as it stands: quote what came from the
// request.
func (j *judge) found(id ID, what string) { j.add(id, what, false) }

func (j *judge) add(id ID, what string, unlessMatched bool) {
	sev := j.severity(id)
	if sev == Off || j.has(id) {
		return
	}
	e := &catalogue[id]
	j.verdict.Findings = append(j.verdict.Findings, Finding{
		ID: id, Severity: sev, What: what, Explain: e.Explain, Remedy: e.Remedy,
		UnlessMatched: unlessMatched && sev == Reject,
	})
	j.verdict.Outcome = max(j.verdict.Outcome, Outcome(sev))
}

// has tells whether the check has found something already. Once is enough: a
// long name could repeat it a hundred times.
func (j *judge) has(id ID) bool {
	for i := range j.verdict.Findings {
		if j.verdict.Findings[i].ID == id {
			return true
		}
	}
	return false
}

// allow tells whether an allow entry covers the name. It is asked only when
// something was found.
func (j *judge) allow() bool {
	if !j.resolved {
		j.resolved = true
		j.allowed = j.p.allow.covers(j.s.addr, j.owner, j.s.name)
	}
	return j.allowed
}

// quote makes text that came from outside safe to print, and shortens what is
// longer than any honest text.
func quote(s string) string {
	if len(s) > maxQuoted {
		return strconv.QuoteToASCII(s[:maxQuoted]) + "..."
	}
	return strconv.QuoteToASCII(s)
}
