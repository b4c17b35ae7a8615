/** Replication of one server, from the prepared account to the end of its following: the pure core. */
@NullMarked
package dev.convoy.replication.server;

import org.jspecify.annotations.NullMarked;
