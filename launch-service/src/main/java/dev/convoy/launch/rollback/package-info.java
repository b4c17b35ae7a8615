/** The way back: stop the target, revert the lifecycle. */
@NullMarked
package dev.convoy.launch.rollback;

import org.jspecify.annotations.NullMarked;
