package index

// The bounds of the package.
const (
	// leafSize is the largest number of IPv6 addresses in one packed leaf, and
	// fanOut that of the leaves below one branch.
	leafSize = 128
	fanOut   = 256

	// maxScan is how many prefixes are looked through for a partial name that
	// fixes other bits than the first ones of its addresses. Beyond, the name
	// counts as existing: NODATA, which hides nothing below it.
	maxScan = 256

	// maxPlain is the longest query name in presentation form that is looked
	// up whole. A longer one holds escapes, and no name of ours does.
	maxPlain = 255
)
