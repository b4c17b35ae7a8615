/** The catalogue of error codes, read from {@code docs/errors.md}, the one place where it stands. */
@NullMarked
package dev.convoy.lab.errors;

import org.jspecify.annotations.NullMarked;
