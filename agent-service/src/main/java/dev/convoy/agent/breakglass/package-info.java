/** The break-glass account: a local administrator on a source, for a while, when a person asks for it. */
@NullMarked
package dev.convoy.agent.breakglass;

import org.jspecify.annotations.NullMarked;
