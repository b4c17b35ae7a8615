/** Records that nobody can read, mixed into everything that is read while a wave runs. */
@NullMarked
package dev.convoy.lab.poison;

import org.jspecify.annotations.NullMarked;
