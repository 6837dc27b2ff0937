package policy

// Rules is the version of the rules, for the test that guards it.
const Rules = rules
