package test

import (
	"fmt"
	"net"
	"sync"
)

// ports remembers what freePort has given away. CoreDNS shares its ports
// (SO_REUSEPORT), so that two servers on one port would not even notice.
var ports = struct {
	sync.Mutex
	given map[int]bool
}{given: make(map[int]bool)}

// freePort returns a port of the loopback address that is free for UDP and for
// TCP, and that no other server of this run has got.
func freePort() (int, error) {
	ports.Lock()
	defer ports.Unlock()
	var err error
	for range 100 {
		port, probeErr := probe()
		if probeErr == nil && !ports.given[port] {
			ports.given[port] = true
			return port, nil
		}
		err = probeErr
	}
	return 0, fmt.Errorf("looking for a free port: %w", err)
}

// probe asks the kernel for a free TCP port and looks whether UDP has it too.
func probe() (int, error) {
	tcp, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return 0, err
	}
	defer tcp.Close()
	at := tcp.Addr().(*net.TCPAddr)
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: at.IP, Port: at.Port})
	if err != nil {
		return 0, err
	}
	return at.Port, udp.Close()
}
