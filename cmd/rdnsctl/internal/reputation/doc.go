// Package reputation tells which names make mail receivers take a host for one
// of a dial-up customer, whose mail they do not want. It knows the families of
// rules that widely used filters have for the reverse name of a sender; each
// site adds its own. A mail server should have a name of its own choice.
package reputation
