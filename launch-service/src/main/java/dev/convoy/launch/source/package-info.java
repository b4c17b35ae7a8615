/** Source servers as MGN sees them. */
@NullMarked
package dev.convoy.launch.source;

import org.jspecify.annotations.NullMarked;
