package policy

// An edit is what makes one string of another: one character more, less or
// different, or two neighbours swapped.
type edit uint8

const (
	noEdit edit = iota
	substitution
	insertion // the candidate has one more
	omission  // the candidate has one less
	swap
)

// oneEdit returns how candidate differs from target if it does so by a single
// edit, and where. Of a doubled letter it says that the first was inserted.
func oneEdit(candidate, target string) (kind edit, at int) {
	for at < len(candidate) && at < len(target) && candidate[at] == target[at] {
		at++
	}
	switch c, t := candidate[at:], target[at:]; {
	case len(c) == len(t) && c == "":
		return noEdit, 0
	case len(c) == len(t) && c[1:] == t[1:]:
		return substitution, at
	case len(c) == len(t) && len(c) > 1 && c[0] == t[1] && c[1] == t[0] && c[2:] == t[2:]:
		return swap, at
	case len(c) == len(t)+1 && c[1:] == t:
		return insertion, at
	case len(c)+1 == len(t) && c == t[1:]:
		return omission, at
	}
	return noEdit, 0
}

// twoEdits tells whether the distance of a and b is exactly two edits (optimal
// string alignment). It is asked only of a pair that the index offers.
func twoEdits(a, b string) bool {
	if len(a) > maxLabel || len(b) > maxLabel {
		return false
	}
	var rows [3][maxLabel + 1]uint8
	for k := range len(b) + 1 {
		rows[0][k] = uint8(k)
	}
	for i := 1; i <= len(a); i++ {
		cur, prev, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		cur[0] = uint8(i)
		for k := 1; k <= len(b); k++ {
			cost := uint8(1)
			if a[i-1] == b[k-1] {
				cost = 0
			}
			cur[k] = min(prev[k]+1, cur[k-1]+1, prev[k-1]+cost)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				cur[k] = min(cur[k], before[k-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)] == 2
}
