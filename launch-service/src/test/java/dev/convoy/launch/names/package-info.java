@NullMarked
package dev.convoy.launch.names;

import org.jspecify.annotations.NullMarked;
