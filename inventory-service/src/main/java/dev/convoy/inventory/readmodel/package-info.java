/** What REST and the board show, built from status and events alone. */
@NullMarked
package dev.convoy.inventory.readmodel;

import org.jspecify.annotations.NullMarked;
