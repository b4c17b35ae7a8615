/** Inventory, waves, gates, read model, REST. */
@NullMarked
package dev.convoy.inventory;

import org.jspecify.annotations.NullMarked;
