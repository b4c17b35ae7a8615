/** Test and cutover launches, the way back, finalize and archive, within the quotas of MGN. */
@NullMarked
package dev.convoy.launch;

import org.jspecify.annotations.NullMarked;
