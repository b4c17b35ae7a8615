/** Records that were set aside as bad input: what there is, and the way back. */
@NullMarked
package dev.convoy.lab.deadletters;

import org.jspecify.annotations.NullMarked;
