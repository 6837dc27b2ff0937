package manager

// Poll looks at every file once, as Run does several times a second.
func (m *Manager) Poll() { m.poll() }

// Begin does what Run does before it polls.
func (m *Manager) Begin() {
	m.catchUp()
	m.save()
	m.leave()
}

// EndProcess forgets what only memory remembers.
func EndProcess() { heritage = estate{} }
