package test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// A server is a running coredns, or another program that serves.
type server struct {
	cmd    *exec.Cmd
	output *output
	ended  chan struct{} // closed when the process has ended
	err    error         // of the process, once it has ended
}

var (
	started   = regexp.MustCompile(`(?m)^CoreDNS-`)
	inUse     = regexp.MustCompile(`address already in use`)
	reloading = regexp.MustCompile(`(?m)^\[INFO\] SIGUSR1: Reloading`)
	reloaded  = regexp.MustCompile(`(?m)^\[INFO\] Reloading complete|^\[ERROR\] SIGUSR1.*(?:\n[^\[].*)*`)
	broken    = regexp.MustCompile(`WARNING: DATA RACE|(?m)^panic:|^fatal error:|^\[PANIC\]`)
)

// start starts the server in a directory. It returns when the server listens,
// or has ended: then the error says why.
func start(dir, corefile string, env []string) (*server, error) {
	cmd := exec.Command(binary, "-conf", corefile)
	cmd.Dir, cmd.Env = dir, env
	return launch(cmd, started)
}

// launch starts a program that writes a line like ready when it serves.
func launch(cmd *exec.Cmd, ready *regexp.Regexp) (*server, error) {
	s := &server{cmd: cmd, output: newOutput(), ended: make(chan struct{})}
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	s.cmd.WaitDelay = patience
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		s.err = s.cmd.Wait()
		s.output.end()
		close(s.ended)
	}()
	if _, err := s.output.await(ready); err != nil {
		s.kill()
		return nil, fmt.Errorf("starting %q: %w; it said:\n%s", cmd.Args, err, s.output)
	}
	return s, nil
}

// environment returns env with a free port for each of the names.
func environment(env []string, names ...string) ([]string, error) {
	for _, name := range names {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		env = append(env, fmt.Sprintf("%s=%d", name, port))
	}
	return env, nil
}

// startAnywhere starts the server with a free port for each of the names, the
// first of which it answers at, and again with others when one was taken in
// between.
func startAnywhere(dir, corefile string, env []string, names ...string) (*server, []string, error) {
	return startKnown(dir, corefile, env, func([]string) {}, names...)
}

// startKnown is startAnywhere for a server that others ask from its first moment
// on: starting is called with its environment before each try.
func startKnown(dir, corefile string, env []string, starting func(env []string), names ...string) (*server, []string, error) {
	for tries := 0; ; tries++ {
		all, err := environment(env, names...)
		if err != nil {
			return nil, nil, err
		}
		starting(all)
		s, err := start(dir, corefile, all)
		if err == nil {
			return s, all, s.answers(lookup(all, names[0]))
		}
		if tries == 5 || !inUse.MatchString(err.Error()) {
			return nil, nil, err
		}
	}
}

// answers waits for an answer of any kind. The server listens by now, but only
// one that has answered is sure to take signals as well.
func (s *server) answers(port string) error {
	q, err := parseQuery([]string{".", "NS"})
	if err == nil {
		_, err = q.exchange("127.0.0.1:"+port, nil)
	}
	if err != nil {
		s.kill()
	}
	return err
}

// lookup returns the last value of a variable in an environment.
func lookup(env []string, name string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(env[i], name+"="); ok {
			return value
		}
	}
	return ""
}

// reload has the server read its Corefile again, and returns when it has, or
// with what it says against that.
func (s *server) reload() error {
	s.output.fromHere()
	if err := s.signalReload(); err != nil {
		return err
	}
	said, err := s.output.await(reloaded)
	if err != nil {
		return err
	}
	if strings.HasPrefix(said[0], "[ERROR]") {
		return errors.New(said[0])
	}
	return nil
}

// signalReload sends the signal until the server has got it. A server that has just
// been started may answer before it listens to signals, on a machine that is busy.
func (s *server) signalReload() error {
	const tries, patience = 12, 10 * time.Second
	for range tries {
		if err := s.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
			return err
		}
		if _, err := s.output.awaitFor(reloading, patience); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the server does not listen to SIGUSR1: it said\n%s", s.output)
}

// noticed waits until the server has read its Corefile again by itself.
func (s *server) noticed() error {
	_, err := s.output.await(reloaded)
	s.output.fromHere()
	return err
}

// stop ends the server as an operator does, and reports whether it was sound
// until the end.
func (s *server) stop() error {
	select {
	case <-s.ended:
		return fmt.Errorf("the server has ended already: %w", s.err)
	default:
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.kill()
		return fmt.Errorf("the server does not end; it said:\n%s", s.output)
	}
	if s.err != nil {
		return fmt.Errorf("the server: %w; it said:\n%s", s.err, s.output)
	}
	if broken.MatchString(s.output.String()) {
		return fmt.Errorf("the server is broken; it said:\n%s", s.output)
	}
	return nil
}

// kill ends the server without a warning, as a power failure does.
func (s *server) kill() {
	_ = s.cmd.Process.Signal(os.Kill) // it may have ended by itself
	<-s.ended
}
