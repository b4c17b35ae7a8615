/** Downloads what is brought to hosts. */
@NullMarked
package dev.convoy.agent.adapter.download;

import org.jspecify.annotations.NullMarked;
