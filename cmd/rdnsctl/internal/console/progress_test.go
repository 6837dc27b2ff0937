package console

import (
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	var b strings.Builder
	now := time.Unix(1000, 0)
	p := newProgress(&b, 4, func() time.Time { return now })
	p.Step()
	p.Step() // too soon to be drawn
	now = now.Add(3 * time.Second)
	p.Step()
	p.End()
	want := "\r[=======                       ] 1/4, 0s left \x1b[K" +
		"\r[======================        ] 3/4, 1s left \x1b[K" + "\r\x1b[K"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
	silent := NewProgress(&b, 4)
	silent.Step()
	silent.End()
	if b.String() != want {
		t.Error("it speaks to what is no terminal")
	}
}
