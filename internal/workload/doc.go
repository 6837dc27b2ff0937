// Package workload is what the benchmarks ask, and whom: mappings and questions
// that are the same in every run, the answer that each question must get, and a
// Corefile for rdnsmgr and for each plugin of CoreDNS that can give those answers.
//
// Two benchmarks measure with it, one in process (plugin/rdnsmgr) and one over
// sockets (test). Both look at the answers before they measure: what answers
// something else is not compared.
package workload
