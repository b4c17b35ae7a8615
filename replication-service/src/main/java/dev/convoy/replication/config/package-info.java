/** Settings and wiring. */
@NullMarked
package dev.convoy.replication.config;

import org.jspecify.annotations.NullMarked;
