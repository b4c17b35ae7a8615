/** Checks on launched instances, verdicts with evidence. */
@NullMarked
package dev.convoy.validation;

import org.jspecify.annotations.NullMarked;
