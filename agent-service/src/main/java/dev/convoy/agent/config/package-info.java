/** What agent-service is configured with, and how it is put together. */
@NullMarked
package dev.convoy.agent.config;

import org.jspecify.annotations.NullMarked;
