/** Probes over the network. */
@NullMarked
package dev.convoy.validation.adapter.net;

import org.jspecify.annotations.NullMarked;
