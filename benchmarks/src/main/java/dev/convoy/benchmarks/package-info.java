/** Scenarios that are measured side by side with their peers. */
@NullMarked
package dev.convoy.benchmarks;

import org.jspecify.annotations.NullMarked;
