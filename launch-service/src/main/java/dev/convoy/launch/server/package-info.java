/** The life of one server in this service, from its test launch to its archive, as one transition table. */
@NullMarked
package dev.convoy.launch.server;

import org.jspecify.annotations.NullMarked;
