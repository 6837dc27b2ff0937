package policy

// splitName reports names in which a dot divides a protected core, as in
// pay.pal.com: two or three labels up to the suffix that make the core when they
// are put together.
func (j *judge) splitName() {
	s := &j.s
	if s.icann < 2 {
		return
	}
	var text, buf [3 * maxLabel]byte
	for first := s.icann - 2; first >= max(0, s.icann-3); first-- {
		joined := text[:0]
		for i := first; i < s.icann; i++ {
			if l := s.plain(i); len(l) <= maxLabel {
				joined = append(joined, l...)
			}
		}
		if len(joined) > j.p.brands.longest+2 {
			return
		}
		for _, k := range j.p.brands.byLook[string(appendLook(buf[:0], string(joined)))] {
			b := &j.p.brands.brands[k]
			if b.kind != Short && len(b.core) >= splitCore && s.from(s.icann) == b.suffix && string(joined) == b.core {
				j.report(SplitName, b)
			}
		}
	}
}

// bareBrand reports a protected core as a label of its own below another domain,
// or with a word such as login beside it. That may well be honest: integrations
// are named so.
func (j *judge) bareBrand() {
	s := &j.s
	var buf [maxLabel]byte
	for i := range s.private - 1 {
		label := s.plain(i)
		if len(label) > maxLabel {
			continue
		}
		l := appendLook(buf[:0], label)
		for _, k := range j.p.brands.byLook[string(l)] {
			if b := &j.p.brands.brands[k]; b.kind == Distinct && b.core == label && !b.zone {
				j.report(BareBrand, b)
			}
		}
		if b := j.combined(label, l); b != nil && !b.zone {
			j.report(BareBrand, b)
		}
	}
}
