/** Benchmarks, one suite per room of the library. */
package org.phrkit.bench;
