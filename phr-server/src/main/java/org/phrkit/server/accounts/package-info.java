/** Who may ask: invitations, accounts and their devices, and how much each may ask for. */
@NullMarked
package org.phrkit.server.accounts;

import org.jspecify.annotations.NullMarked;
