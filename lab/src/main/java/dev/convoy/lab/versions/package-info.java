/** One version and another: histories recorded for later builds, and builds changed in the middle of a wave. */
@org.jspecify.annotations.NullMarked
package dev.convoy.lab.versions;
