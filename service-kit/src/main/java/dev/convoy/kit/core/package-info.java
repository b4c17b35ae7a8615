/** The pure half of every service: deciders, lifecycles, operations. No Kafka, no Spring, no clock. */
@NullMarked
package dev.convoy.kit.core;

import org.jspecify.annotations.NullMarked;
