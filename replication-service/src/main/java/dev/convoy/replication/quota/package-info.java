/** The places for replicating servers of an account and region. */
@NullMarked
package dev.convoy.replication.quota;

import org.jspecify.annotations.NullMarked;
