package config

import "github.com/rdnsmgr/rdnsmgr/internal/rdns"

// readTree puts words into lines with blocks below them. What is wrong with the
// braces is reported, and read as it was surely meant.
func readTree(words []word, faults *faults) []line {
	m := mender{faults: faults, words: words}
	m.mend()
	b := builder{words: m.out, faults: faults, silent: m.glued}
	return b.lines(nil)
}

// A builder reads a tree from words that have their braces to themselves.
type builder struct {
	words  []word // those that are left
	last   word   // the one before them
	faults *faults
	silent bool // a glued brace was reported, which upsets all that follow
}

func (b *builder) fault(pos rdns.Position, format string, args ...any) {
	if !b.silent {
		b.faults.add(pos, format, args...)
	}
}

func (b *builder) take() word {
	b.last, b.words = b.words[0], b.words[1:]
	return b.last
}

// peek returns the next word, if there is one.
func (b *builder) peek() (w word, ok bool) {
	if len(b.words) == 0 {
		return word{}, false
	}
	return b.words[0], true
}

// peekSame returns the next word if it stands on the line of the last.
func (b *builder) peekSame() (w word, ok bool) {
	w, ok = b.peek()
	return w, ok && b.last.before(w)
}

// lines reads lines up to the brace that closes the one at open, or to the end
// if open is nil.
func (b *builder) lines(open *word) []line {
	var lines []line
	for {
		w, ok := b.peek()
		switch {
		case !ok:
			b.end(open)
			return lines
		case w.closes() && open != nil:
			b.close()
			return lines
		case w.closes():
			b.take()
			b.fault(w.pos, "} closes nothing: remove it")
		case w.opens():
			lines = b.stray(lines)
		default:
			lines = append(lines, b.line())
			b.checkEnd()
		}
	}
}

// end ends a block whose brace is missing.
func (b *builder) end(open *word) {
	if open != nil {
		b.fault(open.pos, "{ is never closed: write a line with } behind the last line of the block")
	}
}

// close takes a closing brace.
func (b *builder) close() {
	b.take()
	if w, ok := b.peekSame(); ok {
		b.fault(w.pos, "%q stands behind }: write it on the next line", w.text)
	}
}

// stray reads a block whose brace begins a line: that of the line before.
func (b *builder) stray(lines []line) []line {
	w := b.take()
	b.fault(w.pos, "{ begins a line: write it at the end of the line before")
	block := b.block(w)
	if n := len(lines); n > 0 && !lines[n-1].braces {
		lines[n-1].braces, lines[n-1].block = true, block
	}
	return lines
}

// checkEnd reports a line of a block that ends in the block's brace.
func (b *builder) checkEnd() {
	if w, ok := b.peekSame(); ok && w.closes() && !b.last.closes() {
		b.fault(w.pos, "} stands behind a property: write it on the next line")
	}
}

// line reads the words of a line and the block that they open.
func (b *builder) line() line {
	l := line{words: []word{b.take()}}
	for {
		w, ok := b.peekSame()
		switch {
		case !ok || w.closes():
			return l
		case w.opens():
			l.braces, l.block = true, b.block(b.take())
			return l
		}
		l.words = append(l.words, b.take())
	}
}

// block reads what follows the brace at open: lines of their own, or one
// property on the same line.
func (b *builder) block(open word) []line {
	w, ok := b.peekSame()
	if !ok || w.closes() || w.opens() {
		return b.lines(&open)
	}
	l := b.line()
	l.inline = true
	if w, ok := b.peekSame(); ok && w.closes() {
		b.close()
		return []line{l}
	}
	b.fault(open.pos, "%q stands behind {: write it on the next line, or close the block on this line", w.text)
	return append([]line{l}, b.lines(&open)...)
}
