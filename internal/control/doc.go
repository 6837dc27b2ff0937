// Package control answers the operator's questions about a server that runs, and
// takes what only a person may decide, over a Unix socket.
//
// The socket speaks HTTP and JSON. Every path begins with the version, /v1. It
// belongs to the process: when the configuration is loaded again it stays open,
// and the new instance answers. Its mode is 0600; who may open it may do
// everything here.
//
//	GET  /v1/status                          what is served, held and confirmed
//	GET  /v1/explain?address=A, or ?name=N   why an address has its name
//	GET  /v1/mappings?fate=F&look=L&confirmation=C&after=A&limit=N
//	GET  /v1/held                            changes and withdrawals that wait for a person
//	POST /v1/recheck  {"address": A}, or {"name": N}
//	POST /v1/release  {"withdrawals": true}, or {"file": F, "hash": H}
//	POST /v1/accept   {"address": A, "name": N}
//
// An error is {"error": "text"} with a status that is not 200. Fields may be
// added to answers; none changes its meaning within a version.
//
// Start with socket.go; server.go has the paths, one file each what they do.
package control
