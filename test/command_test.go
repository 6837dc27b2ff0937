package test

import (
	"crypto/tls"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what scripts can say beside the commands of testscript:
//
//	serve COREFILE          starts the server, with {$PORT}, {$TLSPORT} and {$HTTPPORT} free
//	refuse COREFILE         starts the server, which must refuse; stderr has its words
//	reload                  has it read the Corefile again; ! reload when it must refuse
//	shutdown, kill9         ends it in an orderly way, or not
//	query ...               asks and prints the whole answer; see queryUsage
//	session FILE            runs the lines "$ query ..." of FILE and prints them with their
//	                        answers, so that "cmp stdout FILE" compares all of them
//	await REGEXP COMMAND... repeats query, fetch, recorded or control until what it prints matches
//	fetch PATH              gets http://127.0.0.1:$HTTPPORT/PATH and prints it
//	log [-env NAME] REGEXP  waits for a line since serve or reload; keeps its group as $NAME
//	metric REGEXP           waits for a line of the metrics
//	edit FILE OLD NEW       replaces text in a file, which is written in place
//	later FILE FILE         compares the serials of two SOA answers (RFC 1982)
//
// and for forward confirmation:
//
//	resolver NAME FILE      starts a resolver at {$NAME}, which is $NAME in the script; see
//	                        upstream_lines_test.go for what it can be told to say
//	resolver NAME set ...   changes what it says: to a FILE, or the line of one name
//	resolver NAME stop      has it vanish; "start" brings it back
//	asked NAME REGEXP COUNT waits until it was asked like "mail.example.org. A udp"
//	seed DIRECTORY FILE     writes what is known of names into a state directory
//	recorded DIRECTORY ADDRESS NAME   prints what a state directory has of a name
//	control METHOD PATH ... asks at the operator's socket
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"serve":    serve,
	"refuse":   refuse,
	"reload":   reload,
	"shutdown": shutdown,
	"kill9":    kill9,
	"query":    ask,
	"session":  askSession,
	"await":    await,
	"fetch":    fetch,
	"log":      awaitLog,
	"metric":   metric,
	"edit":     edit,
	"later":    later,
	"resolver": scriptedResolver,
	"asked":    asked,
	"seed":     seed,
	"recorded": recorded,
	"control":  control,
}

// A session is what the commands of one script share.
type session struct {
	env       []string // of the script, to which each server adds its ports
	server    *server
	upstreams map[string]*upstream
	ours      atomic.Pointer[string] // see address
}

// address returns where the server answers, or will when it has started; ""
// before there was one.
func (s *session) address() string {
	if a := s.ours.Load(); a != nil {
		return *a
	}
	return ""
}

// starting takes note of the address of a server that is about to start.
func (s *session) starting(env []string) {
	address := "127.0.0.1:" + lookup(env, "PORT")
	s.ours.Store(&address)
}

type sessionKey struct{}

func sessionOf(ts *testscript.TestScript) *session {
	return ts.Value(sessionKey{}).(*session)
}

// running returns the server of the script.
func running(ts *testscript.TestScript) *server {
	s := sessionOf(ts)
	if s.server == nil {
		ts.Fatalf("no server runs")
	}
	return s.server
}

// want ends the script when a command was not used as it must be.
func want(ts *testscript.TestScript, ok bool, usage string) {
	if !ok {
		ts.Fatalf("usage: %s", usage)
	}
}

// cleanup ends the servers that the script left.
func (s *session) cleanup() {
	if s.server != nil {
		s.server.kill()
	}
	for _, u := range s.upstreams {
		u.stop()
	}
}

func serve(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "serve COREFILE")
	s := sessionOf(ts)
	if s.server != nil {
		ts.Fatalf("a server runs already")
	}
	server, env, err := startKnown(ts.MkAbs("."), args[0], s.env, s.starting, "PORT", "TLSPORT", "HTTPPORT")
	ts.Check(err)
	s.server = server
	for _, name := range []string{"PORT", "TLSPORT", "HTTPPORT"} {
		ts.Setenv(name, lookup(env, name))
	}
}

func refuse(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "refuse COREFILE")
	env, err := environment(sessionOf(ts).env, "PORT", "TLSPORT", "HTTPPORT")
	ts.Check(err)
	s, err := start(ts.MkAbs("."), args[0], env)
	if err == nil {
		s.kill()
		ts.Fatalf("the server starts with %s", args[0])
	}
	_, said, _ := strings.Cut(err.Error(), "it said:\n")
	if first, rest, ok := strings.Cut(said, "\n"); ok && strings.HasPrefix(first, "maxprocs:") {
		said = rest // about this machine
	}
	_, err = ts.Stderr().Write([]byte(said))
	ts.Check(err)
}

func reload(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 0, "[!] reload")
	err := running(ts).reload()
	switch {
	case !neg:
		ts.Check(err)
	case err == nil:
		ts.Fatalf("the reload succeeds")
	default:
		_, err = fmt.Fprintln(ts.Stderr(), err)
		ts.Check(err)
	}
}

func shutdown(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 0, "shutdown")
	ts.Check(running(ts).stop())
	sessionOf(ts).server = nil
}

func kill9(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 0, "kill9")
	running(ts).kill()
	sessionOf(ts).server = nil
}

func ask(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg, queryUsage)
	text, err := exchange(ts, args)
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

// exchange asks the server of the script and returns the answer in text.
func exchange(ts *testscript.TestScript, args []string) (string, error) {
	q, err := parseQuery(args)
	if err != nil {
		return "", err
	}
	address := "127.0.0.1:" + ts.Getenv("PORT")
	var config *tls.Config
	if q.network == "tcp-tls" {
		address = "127.0.0.1:" + ts.Getenv("TLSPORT")
		if config, err = trust(ts.Getenv("WORK")); err != nil {
			return "", err
		}
	}
	m, err := q.exchange(address, config)
	if err != nil {
		return "", err
	}
	return q.show(m), nil
}

func askSession(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "session FILE")
	var b strings.Builder
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		words := strings.Fields(line)
		if len(words) > 0 && words[0] == "#" {
			b.WriteString(line)
			continue
		}
		if len(words) < 3 || words[0] != "$" || words[1] != "query" {
			continue
		}
		text, err := exchange(ts, words[2:])
		if err != nil {
			ts.Fatalf("%s: %v", strings.TrimSpace(line), err)
		}
		b.WriteString(line + text)
	}
	_, err := ts.Stdout().Write([]byte(b.String()))
	ts.Check(err)
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	const usage = "await REGEXP query|fetch|recorded|control ARGUMENT..."
	want(ts, !neg && len(args) > 2, usage)
	repeat := map[string]func(*testscript.TestScript, []string) (string, error){
		"query": exchange, "fetch": get, "recorded": readRecord, "control": askSocket,
	}[args[1]]
	want(ts, repeat != nil, usage)
	re := compile(ts, args[0])
	var text string
	until(ts, "no answer like "+args[0], func() (done bool, err error) {
		text, err = repeat(ts, args[2:])
		return re.MatchString(text), err
	})
	_, err := ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

// until repeats what looks for an event that nothing tells. An error counts as
// not yet: CoreDNS moves its HTTP servers to new sockets during a reload.
func until(ts *testscript.TestScript, otherwise string, try func() (done bool, err error)) {
	deadline := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		done, err := try()
		if done && err == nil {
			return
		}
		select {
		case <-again.C:
		case <-running(ts).ended:
			ts.Fatalf("the server ended; it said:\n%s", running(ts).output)
		case <-deadline:
			ts.Fatalf("%s in %v (%v); the server said:\n%s", otherwise, patience, err, running(ts).output)
		}
	}
}

func compile(ts *testscript.TestScript, text string) *regexp.Regexp {
	re, err := regexp.Compile("(?m)" + text)
	ts.Check(err)
	return re
}

func awaitLog(ts *testscript.TestScript, neg bool, args []string) {
	const usage = "[!] log [-env NAME] REGEXP"
	var name string
	if len(args) == 3 && args[0] == "-env" {
		name, args = args[1], args[2:]
	}
	want(ts, len(args) == 1, usage)
	said := running(ts).output
	if neg {
		if match, _, _ := said.find(compile(ts, args[0])); match != nil {
			ts.Fatalf("the server said: %s", match[0])
		}
		return
	}
	match, err := said.await(compile(ts, args[0]))
	if err != nil {
		ts.Fatalf("%v; the server said:\n%s", err, said)
	}
	if name != "" {
		want(ts, len(match) == 2, usage+", with one group")
		ts.Setenv(name, match[1])
	}
}

func edit(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 3, "edit FILE OLD NEW")
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not have %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o600))
}

func later(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 2, "later FILE FILE")
	re := compile(ts, `IN SOA \S+ \S+ (\d+) `)
	var serials [2]uint32
	for i, file := range args {
		match := re.FindStringSubmatch(ts.ReadFile(file))
		want(ts, match != nil, "later FILE FILE, of answers with a SOA")
		_, err := fmt.Sscan(match[1], &serials[i])
		ts.Check(err)
	}
	if int32(serials[1]-serials[0]) <= 0 {
		ts.Fatalf("the serial %d is not behind %d", serials[1], serials[0])
	}
}
