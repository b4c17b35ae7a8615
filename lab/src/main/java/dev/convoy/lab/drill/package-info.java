/** What people do to waves in the middle of them, done on purpose at every stage. */
@NullMarked
package dev.convoy.lab.drill;

import org.jspecify.annotations.NullMarked;
