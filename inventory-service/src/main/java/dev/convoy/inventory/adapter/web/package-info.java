/** REST. */
@NullMarked
package dev.convoy.inventory.adapter.web;

import org.jspecify.annotations.NullMarked;
