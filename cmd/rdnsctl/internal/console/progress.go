package console

import (
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	barWidth = 30
	barEvery = 100 * time.Millisecond
)

// A Progress tells people how far a long work has come, in a line that it writes
// again and again. It is for one goroutine at a time. A nil Progress is silent.
type Progress struct {
	out         io.Writer
	now         func() time.Time
	begun, last time.Time
	done, total int
}

// NewProgress returns a Progress of so many steps, or nil when out is no terminal.
func NewProgress(out io.Writer, total int) *Progress {
	if !IsTerminal(out) {
		return nil
	}
	return newProgress(out, total, time.Now)
}

func newProgress(out io.Writer, total int, now func() time.Time) *Progress {
	return &Progress{out: out, now: now, total: total, begun: now()}
}

// Step tells that one more step is done.
func (p *Progress) Step() {
	if p == nil {
		return
	}
	p.done++
	if now := p.now(); now.Sub(p.last) >= barEvery {
		p.last = now
		p.draw(now.Sub(p.begun))
	}
}

func (p *Progress) draw(spent time.Duration) {
	filled := barWidth * p.done / max(p.total, 1)
	left := spent * time.Duration(p.total-p.done) / time.Duration(max(p.done, 1))
	bar := strings.Repeat("=", filled) + strings.Repeat(" ", barWidth-filled)
	_, _ = fmt.Fprintf(p.out, "\r[%s] %d/%d, %s left \x1b[K", bar, p.done, p.total, left.Round(time.Second)) // it is only a help
}

// End removes the line.
func (p *Progress) End() {
	if p != nil {
		_, _ = fmt.Fprint(p.out, "\r\x1b[K")
	}
}
