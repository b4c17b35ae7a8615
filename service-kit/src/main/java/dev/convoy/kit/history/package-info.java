/** What a topology read, decided and wrote, step by step, so that it can be decided again. */
@org.jspecify.annotations.NullMarked
package dev.convoy.kit.history;
