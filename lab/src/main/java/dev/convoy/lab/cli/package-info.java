/** The convoy command: what a person types and reads. */
@NullMarked
package dev.convoy.lab.cli;

import org.jspecify.annotations.NullMarked;
