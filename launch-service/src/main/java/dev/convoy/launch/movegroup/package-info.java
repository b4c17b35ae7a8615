/** The application as the unit of cutover: its servers are quiesced, drained, launched, verified and rolled back together. */
@NullMarked
package dev.convoy.launch.movegroup;

import org.jspecify.annotations.NullMarked;
