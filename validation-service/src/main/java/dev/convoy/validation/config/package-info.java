/** Settings and wiring. */
@NullMarked
package dev.convoy.validation.config;

import org.jspecify.annotations.NullMarked;
