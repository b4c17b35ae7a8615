@NullMarked
package dev.convoy.lab.errors;

import org.jspecify.annotations.NullMarked;
