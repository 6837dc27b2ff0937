package rdns

import (
	"errors"
	"fmt"
	"strconv"
)

// A Position is a place in a file that a person wrote.
type Position struct {
	File string
	Line int // counted from 1
}

// String returns "file:line", the form that editors jump to.
func (p Position) String() string { return p.File + ":" + strconv.Itoa(p.Line) }

// Errorf returns an error that begins with the position. The rest says what is
// wrong and what to write instead.
func (p Position) Errorf(format string, args ...any) error {
	return &Fault{Pos: p, Err: fmt.Errorf(format, args...)}
}

// A Fault is an error at a place in a file.
type Fault struct {
	Pos Position
	Err error
}

func (f *Fault) Error() string { return f.Pos.String() + ": " + f.Err.Error() }
func (f *Fault) Unwrap() error { return f.Err }

// Faults collects everything that is wrong, so that it is reported in one go.
// The zero value is ready to use.
type Faults struct{ errs []error }

// Add keeps err; nil is ignored.
func (f *Faults) Add(err error) {
	if err != nil {
		f.errs = append(f.errs, err)
	}
}

// Addf keeps a fault at pos.
func (f *Faults) Addf(pos Position, format string, args ...any) {
	f.Add(pos.Errorf(format, args...))
}

// Err returns all faults, one a line, or nil when there are none.
func (f *Faults) Err() error { return errors.Join(f.errs...) }
