/** Commands and declarations out, status and events in. */
@NullMarked
package dev.convoy.inventory.adapter.kafka;

import org.jspecify.annotations.NullMarked;
