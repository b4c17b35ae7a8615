/** The port to source hosts: targets, credentials, one verb at a time, failures typed by what to do next. */
@NullMarked
package dev.convoy.agent.remote;

import org.jspecify.annotations.NullMarked;
