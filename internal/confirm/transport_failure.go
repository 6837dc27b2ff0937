package confirm

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A failure is a try that brought no message from which anything follows. It is
// never evidence.
type failure struct {
	outcome Outcome
	stream  bool // TCP may mend it
	folded  bool // the question came back in letters of another case
	reason  string
}

func (f *failure) Error() string { return f.reason }

// fail returns a failure that another try would only repeat.
func fail(o Outcome, format string, args ...any) error {
	return &failure{outcome: o, reason: fmt.Sprintf(format, args...)}
}

// unsure returns a failure that TCP may mend.
func unsure(o Outcome, format string, args ...any) error {
	return &failure{outcome: o, stream: true, reason: fmt.Sprintf(format, args...)}
}

// unmatched returns the failure of a try that got only messages that do not
// answer it. Somebody may be guessing, which does not help him with TCP.
func unmatched(strays int) error {
	return unsure(Timeout, "%d messages that do not match the question, and none that does", strays)
}

// mendable returns the failure in err if TCP may mend it, or else nil.
func mendable(err error) *failure {
	if f, ok := errors.AsType[*failure](err); ok && f.stream {
		return f
	}
	return nil
}

// then returns the failure of TCP, which was to mend f.
func (f *failure) then(err error) error {
	if worse, ok := errors.AsType[*failure](err); ok {
		return fail(worse.outcome, "%s; then over TCP: %s", f.reason, worse.reason)
	}
	return fail(f.outcome, "%s; then over TCP: %s; check that the resolver can be reached over TCP", f.reason, plain(err))
}

// noEvidence returns the reply that err amounts to. An error that is no failure
// comes from the network: nobody answered.
func noEvidence(err error) Reply {
	r := Reply{Outcome: Timeout, Detail: printable(plain(err))}
	if f, ok := errors.AsType[*failure](err); ok {
		r.Outcome = f.outcome
	}
	return r
}

// isTimeout reports whether err says that nothing came in time.
func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

// plain returns what err says, without the addresses and ports that the net
// package puts in front: the resolver is known, and the rest differs each time.
func plain(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	return err.Error()
}

// printable returns text in a form that is safe in a log line, and only its
// beginning if it is long. It may hold what servers sent: the text of extended
// errors, names in certificates.
func printable(text string) string {
	if len(text) > maxDetail {
		end := maxDetail
		for end > maxDetail-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "..."
	}
	quoted := strconv.QuoteToASCII(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
