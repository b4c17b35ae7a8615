@NullMarked
package dev.convoy.lab.chaos;

import org.jspecify.annotations.NullMarked;
