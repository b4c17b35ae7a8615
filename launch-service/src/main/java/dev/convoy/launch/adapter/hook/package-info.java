/** Names on DNS servers behind programs of the platform engineer. */
@NullMarked
package dev.convoy.launch.adapter.hook;

import org.jspecify.annotations.NullMarked;
