/** Runs deciders inside Kafka Streams, exactly once. */
@NullMarked
package dev.convoy.kit.streams;

import org.jspecify.annotations.NullMarked;
