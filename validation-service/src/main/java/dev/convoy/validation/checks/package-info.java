/** Makes the checks on a launched instance. */
@NullMarked
package dev.convoy.validation.checks;

import org.jspecify.annotations.NullMarked;
