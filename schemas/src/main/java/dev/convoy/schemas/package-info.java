/** The contract on Kafka: events, topics, wire format. */
@NullMarked
package dev.convoy.schemas;

import org.jspecify.annotations.NullMarked;
