// Package confirm keeps explicit names honest: a PTR record is served only
// while the name it gives points back to the address (RFC 8601, 2.7.3), which
// is what mail receivers ask before they take a message.
//
// First, do no harm. No fault of ours, of a resolver or of somebody's export may
// take away a name that mail depends on. So a failure to get an answer is no
// evidence; an answer that speaks against a name must be definite, come from two
// resolvers, come again and again, and last; and even then only a small share of
// all names is withdrawn in a day. When in doubt, a name stays.
//
// The parts, from the pure to the busy:
//
//	types.go      Question, Reply, Resolver: one question to one upstream
//	judge.go      Judge: many replies, one Verdict for an address
//	apply.go      Record.Apply: what a verdict does to a mapping, the state machine
//	schedule.go   when to ask again
//	breaker.go    are the resolvers in a state to speak against a name at all?
//	limiter.go    how many names may go in a day
//	table.go      the Records of all mappings; shard.go and slot.go keep them small
//	lanes.go      one customer's dead names do not delay another's new one
//	engine.go     Engine: whom to ask when; run.go is its loop
//
// Nothing here is on the path of a query. The manager reads from the Table which
// names may be served, and publishes.
package confirm
