/** The names that lead to a server, read and led elsewhere. */
@NullMarked
package dev.convoy.launch.names;

import org.jspecify.annotations.NullMarked;
