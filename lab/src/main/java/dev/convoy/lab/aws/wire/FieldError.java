package dev.convoy.lab.aws.wire;

/** What is wrong with one field or one resource. */
public record FieldError(String name, String message) {}
