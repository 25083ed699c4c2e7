/** Requests and answers: routes, who asks, ranges, problems. Nothing else in the store knows of HTTP. */
@NullMarked
package org.phrkit.server.http;

import org.jspecify.annotations.NullMarked;
