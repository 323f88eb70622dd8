// Stands where a package is imported whose code is never reached; see bundle.ts.
module.exports = {};
