/** A store between patients and doctors: what one account, on this device, does there. */
@NullMarked
package org.phrkit.cli.store;

import org.jspecify.annotations.NullMarked;
