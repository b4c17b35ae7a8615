/** Kafka serdes in Confluent's wire format. */
@NullMarked
package dev.convoy.schemas.serde;

import org.jspecify.annotations.NullMarked;
