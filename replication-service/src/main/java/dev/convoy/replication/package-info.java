/** Accounts prepared, replication settings, progress, lag, drain. */
@NullMarked
package dev.convoy.replication;

import org.jspecify.annotations.NullMarked;
