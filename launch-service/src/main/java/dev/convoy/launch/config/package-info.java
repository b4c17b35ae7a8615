/** Spring configuration. */
@NullMarked
package dev.convoy.launch.config;

import org.jspecify.annotations.NullMarked;
