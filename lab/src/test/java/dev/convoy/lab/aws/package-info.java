@NullMarked
package dev.convoy.lab.aws;

import org.jspecify.annotations.NullMarked;
