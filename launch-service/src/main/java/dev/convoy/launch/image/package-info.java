/** Machine images of validated instances, on request. */
@NullMarked
package dev.convoy.launch.image;

import org.jspecify.annotations.NullMarked;
