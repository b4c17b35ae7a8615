/** What a person asks for. */
@NullMarked
package dev.convoy.inventory.command;

import org.jspecify.annotations.NullMarked;
