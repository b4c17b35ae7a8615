/** Who may take part in MGN jobs of an account and region: a pool of slots, one decider per account and region. */
@NullMarked
package dev.convoy.launch.slots;

import org.jspecify.annotations.NullMarked;
