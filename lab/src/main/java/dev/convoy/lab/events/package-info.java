/** Reads events by their wire format alone, trusting no class of a service. */
@NullMarked
package dev.convoy.lab.events;

import org.jspecify.annotations.NullMarked;
