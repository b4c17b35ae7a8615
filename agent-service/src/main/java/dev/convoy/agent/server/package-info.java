/** The life of a server's source host in this service, as one transition table. */
@NullMarked
package dev.convoy.agent.server;

import org.jspecify.annotations.NullMarked;
