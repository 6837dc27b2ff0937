package source

import "fmt"

// parseSeconds reads a TTL of digits only.
func parseSeconds(word string) (uint32, error) {
	var n uint32
	for i := range len(word) {
		d := word[i] - '0'
		if d > 9 || n > maxTTL {
			return 0, errTTL(word)
		}
		n = 10*n + uint32(d)
	}
	if !isTTL(n) {
		return 0, errTTL(word)
	}
	return n, nil
}

func errTTL(word string) error {
	return fmt.Errorf("ttl %s: want seconds from 1 to %d", quote(word), maxTTL)
}

// parseTTL reads seconds, or numbers with the units w, d, h, m and s: 1h30m.
func parseTTL(word string) (ttl uint32, ok bool) {
	var sum, n uint64
	digits := false
	for i := range len(word) {
		c := lower(word[i])
		if isDigit(c) {
			n, digits = 10*n+uint64(c-'0'), true
		} else {
			unit := seconds(c)
			if !digits || unit == 0 {
				return 0, false
			}
			sum, n, digits = sum+n*unit, 0, false
		}
		if sum+n > 1<<31-1 { // RFC 2181, 8
			return 0, false
		}
	}
	return uint32(sum + n), word != "" // less than 1<<31
}

// isTTL tells whether we serve records with that TTL.
func isTTL(ttl uint32) bool { return 0 < ttl && ttl <= maxTTL }

func seconds(unit byte) uint64 {
	switch unit {
	case 's':
		return 1
	case 'm':
		return 60
	case 'h':
		return 60 * 60
	case 'd':
		return 24 * 60 * 60
	case 'w':
		return 7 * 24 * 60 * 60
	}
	return 0
}

func errTime(what, word string) error {
	return fmt.Errorf("%s %s: want a time from 1 to %d seconds, such as 3600 or 1h", what, quote(word), maxTTL)
}
