/** Ports of source hosts, from outside. */
@NullMarked
package dev.convoy.agent.adapter.tcp;

import org.jspecify.annotations.NullMarked;
