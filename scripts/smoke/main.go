// Command smoke starts a CoreDNS binary on a free port of the loopback address,
// asks it for the name of an address and the address of that name, and stops it.
// It shows that rdnsmgr is compiled in and answers; the tests show everything else.
//
//	go run ./scripts/smoke bin/coredns
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

const (
	wait  = 20 * time.Second // for the first answer
	query = time.Second      // for one try

	host = "ip-192-0-2-1.host.example."
)

var addr = netip.MustParseAddr("192.0.2.1")

// corefile takes the port twice.
const corefile = `192.0.2.0/24:%[1]d host.example:%[1]d {
    bind 127.0.0.1
    rdnsmgr {
        pool 192.0.2.0/24 ip-{ip}.host.example
        record ns1.host.example A 192.0.2.53
        soa ns1.host.example hostmaster.host.example
        ns ns1.host.example
    }
}
`

func main() {
	log.SetFlags(0)
	log.SetPrefix("smoke: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: smoke BINARY")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s has the name %s and %s the address %s\n", addr, host, host, addr)
}

// run starts the server, asks it and stops it.
func run(binary string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()

	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, "-conf", "stdin")
	cmd.Stdin = strings.NewReader(fmt.Sprintf(corefile, port))
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", binary, err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // ask tells what is wrong, output why
		close(ended)
	}()

	err = ask(ctx, ended, port)
	cancel()
	<-ended
	if err != nil {
		return fmt.Errorf("%w; the server said:\n%s", err, &output)
	}
	return nil
}

// ask waits for the server to answer, then compares both directions.
func ask(ctx context.Context, ended <-chan struct{}, port int) error {
	server := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, fmt.Sprintf("127.0.0.1:%d", port))
	}}
	names, err := firstAnswer(ctx, ended, server)
	if err != nil {
		return fmt.Errorf("asking for the name of %s: %w", addr, err)
	}
	if !slices.Equal(names, []string{host}) {
		return fmt.Errorf("%s has the names %q, want %q", addr, names, host)
	}
	addrs, err := server.LookupNetIP(ctx, "ip4", host)
	if err != nil {
		return fmt.Errorf("asking for the address of %s: %w", host, err)
	}
	if len(addrs) != 1 || addrs[0].Unmap() != addr {
		return fmt.Errorf("%s has the addresses %v, want %s", host, addrs, addr)
	}
	return nil
}

// firstAnswer asks for the name of addr until the server is up.
func firstAnswer(ctx context.Context, ended <-chan struct{}, server *net.Resolver) ([]string, error) {
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	var last error
	for {
		try, cancel := context.WithTimeout(ctx, query)
		names, err := server.LookupAddr(try, addr.String())
		cancel()
		if err == nil {
			return names, nil
		}
		if ctx.Err() == nil {
			last = err // and not that our own patience ended
		}
		select {
		case <-ended:
			return nil, errors.New("the server has ended")
		case <-ctx.Done():
			return nil, fmt.Errorf("no answer in %v: %w", wait, last)
		case <-again.C:
		}
	}
}

// freePort returns a port of the loopback address that was free a moment ago for
// both UDP and TCP.
func freePort() (int, error) {
	const tries = 10
	var err error
	for range tries {
		var port int
		if port, err = probe(); err == nil {
			return port, nil
		}
	}
	return 0, fmt.Errorf("looking for a free port: %w", err)
}

// probe asks the kernel for a UDP port and looks whether TCP has it free as well.
func probe() (int, error) {
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return 0, err
	}
	defer udp.Close()
	at := udp.LocalAddr().(*net.UDPAddr)
	tcp, err := net.ListenTCP("tcp", &net.TCPAddr{IP: at.IP, Port: at.Port})
	if err != nil {
		return 0, err
	}
	return at.Port, tcp.Close()
}
