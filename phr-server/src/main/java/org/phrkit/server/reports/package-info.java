/** Uploads, and the reports that they become: headers, payloads, expiry and erasure. */
@NullMarked
package org.phrkit.server.reports;

import org.jspecify.annotations.NullMarked;
