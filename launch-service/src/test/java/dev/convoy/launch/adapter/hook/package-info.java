@NullMarked
package dev.convoy.launch.adapter.hook;

import org.jspecify.annotations.NullMarked;
