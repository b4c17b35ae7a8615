@NullMarked
package dev.convoy.kit.hook;

import org.jspecify.annotations.NullMarked;
