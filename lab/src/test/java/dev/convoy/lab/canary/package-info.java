/** Tests of the search for planted secrets. */
@NullMarked
package dev.convoy.lab.canary;

import org.jspecify.annotations.NullMarked;
