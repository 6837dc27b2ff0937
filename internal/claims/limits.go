package claims

// The bounds of the package.
const (
	// maxParties is the number of mappings that a Book keeps for one name. Every
	// claim to the name is compared with them, and a hostile file may want one
	// name for each of its addresses.
	maxParties = 64

	// maxListed is the number of prefixes that an error lists.
	maxListed = 4

	// maxQuote is how much of an owner's name an error quotes, in characters.
	maxQuote = 80
)
