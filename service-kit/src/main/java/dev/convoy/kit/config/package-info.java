/** Settings and wiring that every service shares. */
@NullMarked
package dev.convoy.kit.config;

import org.jspecify.annotations.NullMarked;
