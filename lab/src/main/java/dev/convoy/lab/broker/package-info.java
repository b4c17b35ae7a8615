/** A real single-node Kafka broker in this JVM. */
@NullMarked
package dev.convoy.lab.broker;

import org.jspecify.annotations.NullMarked;
