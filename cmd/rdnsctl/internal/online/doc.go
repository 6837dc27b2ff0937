// Package online asks a server that runs, over its control socket: the same
// questions that package control answers, with its types.
package online
