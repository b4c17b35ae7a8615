/** Starts replication and watches it. */
@NullMarked
package dev.convoy.replication.follow;

import org.jspecify.annotations.NullMarked;
