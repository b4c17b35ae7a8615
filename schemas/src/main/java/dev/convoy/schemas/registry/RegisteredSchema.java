package dev.convoy.schemas.registry;

import org.apache.avro.Schema;

/** A schema with the id under which the registry knows it. */
public record RegisteredSchema(int id, Schema schema) {}
