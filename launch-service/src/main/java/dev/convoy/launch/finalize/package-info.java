/** The point of no return and what follows it. */
@NullMarked
package dev.convoy.launch.finalize;

import org.jspecify.annotations.NullMarked;
