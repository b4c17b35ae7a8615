/** What every way to names has to keep, shown of each. */
@NullMarked
package dev.convoy.lab.names;

import org.jspecify.annotations.NullMarked;
