@NullMarked
package dev.convoy.kit.config;

import org.jspecify.annotations.NullMarked;
