/** The pages: files that a browser loads, as they are in the jar. They talk to the store as any client does. */
@org.jspecify.annotations.NullMarked
package org.phrkit.server.web;
