/** The way back: stop the target, snapshot it if users were on it, revert the lifecycle. */
@NullMarked
package dev.convoy.launch.rollback;

import org.jspecify.annotations.NullMarked;
