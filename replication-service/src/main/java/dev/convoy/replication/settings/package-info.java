/** Writes the replication settings of a source server and reads them back. */
@NullMarked
package dev.convoy.replication.settings;

import org.jspecify.annotations.NullMarked;
