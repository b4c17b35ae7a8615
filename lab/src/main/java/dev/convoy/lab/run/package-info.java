/** A lab run: what starts when, what is shown, how it ends. */
@NullMarked
package dev.convoy.lab.run;

import org.jspecify.annotations.NullMarked;
