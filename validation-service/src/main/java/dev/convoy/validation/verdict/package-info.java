/** Which instance is to be checked and what the checks mean: the pure core. */
@NullMarked
package dev.convoy.validation.verdict;

import org.jspecify.annotations.NullMarked;
