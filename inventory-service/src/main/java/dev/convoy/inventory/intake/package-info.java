/** Servers from an intake file in the form of AWS Cloud Migration Factory. */
@NullMarked
package dev.convoy.inventory.intake;

import org.jspecify.annotations.NullMarked;
