/**
 * Signed reports: files that go from a sender to recipients, so that each of these knows who sent them, and that they
 * were sent to her.
 */
@NullMarked
package org.phrkit.report;

import org.jspecify.annotations.NullMarked;
