/** Released schemas, held against today's. */
@NullMarked
package dev.convoy.schemas.history;

import org.jspecify.annotations.NullMarked;
