/** Installs the replication agent. */
@NullMarked
package dev.convoy.agent.install;

import org.jspecify.annotations.NullMarked;
