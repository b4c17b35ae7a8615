/** Asks a host whether it can be migrated, without altering it. */
@NullMarked
package dev.convoy.agent.prerequisites;

import org.jspecify.annotations.NullMarked;
