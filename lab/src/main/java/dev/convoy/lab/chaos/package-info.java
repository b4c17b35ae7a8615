/** Planned harm to a running lab: drawn from a seed, logged, measured, and undone at the end. */
@NullMarked
package dev.convoy.lab.chaos;

import org.jspecify.annotations.NullMarked;
