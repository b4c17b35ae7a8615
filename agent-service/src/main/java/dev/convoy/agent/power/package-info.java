/** Shuts sources down, watches them and powers them on again. */
@NullMarked
package dev.convoy.agent.power;

import org.jspecify.annotations.NullMarked;
