/** Plain Java records to Avro and back. */
@NullMarked
package dev.convoy.schemas.records;

import org.jspecify.annotations.NullMarked;
