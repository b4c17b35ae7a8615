/** What a CMDB or an intake file declares about a server, and whether it is taken. */
@NullMarked
package dev.convoy.inventory.declaration;

import org.jspecify.annotations.NullMarked;
