/** Spring's wiring. */
@NullMarked
package dev.convoy.inventory.config;

import org.jspecify.annotations.NullMarked;
