package rdnsmgr

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/plugin"
	clog "github.com/coredns/coredns/plugin/pkg/log"

	"github.com/rdnsmgr/rdnsmgr/internal/config"
	"github.com/rdnsmgr/rdnsmgr/internal/control"
	"github.com/rdnsmgr/rdnsmgr/internal/manager"
	"github.com/rdnsmgr/rdnsmgr/internal/rdns"
)

var log = clog.NewWithPlugin(name)

// An instance is what all rdnsmgr blocks of one CoreDNS instance share.
//
// Caddy starts a new instance before it stops the old one, and calls nothing
// on one whose start failed. So start builds everything and leaves nothing
// behind that would have to be undone; the goroutine begins when Caddy says
// that the instance has started, and ends before stop returns.
type instance struct {
	manager  *manager.Manager
	handlers []*Handler
	blocks   []*config.Block
	locates  []func(string) string
	faults   rdns.Faults // of reading the blocks

	cancel context.CancelFunc // set by run
	done   sync.WaitGroup
	socket *control.Socket // nil without a control line
}

// stopWait is how long a stop or a reload waits for the manager to end.
const stopWait = 10 * time.Second

// instanceKey is where a Caddy instance keeps ours.
type instanceKey struct{}

// instanceOf returns the instance that the controller belongs to.
func instanceOf(c *caddy.Controller) *instance {
	if i, ok := c.Get(instanceKey{}).(*instance); ok {
		return i
	}
	i := &instance{manager: manager.New(log, time.Now)}
	c.Set(instanceKey{}, i)
	c.OnStartup(i.start)
	c.OnShutdown(i.stop)
	return i
}

// add takes a block; err is what was wrong in it.
func (i *instance) add(h *Handler, block *config.Block, err error, locate func(string) string) {
	i.faults.Add(err)
	i.handlers = append(i.handlers, h)
	i.blocks = append(i.blocks, block)
	i.locates = append(i.locates, locate)
}

// start checks the blocks as a whole, loads the sources and builds what the
// handlers answer from.
func (i *instance) start() (err error) {
	defer func() {
		if err != nil { // other plugins may keep our handlers, but not their data
			i.forget()
		}
	}()
	if i.faults.Err() == nil {
		i.faults.Add(config.Check(i.blocks))
		for n, h := range i.handlers {
			i.faults.Add(h.checkNeighbours(i.blocks[n]))
		}
	}
	if i.faults.Err() != nil {
		for n, block := range i.blocks {
			i.faults.Add(inspect(block, i.locates[n]))
		}
		return refused(i.faults.Err())
	}
	for n, h := range i.handlers {
		h.block = i.manager.Add(i.blocks[n], i.locates[n])
		h.joinBelow(i.handlers)
		h.shown = h.server.Handler("metadata") != nil
	}
	if err := i.manager.Load(); err != nil {
		return refused(err)
	}
	return nil
}

// forget drops what a failed start has loaded.
func (i *instance) forget() {
	for _, h := range i.handlers {
		h.block = nil
	}
	i.manager, i.handlers, i.blocks, i.locates = nil, nil, nil, nil
}

// inspect finds further faults in a block that has some.
func inspect(block *config.Block, locate func(string) string) error {
	if block == nil {
		return nil
	}
	return manager.Inspect(block, locate)
}

// refused words the faults so that each begins its line.
func refused(err error) error {
	text := err.Error()
	if n := strings.Count(text, "\n"); n > 0 {
		return plugin.Error(name, fmt.Errorf("%d faults:\n%w", n+1, err))
	}
	return plugin.Error(name, err)
}

// onEvent runs the manager of an instance that has started.
func onEvent(event caddy.EventName, info any) error {
	started, ok := info.(*caddy.Instance)
	if event != caddy.InstanceStartupEvent || !ok {
		return nil
	}
	started.StorageMu.RLock()
	i, ok := started.Storage[instanceKey{}].(*instance)
	started.StorageMu.RUnlock()
	if ok {
		i.run()
	}
	return nil
}

func (i *instance) run() {
	ctx, cancel := context.WithCancel(context.Background())
	i.cancel = cancel
	running.instance.Store(i)
	i.manager.TakeOver()
	i.done.Go(func() { i.manager.Run(ctx) })
	i.control()
	i.notify(ctx)
}

// notify has secondaries told about changes. It is not waited for: a secondary
// that is down would hold up the stop.
func (i *instance) notify(ctx context.Context) {
	for _, h := range i.handlers {
		if n := h.notifier(); n != nil {
			go n.run(ctx)
		}
	}
}

// control opens the socket that operators ask at. A server whose socket cannot
// be opened serves all the same.
func (i *instance) control() {
	for n, block := range i.blocks {
		if block.Control == nil {
			continue
		}
		path, err := filepath.Abs(i.locates[n](block.Control.Path))
		if err == nil {
			i.socket, err = control.Open(path, i.manager)
		}
		if err != nil {
			log.Errorf("%v", block.Control.Pos.Errorf("%w", err))
		}
	}
}

// stop ends the manager and waits for it, but not for a disk that hangs.
func (i *instance) stop() error {
	if i.socket != nil {
		if err := i.socket.Close(); err != nil {
			log.Errorf("%v", err)
		}
	}
	if i.cancel != nil {
		i.cancel()
	}
	ended := make(chan struct{})
	go func() {
		i.done.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(stopWait):
		log.Errorf("stopping: the state directory or a file did not answer for %s; going on without", stopWait)
	}
	running.instance.CompareAndSwap(i, nil)
	return nil
}
