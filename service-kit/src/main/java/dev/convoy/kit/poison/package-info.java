/** What is bad input and what is not, and how it is set aside. */
@NullMarked
package dev.convoy.kit.poison;

import org.jspecify.annotations.NullMarked;
