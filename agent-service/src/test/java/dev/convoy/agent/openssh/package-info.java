/** Real OpenSSH servers on loopback addresses, each a host of its own. */
@NullMarked
package dev.convoy.agent.openssh;

import org.jspecify.annotations.NullMarked;
