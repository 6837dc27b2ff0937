package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// duration reads a time such as 90m, 6h or 7d.
func (p *parser) duration(w word, lo, hi time.Duration, what string) time.Duration {
	d, err := time.ParseDuration(inHours(w.text))
	if err != nil || d < lo || d > hi {
		p.faults.add(w.pos, "%s %q: want a time from %s to %s, such as 90m, 6h or 2d", what, w.text, spell(lo), spell(hi))
		return 0
	}
	return d
}

// inHours writes whole days and weeks as hours, the longest unit that package
// time knows.
func inHours(s string) string {
	for unit, hours := range map[string]uint64{"d": 24, "w": 7 * 24} {
		number, ok := strings.CutSuffix(s, unit)
		if n, err := strconv.ParseUint(number, 10, 16); ok && err == nil {
			return strconv.FormatUint(n*hours, 10) + "h"
		}
	}
	return s
}

// spell writes d, a whole number of a unit, as an operator would.
func spell(d time.Duration) string {
	switch {
	case d%day == 0:
		return fmt.Sprintf("%dd", d/day)
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}
