/** Client of a schema registry that speaks Confluent's REST API. */
@NullMarked
package dev.convoy.schemas.registry;

import org.jspecify.annotations.NullMarked;
