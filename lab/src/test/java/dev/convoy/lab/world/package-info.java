@NullMarked
package dev.convoy.lab.world;

import org.jspecify.annotations.NullMarked;
