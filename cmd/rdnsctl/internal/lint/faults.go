package lint

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

// refusal enters an error that the server would refuse to start with: each fault
// in it is one finding.
func (r *Report) refusal(path string, err error) {
	r.Usable = false
	for _, fault := range flatten(err) {
		if f, ok := errors.AsType[*rdns.Fault](fault); ok {
			r.add(Error, RuleConfig, f.Pos, f.Err.Error())
			continue
		}
		pos, text := cutPosition(fault.Error())
		if pos.File == "" {
			pos = rdns.Position{File: path, Line: 1}
		}
		r.add(Error, RuleConfig, pos, text)
	}
}

// flatten takes joined errors apart.
func flatten(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, flatten(e)...)
		}
		return all
	}
	return []error{err}
}

var position = regexp.MustCompile(`(?s)^([^\n]+?):(\d+): (.*)$`)

// cutPosition takes the "file:line: " off the text of an error that has it.
func cutPosition(text string) (rdns.Position, string) {
	m := position.FindStringSubmatch(text)
	if m == nil {
		return rdns.Position{}, strings.TrimSpace(text)
	}
	line, err := strconv.Atoi(m[2])
	if err != nil {
		return rdns.Position{}, text
	}
	return rdns.Position{File: m[1], Line: line}, m[3]
}
