/** The protocol spoken with a source host: check, start, status; and the two scripts that speak it there. */
@NullMarked
package dev.convoy.agent.host;

import org.jspecify.annotations.NullMarked;
