package test

import (
	"crypto/tls"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

const resolverUsage = "resolver [-tls] NAME FILE, or resolver NAME set FILE|NAME WORD..., or resolver NAME stop|start"

// scriptedResolver starts an upstream, or changes one that runs. Corefiles name
// it {$NAME}.
func scriptedResolver(ts *testscript.TestScript, neg bool, args []string) {
	overTLS := len(args) > 0 && args[0] == "-tls"
	if overTLS {
		args = args[1:]
	}
	want(ts, !neg && len(args) > 1, resolverUsage)
	s := sessionOf(ts)
	u := s.upstreams[args[0]]
	switch {
	case u == nil:
		want(ts, len(args) == 2, resolverUsage)
		ts.Check(s.addUpstream(ts, args[0], ts.ReadFile(args[1]), overTLS))
	case args[1] == "set" && len(args) == 3:
		lines, err := parseLines(ts.ReadFile(args[2]))
		ts.Check(err)
		u.set(lines, true)
	case args[1] == "set" && len(args) > 3:
		name, l, err := parseLine(args[2:])
		ts.Check(err)
		u.set(map[string]*line{name: l}, false)
	case args[1] == "stop":
		u.stop()
	case args[1] == "start":
		ts.Check(u.start())
	default:
		want(ts, false, resolverUsage)
	}
}

func (s *session) addUpstream(ts *testscript.TestScript, name, script string, overTLS bool) error {
	lines, err := parseLines(script)
	if err != nil {
		return err
	}
	var config *tls.Config
	scheme := ""
	if overTLS {
		if config, err = s.certificate(ts.Getenv("WORK")); err != nil {
			return err
		}
		scheme = "tls://"
	}
	u, err := newUpstream(lines, config, s.address)
	if err != nil {
		return err
	}
	s.upstreams[name] = u
	ts.Setenv(name, scheme+u.address)
	s.env = append(s.env, name+"="+scheme+u.address)
	return u.start()
}

// certificate returns what a server of DNS over TLS needs, and has the server
// under test trust it.
func (s *session) certificate(dir string) (*tls.Config, error) {
	own := filepath.Join(dir, "cert.pem")
	pair, err := tls.LoadX509KeyPair(own, filepath.Join(dir, "key.pem"))
	s.env = append(s.env, "SSL_CERT_FILE="+own)
	return &tls.Config{Certificates: []tls.Certificate{pair}}, err
}

// asked waits until a resolver was asked often enough, and sees to it that it
// was not asked too often.
func asked(ts *testscript.TestScript, neg bool, args []string) {
	const usage = "asked NAME REGEXP COUNT|FROM-|FROM-TO"
	want(ts, !neg && len(args) == 3, usage)
	u := sessionOf(ts).upstreams[args[0]]
	want(ts, u != nil, usage+", of a resolver")
	least, most, err := parseRange(args[2])
	ts.Check(err)
	re := compile(ts, args[1])
	var found int
	until(ts, "not asked "+args[1], func() (done bool, err error) {
		found = len(re.FindAllString(strings.Join(u.questions(), "\n"), -1))
		return found >= least, nil
	})
	if found > most {
		ts.Fatalf("%s was asked %d times %s, want %s:\n%s", args[0], found, args[1], args[2], strings.Join(u.questions(), "\n"))
	}
}

// parseRange reads "3", "3-" or "3-5".
func parseRange(text string) (least, most int, err error) {
	from, to, isRange := strings.Cut(text, "-")
	if least, err = strconv.Atoi(from); err != nil {
		return 0, 0, fmt.Errorf("count %q: %w", text, err)
	}
	switch {
	case !isRange:
		most = least
	case to == "":
		most = math.MaxInt
	default:
		most, err = strconv.Atoi(to)
	}
	return least, most, err
}
