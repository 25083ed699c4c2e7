/** Where things are kept: the database, the files of uploads and payloads, and the list of revocations. */
@NullMarked
package org.phrkit.server.storage;

import org.jspecify.annotations.NullMarked;
