/** Launch settings and launch templates: compared, written, read back. */
@NullMarked
package dev.convoy.launch.settings;

import org.jspecify.annotations.NullMarked;
