package confirm

import (
	"net"
	"slices"
	"sync"
	"time"
)

// An idleConns keeps connections for the next question. At most maxIdle wait,
// each for maxIdleTime at most; then they are closed. The zero value is ready to
// use, by any number of goroutines.
type idleConns struct {
	mu    sync.Mutex
	conns []*idleConn // the one that waits longest first
}

type idleConn struct {
	net.Conn
	closing *time.Timer
}

// take returns the connection that has waited for the shortest time, which is
// the most likely to be alive still, or nil.
func (c *idleConns) take() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.conns) == 0 {
		return nil
	}
	last := c.conns[len(c.conns)-1]
	c.conns = c.conns[:len(c.conns)-1]
	last.closing.Stop()
	return last.Conn
}

// put keeps conn, or closes it if enough are waiting.
func (c *idleConns) put(conn net.Conn) {
	if !c.keep(conn) {
		_ = conn.Close() // TLS may have to wait for that
	}
}

func (c *idleConns) keep(conn net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.conns) == maxIdle {
		return false
	}
	waiting := &idleConn{Conn: conn}
	waiting.closing = time.AfterFunc(maxIdleTime, func() { c.expire(waiting) })
	c.conns = append(c.conns, waiting)
	return true
}

// expire closes the connection unless it has been taken.
func (c *idleConns) expire(waiting *idleConn) {
	if c.remove(waiting) {
		_ = waiting.Close()
	}
}

func (c *idleConns) remove(waiting *idleConn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.conns, waiting)
	if i >= 0 {
		c.conns = slices.Delete(c.conns, i, i+1)
	}
	return i >= 0
}
