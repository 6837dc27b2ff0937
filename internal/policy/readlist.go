package policy

import (
	"errors"
	"fmt"
	"strings"
)

// ReadKnown reads a list of names that are never taken for look-alikes: one
// domain a line, or a rank, a comma and a domain, as in the list of Tranco. Text
// from "#" on is a comment. International names are converted.
//
// The error lists the first bad lines by their numbers; the good ones are
// returned all the same.
func ReadKnown(text string) ([]string, error) {
	var list []string
	err := entries(text, maxKnown, func(entry string) error {
		if rank, name, ok := strings.Cut(entry, ","); ok && every(rank, digit) {
			entry = strings.TrimSpace(name)
		}
		name, err := knownName(entry)
		if err == nil {
			list = append(list, name)
		}
		return err
	})
	return list, err
}

// knownName returns an entry in the form that names are compared in. It need be
// no host name: public lists have names of all kinds, and what is none harms
// nobody here.
func knownName(entry string) (string, error) {
	name := entry
	if !ascii(entry) {
		a, err := ToASCII(entry)
		if err != nil {
			return "", err
		}
		name = a
	}
	name = normal(name)
	if strings.Contains("."+name+".", "..") || len(name) > maxName || !every(name, nameOctet) {
		return "", fmt.Errorf("domain %s: want one domain a line", quote(entry))
	}
	return name, nil
}

// nameOctet tells whether c is one of those that names in lists have.
func nameOctet(c byte) bool { k := classOf(c); return k == hostOctet || k == underscore }

// ReadProtected reads a list of protected domains: one a line, with its kind,
// or without one if it is to be guessed. Text from "#" on is a comment.
//
// The error lists the first bad lines by their numbers; the good ones are
// returned all the same.
func ReadProtected(text string) ([]Protected, error) {
	var list []Protected
	err := entries(text, maxProtected, func(entry string) error {
		p, err := readProtected(strings.Fields(entry))
		if err == nil {
			list = append(list, p)
		}
		return err
	})
	return list, err
}

func readProtected(f []string) (p Protected, err error) {
	p.Domain = f[0]
	if _, err := newBrand(p); err != nil {
		return p, err
	}
	if len(f) > 2 {
		return p, fmt.Errorf("protected domain %s: want a domain and a kind, not %s", quote(f[0]), quote(f[2]))
	}
	if len(f) == 2 {
		p.Kind, err = ParseKind(f[1])
	}
	return p, err
}

// entries calls read with each line of a list that has more than a comment, up
// to a number of them, and returns what is wrong.
func entries(text string, most int, read func(entry string) error) error {
	var faults lineFaults
	text = strings.TrimPrefix(text, "\ufeff") // the mark that some editors put first
	line, n := 0, 0
	for l := range strings.Lines(text) {
		line++
		l, _, _ = strings.Cut(l, "#")
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if n++; n > most {
			faults.add(line, fmt.Errorf("more than %d entries; shorten the list", most))
			break
		}
		faults.add(line, read(l))
	}
	return faults.err()
}

// lineFaults collects what is wrong with the lines of a list: the first of them,
// and the number of the others.
type lineFaults struct {
	errs []error
	more int
}

// add keeps the fault of a line; nil is none.
func (f *lineFaults) add(line int, err error) {
	switch {
	case err == nil:
	case len(f.errs) == maxFaults:
		f.more++
	default:
		f.errs = append(f.errs, fmt.Errorf("line %d: %w", line, err))
	}
}

// err returns all faults, one a line.
func (f *lineFaults) err() error {
	if f.more > 0 {
		return errors.Join(append(f.errs, fmt.Errorf("and %d more lines", f.more))...)
	}
	return errors.Join(f.errs...)
}
