/** Credentials of the installer, and what MGN knows of a source server. */
@NullMarked
package dev.convoy.agent.adapter.aws;

import org.jspecify.annotations.NullMarked;
