/** An estate that somebody else has set up in MGN before the waves start, and how it ended. */
@NullMarked
package dev.convoy.lab.estate;

import org.jspecify.annotations.NullMarked;
