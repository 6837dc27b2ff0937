// Package lint finds what is wrong with a configuration before it goes live:
// what the server would refuse or report, and what it would not see but somebody
// will: mappings that nobody can ask for, names that mail receivers distrust, and,
// when the network may be asked, zones that are not delegated to us.
package lint
