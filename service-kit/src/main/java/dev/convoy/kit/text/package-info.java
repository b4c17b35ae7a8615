/** Texts of foreign origin. */
@NullMarked
package dev.convoy.kit.text;

import org.jspecify.annotations.NullMarked;
