/** Secrets that are planted so that they can be searched for everywhere they must not be. */
@NullMarked
package dev.convoy.lab.canary;

import org.jspecify.annotations.NullMarked;
