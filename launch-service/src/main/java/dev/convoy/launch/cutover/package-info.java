/** Launching the cutover instance. */
@NullMarked
package dev.convoy.launch.cutover;

import org.jspecify.annotations.NullMarked;
