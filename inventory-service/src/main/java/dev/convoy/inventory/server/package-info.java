/** One server: facts of all services merged into its stage, who serves it, what it waits for. */
@NullMarked
package dev.convoy.inventory.server;

import org.jspecify.annotations.NullMarked;
