package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A postOffice is a jail with our server, Unbound as the resolver of all others,
// and a mail server.
type postOffice struct {
	t       *testing.T
	jail    *jail
	server  *server
	ours    string // the port of the server
	metrics string // the page of the server
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	unbound := need(t, "unbound")
	p := &postOffice{t: t, jail: newJail(t)}
	p.check(writeClients(p.jail.dir))
	if tree := os.Getenv("RDNSMGR_MAIL"); tree != "" {
		p.check(p.jail.install(tree))
	}
	p.check(p.jail.replace("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:2\n"))
	p.check(p.jail.replace("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: dns\n"))
	p.check(p.jail.replace("/etc/passwd", accounts("/etc/passwd", "Debian-exim:x:1:1::/:/usr/sbin/nologin")))
	p.check(p.jail.replace("/etc/group", accounts("/etc/group", "Debian-exim:x:1:")))
	upstream := p.startWorld()
	p.startUnbound(unbound, upstream)
	p.startServer()
	return p
}

func (p *postOffice) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// accounts returns a list of users or groups with one more, as a package's
// installation would add it.
func accounts(path, more string) string {
	data, _ := os.ReadFile(path) // a machine without it has no users
	return string(data) + more + "\n"
}

// startWorld starts the resolver that knows everybody's names.
func (p *postOffice) startWorld() *upstream {
	p.t.Helper()
	lines, err := parseLines(clientsScript())
	p.check(err)
	u, err := newUpstream(lines, nil, func() string { return "" })
	p.check(err)
	p.jail.do(func() { err = u.start() })
	p.check(err)
	p.t.Cleanup(u.stop)
	return u
}

// startUnbound starts the resolver of the jail.
func (p *postOffice) startUnbound(program string, u *upstream) {
	p.t.Helper()
	port, err := freePort()
	p.check(err)
	p.ours = fmt.Sprint(port)
	p.check(writeFile(p.jail.dir, "root.hints", rootHints))
	p.check(writeFile(p.jail.dir, "unbound.conf", unboundConfig(p.ours, "53")+unboundForwards(u)))
	cmd := exec.Command(program, "-d", "-c", "unbound.conf")
	cmd.Dir = p.jail.dir
	p.launch(cmd, regexp.MustCompile("start of service"))
}

func (p *postOffice) startServer() {
	p.t.Helper()
	env, err := environment(append(os.Environ(), "PORT="+p.ours, "R=127.0.0.1"), "HTTPPORT")
	p.check(err)
	p.metrics = "http://127.0.0.1:" + lookup(env, "HTTPPORT") + "/metrics"
	cmd := exec.Command(binary, "-conf", "Corefile")
	cmd.Dir, cmd.Env = p.jail.dir, env
	p.server = p.launch(cmd, started)
}

// launch starts a program in the jail, for as long as the test runs.
func (p *postOffice) launch(cmd *exec.Cmd, ready *regexp.Regexp) *server {
	p.t.Helper()
	var s *server
	var err error
	p.jail.do(func() { s, err = launch(cmd, ready) })
	p.check(err)
	p.t.Cleanup(s.kill)
	return s
}

const postfixMain = `compatibility_level = 3.6
maillog_file = /dev/stdout
queue_directory = @/postfix/queue
data_directory = @/postfix/data
mail_owner = daemon
setgid_group = mail
myhostname = mx.host.example
mydestination = host.example
mynetworks =
local_recipient_maps =
alias_maps =
alias_database =
smtpd_client_restrictions = reject_unknown_client_hostname
smtpd_relay_restrictions = reject_unauth_destination
unknown_client_reject_code = 550
smtpd_error_sleep_time = 0
in_flow_delay = 0
`

const postfixMaster = `2525 inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`

// newPostfix makes its files and returns what starts it.
func (p *postOffice) newPostfix(t *testing.T) *exec.Cmd {
	t.Helper()
	master := mailProgram(t, "/usr/lib/postfix/sbin/master")
	dir := filepath.Join(p.jail.dir, "postfix")
	p.makeDirs(dir, "queue/pid", "queue/public", "queue/private", "queue/incoming", "data")
	p.check(writeFile(dir, "main.cf", strings.ReplaceAll(postfixMain, "@", p.jail.dir)))
	p.check(writeFile(dir, "master.cf", postfixMaster))
	p.check(os.Chmod(filepath.Join(dir, "main.cf"), 0o644))   //nolint:gosec // for its own users
	p.check(os.Chmod(filepath.Join(dir, "master.cf"), 0o644)) //nolint:gosec // for its own users
	return exec.Command(master, "-c", dir, "-s")
}

const eximConfig = `primary_hostname = mx.host.example
spool_directory = @/exim
log_file_path = @/exim/%slog
pid_file_path =
daemon_smtp_ports = 2526
host_lookup = *
keep_environment =
tls_advertise_hosts =
dns_retrans = 1s
dns_retry = 2
acl_smtp_rcpt = check
begin acl
check:
  require verify = reverse_host_lookup
  accept
`

// newExim makes its files and returns what starts it.
func (p *postOffice) newExim(t *testing.T) *exec.Cmd {
	t.Helper()
	exim := mailProgram(t, "/usr/sbin/exim4")
	p.makeDirs(p.jail.dir, "exim")
	p.check(writeFile(p.jail.dir, "exim.conf", strings.ReplaceAll(eximConfig, "@", p.jail.dir)))
	p.check(os.Chmod(filepath.Join(p.jail.dir, "exim.conf"), 0o644)) //nolint:gosec // for its own users
	return exec.Command(exim, "-C", filepath.Join(p.jail.dir, "exim.conf"), "-bdf")
}

// makeDirs makes directories that every user may write to.
func (p *postOffice) makeDirs(dir string, names ...string) {
	p.t.Helper()
	for _, name := range names {
		p.check(os.MkdirAll(filepath.Join(dir, name), 0o755)) //nolint:gosec // for their own users
		p.check(os.Chmod(filepath.Join(dir, name), 0o777))    //nolint:gosec // for their own users
	}
}

// open starts a mail server and waits until it greets a client whose name needs
// no resolver but ours.
func (p *postOffice) open(t *testing.T, cmd *exec.Cmd, port int) {
	t.Helper()
	cmd.Dir = p.jail.dir
	s := p.launch(cmd, regexp.MustCompile(""))
	t.Cleanup(s.kill)
	deadline := time.After(patience)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		_, _, err := p.send(port, generated)
		if err == nil {
			return
		}
		select {
		case <-again.C:
		case <-s.ended:
			t.Fatalf("%q ended: %v; it said:\n%s", cmd.Args, s.err, s.output)
		case <-deadline:
			t.Fatalf("%q does not answer: %v; it said:\n%s", cmd.Args, err, s.output)
		}
	}
}
