/** Carries out operations: observe, then adopt or act, then record. */
@NullMarked
package dev.convoy.kit.worker;

import org.jspecify.annotations.NullMarked;
