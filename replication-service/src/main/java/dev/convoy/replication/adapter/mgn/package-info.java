/** MGN behind the ports of this service. */
@NullMarked
package dev.convoy.replication.adapter.mgn;

import org.jspecify.annotations.NullMarked;
