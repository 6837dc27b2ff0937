// Package importer reads data that stands elsewhere, such as a zone of BIND, and
// keeps what a server with pools needs to be told: a name that a template makes
// anyway is no mapping. The files are read by the code of the server.
package importer
