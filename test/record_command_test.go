package test

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rdnsmgr/rdnsmgr/internal/confirm"
	"github.com/rdnsmgr/rdnsmgr/internal/state"
)

// What the server remembers of a name is written in scripts as
//
//	192.0.2.25 mail.example.org active matched since=-48h match=-1h due=0s
//
// with times from now on. So a script begins a moment before something happens
// that takes a day.

// seed writes the lines of a file into a state directory that no server has: as
// if one had run there, which knew these names and no others.
func seed(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 2, "seed DIRECTORY FILE")
	ts.Check(writeRecords(ts.MkAbs(args[0]), ts.ReadFile(args[1]), time.Now()))
}

// censusTaken is how the server notes that names which it does not know are new.
var censusTaken = state.Entry{Value: []byte{1}}

func writeRecords(path, text string, now time.Time) error {
	entries := []state.Entry{censusTaken}
	for row := range strings.Lines(text) {
		words := strings.Fields(row)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		m, rest, err := parseMapping(words)
		if err != nil {
			return fmt.Errorf("%q: %w", row, err)
		}
		r, err := parseRecord(rest, now)
		if err != nil {
			return fmt.Errorf("%q: %w", row, err)
		}
		entries = append(entries, state.Entry{Key: m.Key(), Value: r.Append(nil)})
	}
	return appendVerdicts(path, entries)
}

func appendVerdicts(path string, entries []state.Entry) error {
	dir, err := state.Open(path)
	if err != nil {
		return err
	}
	verdicts, err := dir.OpenVerdicts()
	if err != nil {
		return err
	}
	return errors.Join(verdicts.Append(entries), verdicts.Close())
}

// recorded prints what a state directory has of a name, while a server runs too.
func recorded(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg, recordedUsage)
	text, err := readRecord(ts, args)
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

const recordedUsage = "recorded DIRECTORY ADDRESS NAME [owner=NAME]"

func readRecord(ts *testscript.TestScript, args []string) (string, error) {
	want(ts, len(args) == 3 || len(args) == 4, recordedUsage)
	m, _, err := parseMapping(args[1:])
	if err != nil {
		return "", err
	}
	r, err := findRecord(ts.MkAbs(args[0]), m)
	if err != nil || r.Status == confirm.NoStatus {
		return "unknown\n", err
	}
	return showRecord(r), nil
}

// findRecord returns what a state directory has of a mapping, the zero Record if
// nothing.
func findRecord(path string, m confirm.Mapping) (confirm.Record, error) {
	dir, err := state.Open(path)
	if err != nil {
		return confirm.Record{}, err
	}
	var value []byte
	err = dir.LoadVerdicts(func(e state.Entry) {
		if e.Key == m.Key() {
			value = slices.Clone(e.Value)
		}
	})
	if err != nil || len(value) == 0 {
		return confirm.Record{}, err
	}
	return confirm.ParseRecord(value)
}

// parseMapping reads the address, the name and perhaps the owner, and returns
// what follows.
func parseMapping(words []string) (m confirm.Mapping, rest []string, err error) {
	if len(words) < 2 {
		return m, nil, fmt.Errorf("want an address and a name")
	}
	if m.Addr, err = netip.ParseAddr(words[0]); err != nil {
		return m, nil, err
	}
	m.Name, rest = strings.TrimSuffix(words[1], ".")+".", words[2:]
	if len(rest) > 0 {
		if owner, ok := strings.CutPrefix(rest[0], "owner="); ok {
			m.Owner, rest = owner, rest[1:]
		}
	}
	return m, rest, nil
}

// parseRecord reads the words behind a mapping.
func parseRecord(words []string, now time.Time) (confirm.Record, error) {
	var r confirm.Record
	for _, word := range words {
		if err := setField(&r, word, now); err != nil {
			return r, fmt.Errorf("%q: %w", word, err)
		}
	}
	if r.Status == confirm.NoStatus {
		return r, fmt.Errorf("want pending, active or suspended")
	}
	return r, nil
}

func setField(r *confirm.Record, word string, now time.Time) error {
	for _, status := range []confirm.Status{confirm.Pending, confirm.Active, confirm.Suspended} {
		if word == status.String() {
			r.Status = status
			return nil
		}
	}
	name, value, _ := strings.Cut(word, "=")
	if flag := flags(r)[name]; flag != nil {
		*flag = true
		return nil
	}
	if counter := counters(r)[name]; counter != nil {
		n, err := strconv.ParseUint(value, 10, 8)
		*counter = uint8(n)
		return err
	}
	at := times(r)[name]
	if at == nil {
		return fmt.Errorf("no such word")
	}
	d, err := time.ParseDuration(value)
	*at = uint32(min(now.Add(d).Unix(), math.MaxUint32))
	return err
}

func flags(r *confirm.Record) map[string]*bool {
	return map[string]*bool{"adopted": &r.Adopted, "matched": &r.Matched, "held": &r.Held}
}

func counters(r *confirm.Record) map[string]*uint8 {
	return map[string]*uint8{"failures": &r.Failures, "errors": &r.Errors}
}

func times(r *confirm.Record) map[string]*uint32 {
	return map[string]*uint32{
		"since": &r.Since, "first": &r.FirstFailure, "last": &r.LastFailure, "match": &r.LastMatch,
		"until": &r.Until, "due": &r.Due, "gone": &r.Gone,
	}
}

// showRecord writes a Record in the words of seed, with the times as they are.
func showRecord(r confirm.Record) string {
	var b strings.Builder
	b.WriteString(r.Status.String())
	for _, name := range []string{"adopted", "matched", "held"} {
		if *flags(&r)[name] {
			b.WriteString(" " + name)
		}
	}
	fmt.Fprintf(&b, " failures=%d errors=%d found=%s outcome=%s", r.Failures, r.Errors, r.Last, r.Outcome)
	for _, name := range []string{"since", "first", "last", "match", "until", "due", "gone"} {
		if at := *times(&r)[name]; at != 0 {
			fmt.Fprintf(&b, " %s=%d", name, at)
		}
	}
	return b.String() + "\n"
}
