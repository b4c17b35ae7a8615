/** Test instances that are kept for people, and what people do about them. */
@NullMarked
package dev.convoy.lab.kept;

import org.jspecify.annotations.NullMarked;
