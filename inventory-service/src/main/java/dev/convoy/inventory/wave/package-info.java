/** One wave: its plan, its members, its gates. */
@NullMarked
package dev.convoy.inventory.wave;

import org.jspecify.annotations.NullMarked;
