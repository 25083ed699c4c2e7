/** One idea each. */
package org.phrkit.examples;
